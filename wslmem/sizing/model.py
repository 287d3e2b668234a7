"""The expected peak of anonymous memory of a build, from the shape of the project.

What a package's compile takes is known only to about a quarter, and the largest of a thousand uncertain figures is
larger than the largest expected one. So the build is simulated several times with figures drawn around the expected
ones; the middle of the peaks is the estimate, and the interval is what they span, and a margin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp
from random import Random
from typing import NamedTuple

from wslmem.sizing import tasks
from wslmem.sizing.calibration import CALIBRATION, Calibration
from wslmem.sizing.estimate import LINK_PREFIX, Estimate, Part, Peak
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.project import TEST, GoProject
from wslmem.sizing.schedule import Graph, Moment, Task
from wslmem.text import Text, counted
from wslmem.units import MIB, Bytes, show_size

__all__ = ["PARALLELISMS", "GoEnvironment", "estimate"]

PLAIN = GoEnvironment()
"""The go command as it comes."""
PARALLELISMS = (1, 2, 4, 8)
"""The `-p` for which peaks are always told."""
QUANTILES = (
    *(-1.8339146358159142, -1.2815515655446008, -0.9674215661017014, -0.727913290881644, -0.5244005127080407),
    *(-0.34069482708779547, -0.1678940047881054, 0.0, 0.1678940047881054, 0.34069482708779536),
    *(0.5244005127080407, 0.7279132908816445, 0.9674215661017014, 1.2815515655446008, 1.8339146358159142),
)
"""Of what is uncertain, in standard deviations: `statistics.NormalDist().inv_cdf((index + 0.5) / DRAWS)`, written down
because that module takes 2 ms to import."""
DRAWS = len(QUANTILES)
"""Simulations; odd, so that one is the middle."""
_WIDTHS = [(left, left.bit_length()) for left in range(DRAWS, 0, -1)]
"""How many of the quantiles are left to draw from, and the bits of that number."""
LIKELY = 0.9
"""Share of the simulated builds that the build's part is to hold."""
JITTER = 0.3
"""Standard deviation of the logarithm of the time that an action takes: which actions overlap is a matter of chance."""
PECULIAR = 1.4
"""How far the interval reaches above what the simulated builds span. Few packages take twice what any law expects, or
half of it; but the first make the peak, and the others are not noticed (measured, docs/sizing/accuracy.md)."""
TOGETHER = 1.36
"""What a build at -p 8 may take over what was expected where no compile makes half of it: 1.12 to 1.30 times were seen
in seven builds of the tests of three programs, and with room for 1.28 one ended, but read pages over and over; at 1.25
times one build of a tool in three stood still (docs/sizing). A dozen packages of 60 to 90 MiB begin at one time, and
under a limit they wait for each other, each at its peak."""
MANY = 8
"""Slots from which that was seen; of tests, whose packages begin together, at any number."""
REPEATABILITY = 1.08
"""Peaks of the same build differ by up to this factor (measured, docs/sizing)."""


def estimate(
    project: GoProject,
    *,
    processors: int,
    parallelisms: Sequence[int] = PARALLELISMS,
    measured: Bytes | None = None,
    environment: GoEnvironment = PLAIN,
    constants: Calibration = CALIBRATION,
) -> Estimate:
    """What a cold build of everything that was scanned will need, and a warm rebuild.

    Args:
        project: what is built.
        processors: of the VM; the go command's `-p` where none is given.
        parallelisms: further `-p` to tell the peak for, each 1 or more.
        measured: the peak of a real cold build at `-p processors`; it beats the model, which is scaled to meet it.
        environment: what the toolchain is told.
        constants: the model's; others are given by the fitting script only.
    """
    actions = tasks.of_build(project, environment, constants)
    base = (constants.go_base + constants.go_package * len(project.packages)) * MIB
    graph, builds = Graph(actions), _drawn(actions, Random(0))  # noqa: S311  no secret; the same each time
    link = max((task.size for task in actions if task.name.startswith(LINK_PREFIX)), default=0.0)
    tests = any(one.import_path.endswith(TEST) for one in project.mains)
    many = 1 if tests else MANY
    peaks = tuple(_peaks(graph, builds, actions, sorted({*parallelisms, processors}), base, many=many))
    warm = Bytes(round(base + link))
    if measured is not None:
        return _scaled(peaks, warm, processors, measured)
    guessed = tuple(package.import_path for package in project.packages if package.largest_cxx)
    return Estimate(peaks, warm, "model" if project.exact else "walk", _because(project), guessed)


class _Draw(NamedTuple):
    """A build as it may really be."""

    sizes: list[float]
    """Of its actions, bytes."""
    works: list[float]
    """Processor seconds."""


def _drawn(actions: Sequence[Task], chance: Random) -> list[_Draw]:
    """The same build with memory and time as they may really be, several times.

    Each action meets each quantile once, in an order of its own (Latin hypercube sampling), so that the middle of few
    builds is near the middle of all.
    """
    jitter = {quantile: exp(JITTER * quantile) for quantile in QUANTILES}
    sizes, works = list[list[float]](), list[list[float]]()
    for action in actions:
        drawn = _shuffled(chance)
        sizes.append([action.size * exp(action.spread * one) for one in drawn])
        if action.rare != 1.0:
            sizes[-1][drawn.index(QUANTILES[-1])] *= action.rare
        works.append([action.work * jitter[one] for one in _shuffled(chance)])
    return [_Draw([one[at] for one in sizes], [one[at] for one in works]) for at in range(DRAWS)]


