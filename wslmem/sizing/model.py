"""The expected peak of anonymous memory of a build, from the shape of the project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wslmem.sizing import tasks
from wslmem.sizing.calibration import CALIBRATION, MB, Calibration
from wslmem.sizing.estimate import Estimate, Part, Peak
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.project import GoProject
from wslmem.sizing.schedule import Task, peak
from wslmem.units import MIB, Bytes

__all__ = ["PARALLELISMS", "GoEnvironment", "estimate"]

PLAIN = GoEnvironment()
"""The go command as it comes."""
PARALLELISMS = (1, 2, 4, 8)
"""The `-p` for which peaks are always told."""


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
    wanted = sorted({*parallelisms, processors})
    peaks = tuple(_peak(actions, parallelism, base, constants) for parallelism in wanted)
    links = [task.size for task in actions if task.name.startswith("link ")]
    warm = Bytes(round(base + max(links, default=0)))
    if measured is not None:
        return _scaled(peaks, warm, processors, measured)
    source = "model" if project.exact else "walk"
    return Estimate(peaks, warm, source, _because(project))


def _peak(actions: list[Task], parallelism: int, base: float, constants: Calibration) -> Peak:
    moment = peak(actions, parallelism)
    size = base + moment.size
    parts = (("go", base), *moment.shares)
    return Peak(
        parallelism=parallelism,
        size=Bytes(round(size)),
        low=Bytes(round(size * constants.low)),
        high=Bytes(round(size * constants.high)),
        parts=_rounded(sorted(parts, key=lambda part: -part[1]), round(size)),
    )


def _rounded(parts: Sequence[tuple[str, float]], total: int) -> tuple[Part, ...]:
    """The parts in whole bytes that still add up to `total`."""
    whole = [Part(name, Bytes(int(size))) for name, size in parts]
    rest = total - sum(part.size for part in whole)
    return (replace(whole[0], size=Bytes(whole[0].size + rest)), *whole[1:])


REPEATABILITY = 1.08
"""Peaks of the same build differ by up to this factor (measured, docs/sizing)."""


def _scaled(peaks: tuple[Peak, ...], warm: Bytes, processors: int, measured: Bytes) -> Estimate:
    """The model's peaks, scaled so that the one at the measured `-p` is what was measured."""
    at = next(one for one in peaks if one.parallelism == processors)
    factor = measured / at.size
    scaled = tuple(_times(one, factor) for one in peaks)
    because = f"a measured build of this project at -p {processors}; other -p follow the model's proportions"
    return Estimate(scaled, Bytes(min(measured, round(warm * factor))), "measured", because)


def _times(one: Peak, factor: float) -> Peak:
    size = round(one.size * factor)
    return Peak(
        one.parallelism,
        Bytes(size),
        Bytes(round(size / REPEATABILITY)),
        Bytes(round(size * REPEATABILITY)),
        _rounded([(part.name, part.size * factor) for part in one.parts], size),
    )


def _because(project: GoProject) -> str:
    kind = "as `go list` names them" if project.exact else "as a walk over the files found them, which is not exact"
    source = project.source_bytes / MB
    return f"a simulated build of {len(project.packages)} packages with {source:.0f} MB of source, {kind}"