def _shuffled(chance: Random) -> list[float]:
    """The quantiles in an order of their own.

    It is the one that `Random.sample` gives, in a third of its time: two orders are drawn for each of a thousand tasks.
    """
    pool, found, bits = [*QUANTILES], list[float](), chance.getrandbits
    for left, width in _WIDTHS:
        drawn = bits(width)
        while drawn >= left:
            drawn = bits(width)
        found.append(pool[drawn])
        pool[drawn] = pool[left - 1]
    return found


def _peaks(
    graph: Graph,
    builds: Sequence[_Draw],
    actions: Sequence[Task],
    parallelisms: Sequence[int],
    base: float,
    *,
    many: int,
) -> Iterator[Peak]:
    """The peaks at each `-p`, smallest first, with room for all compiles at their peaks at once from `many` slots on.

    More slots may happen to keep two large actions apart in a simulated build. In a real one they may meet all the
    same, so no peak is below that of fewer.
    """
    moments = [Moment(0.0, ())] * len(builds)
    linking: Part | None = None
    far = 0.0
    for parallelism in parallelisms:
        found = (
            graph.peak(build.sizes, build.works, parallelism, above=before.size)
            for build, before in zip(builds, moments, strict=True)
        )
        moments = [max(pair, key=lambda moment: moment.size) for pair in zip(moments, found, strict=True)]
        links = [one for one in (linking, _linking(graph, actions, parallelism, base)) if one is not None]
        linking = max(links, key=lambda part: part.size, default=None)
        ordered = sorted(moments, key=lambda moment: moment.size)
        far = max(far, _far(graph, actions, parallelism, base))
        if parallelism >= many:
            far = max(far, _together(ordered[len(ordered) // 2], base))
        yield _peak(ordered, parallelism, base, linking, far)


def _peak(moments: Sequence[Moment], parallelism: int, base: float, linking: Part | None, far: float) -> Peak:
    """What builds hold whose largest moments are these, smallest first."""
    middle = moments[len(moments) // 2]
    size = round(base + middle.size)
    held = {"go": base}
    for name, share in middle.shares:  # C files of one package are compiled side by side
        held[name] = held.get(name, 0.0) + share
    parts = sorted(held.items(), key=lambda part: -part[1])
    return Peak(
        parallelism=parallelism,
        size=Bytes(size),
        likely=Bytes(round(base + moments[int(LIKELY * len(moments))].size)),
        low=Bytes(round((base + moments[0].size) / REPEATABILITY)),
        high=Bytes(round((base + moments[-1].size) * PECULIAR)),
        parts=_rounded(parts, size),
        linking=linking,
        far=Bytes(round(far)),
    )


def _linking(graph: Graph, actions: Sequence[Task], parallelism: int, base: float) -> Part | None:
    """The peak with the files that are mapped, where links are part of it."""
    moment = graph.peak(
        [one.size for one in actions], [one.work for one in actions], parallelism, [one.mapped for one in actions]
    )
    name = next((name for name, _ in moment.shares if name.startswith(LINK_PREFIX)), None)
    return None if name is None else Part(name, Bytes(round(base + moment.size)))


def _together(moment: Moment, base: float) -> float:
    """Room for all that runs then at its peak at once, bytes; 0 where one of them makes half of it."""
    size = base + moment.size
    return TOGETHER * size if max([base, *(held for _, held in moment.shares)]) < size / 2 else 0.0


def _far(graph: Graph, actions: Sequence[Task], parallelism: int, base: float) -> float:
    """The peak where the largest of the actions that may go far beyond what is expected does, bytes; 0 without one."""
    furthest = max(actions, key=lambda one: (one.far, one.size), default=None)
    if furthest is None or not furthest.far:
        return 0.0
    sizes = [one.size + (one.far if one is furthest else 0.0) for one in actions]
    return base + graph.peak(sizes, [one.work for one in actions], parallelism).size


def _rounded(parts: Sequence[tuple[str, float]], total: int) -> tuple[Part, ...]:
    """The parts in whole bytes that still add up to `total`."""
    whole = [Part(name, Bytes(int(size))) for name, size in parts]
    rest = total - sum(part.size for part in whole)
    return (Part(whole[0].name, Bytes(whole[0].size + rest)), *whole[1:])


def _scaled(peaks: tuple[Peak, ...], warm: Bytes, processors: int, measured: Bytes) -> Estimate:
    """The model's peaks, scaled so that the one at the measured `-p` is what was measured."""
    at = next(one for one in peaks if one.parallelism == processors)
    factor = measured / at.size
    scaled = tuple(_times(one, factor) for one in peaks)
    because = Text("a measured build of this project at -p {p}; other -p values are scaled by the model", p=processors)
    return Estimate(scaled, Bytes(min(measured, round(warm * factor))), "measured", because)


def _times(one: Peak, factor: float) -> Peak:
    size = round(one.size * factor)
    return Peak(
        one.parallelism,
        Bytes(size),
        Bytes(round(size * REPEATABILITY)),
        Bytes(round(size / REPEATABILITY)),
        Bytes(round(size * REPEATABILITY)),
        _rounded([(part.name, part.size * factor) for part in one.parts], size),
        one.linking,
    )


def _because(project: GoProject) -> Text:
    source = show_size(project.source_bytes)
    if project.exact:
        return counted(
            "a simulated build of {count} package ({source} of source, from `go list`)",
            "a simulated build of {count} packages ({source} of source, from `go list`)",
            len(project.packages),
            source=source,
        )
    return counted(
        "a simulated build of {count} package ({source} of source, found by scanning files: less exact)",
        "a simulated build of {count} packages ({source} of source, found by scanning files: less exact)",
        len(project.packages),
        source=source,
    )
