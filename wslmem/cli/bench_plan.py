"""From the options of `wslmem bench` to a plan that is fixed before the first build."""

from __future__ import annotations

import argparse
import shlex

from wslmem.bench import floor
from wslmem.bench.plan import (
    BUILD,
    FULL_RUNS,
    QUICK_RUNS,
    Afterwards,
    BenchPlan,
    Cold,
    Leg,
    Side,
    goflag,
    there_and_back,
)
from wslmem.bench.sides import AFTER, BEFORE, NOW
from wslmem.cli import settings
from wslmem.cli.nearly import did_you_mean
from wslmem.cli.settings import KEYS, Settings
from wslmem.errors import UsageError
from wslmem.machine.files import files
from wslmem.machine.host import host_memory
from wslmem.machine.host.paths import MachinePaths
from wslmem.records import replace
from wslmem.sizing.commands import program
from wslmem.text import Text
from wslmem.units import Bytes
from wslmem.workflows.bench.cold import cold, jobs
from wslmem.workflows.draft import insist_on_a_difference
from wslmem.workflows.scan import guest_path, insist_here, of_all
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.effective import effective

BUILD_FLAGS = frozenset(
    (
        "a", "asan", "asmflags", "buildmode", "buildvcs", "compiler", "cover", "covermode", "coverpkg", "gccgoflags",
        "gcflags", "installsuffix", "ldflags", "linkshared", "mod", "modcacherw", "modfile", "msan", "overlay", "p",
        "pgo", "pkgdir", "race", "tags", "toolexec", "trimpath", "v", "x",
    )
)  # fmt: skip
"""What GOFLAGS may hold of the flags of `go help build` (Go 1.26) that leave it a build."""
MOST_OF_HOST = 0.8
"""Of this computer's RAM: the most that a search for the smallest memory= tries."""


def plan_of(options: argparse.Namespace, paths: MachinePaths) -> BenchPlan:
    """The plan that the options ask for.

    Raises:
        NotFoundError: no such folder, or no Go project in it, as far as this side can see.
        UsageError: options that contradict each other or leave nothing to build, or values that WSL would not read.
    """
    if options.as_is and (options.before or options.after):
        raise UsageError(Text("--as-is measures the current settings; omit --before and --after"))
    runs = QUICK_RUNS if options.quick else options.runs or FULL_RUNS
    command = tuple(_words(options.command)) if options.command else BUILD
    begins = cold(command, options.prepare)
    if options.floor:
        insist_here(paths, options.project, go=begins.tool == "go")
        return _search(options, paths, command, begins)
    sides = _sides(options, paths, command)
    insist_here(paths, options.project, go=begins.tool == "go")
    restart = not options.as_is and any(side.settings for side in sides)
    return BenchPlan(
        project=guest_path(paths, options.project),
        sides=sides,
        legs=there_and_back(sides, runs, order=options.order) if len(sides) > 1 else (Leg(sides[0].name, runs),),
        command=of_all(paths, options.project, command),
        distribution=options.distribution,
        restart=restart,
        warm=options.warm,
        quick=options.quick,
        afterwards=Afterwards.LAST_SIDE if options.keep else Afterwards.RESTORED,
        time_limit=options.time_limit,
        force_shutdown=options.force_shutdown,
        accept_small=options.yes,
        cold=begins,
    )


def _search(options: argparse.Namespace, paths: MachinePaths, command: tuple[str, ...], begins: Cold) -> BenchPlan:
    """A plan that searches for the least memory=, from what the VM gets now."""
    given = {"--before": options.before, "--after": options.after, "--sweep": options.sweep, "--as-is": options.as_is,
             "--warm": options.warm, "--keep": options.keep}  # fmt: skip
    wrong = ", ".join(name for name, value in given.items() if value)
    if wrong:
        raise UsageError(
            Text("--floor sets memory= by itself; omit {options}", options=wrong), on_disk=Text("unchanged")
        )
    host = host_memory.read(paths)
    now = effective(_document(paths), host_total=host.total, processors=host.processors).memory.value or host.total
    sides = floor.sides(floor.values(Bytes(max(now, round(host.total * MOST_OF_HOST)))), _common(options, command))
    return BenchPlan(
        project=guest_path(paths, options.project),
        sides=sides,
        legs=(),
        command=of_all(paths, options.project, command),
        distribution=options.distribution,
        time_limit=options.time_limit,
        force_shutdown=options.force_shutdown,
        accept_small=True,
        floor=floor.nearest(sides, Bytes(now)),
        floor_runs=options.runs or floor.RUNS,
        cold=begins,
    )


def _document(paths: MachinePaths) -> WslConfigDocument:
    return wslconfig.read(files.read_file(paths.wslconfig).data or b"")


def _common(options: argparse.Namespace, command: tuple[str, ...]) -> Side:
    """What all sides share."""
    flags, variables = jobs(command, str(options.parallelism)) if options.parallelism else ((), ())
    return Side("", goflags=flags, environment=variables)


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        raise UsageError(
            Text("--command {command} has an open quote", command=command), on_disk=Text("unchanged")
        ) from None


def _sides(options: argparse.Namespace, paths: MachinePaths, command: tuple[str, ...]) -> tuple[Side, ...]:
    common = _common(options, command)
    if options.sweep:
        return _sweep(options.sweep, command, common)
    if options.as_is:
        return (replace(common, name=NOW),)
    before = _parsed(options, paths, options.before) if options.before else ()
    after = _parsed(options, paths, options.after or "memory=auto,swap=auto")
    if not options.after:  # who names the same settings twice wants to see how much two legs of them differ
        other = Text("measure the current settings with --as-is, or compare with others: --after memory=8GB")
        insist_on_a_difference(_document(paths), before, after, next_step=other)
    return replace(common, name=BEFORE, settings=before), replace(common, name=AFTER, settings=after)


def _sweep(text: str, command: tuple[str, ...], common: Side) -> tuple[Side, ...]:
    name, equals, values = text.partition("=")
    points = [f"{name}={value}" for value in values.split(",") if value]
    if not equals or not points:
        raise UsageError(
            Text("--sweep {text} has no values", text=text), next_step=Text("for example: --sweep p=1,2,4")
        )
    return tuple(_point(name, point, command, common) for point in points)


def _point(name: str, point: str, command: tuple[str, ...], common: Side) -> Side:
    value = point.partition("=")[2]
    if name in KEYS:
        return replace(common, name=point, settings=((KEYS[name], settings.check(name, value)),))
    if name == "jobs":
        flags, variables = jobs(command, value)
        return replace(common, name=point, goflags=flags, environment=variables)
    if name.isupper():
        return replace(common, name=point, environment=(*common.environment, (name, value)))
    _refuse_unknown(name)
    if program(command) != "go":
        raise UsageError(
            Text("--sweep {name} is a flag of go build, and {tool} builds", name=name, tool=program(command)),
            on_disk=Text("unchanged"),
            next_step=Text("sweep jobs, memory, swap, or a variable in upper case"),
        )
    if name.lstrip("-") == "p":
        jobs(command, value)  # refuses what is no number of them
    return replace(common, name=point, goflags=(*common.goflags, *goflag(point)))


def _refuse_unknown(name: str) -> None:
    """A flag that the go command does not know would end every build, after WSL was started."""
    if name.lstrip("-") in BUILD_FLAGS:
        return
    known = ["jobs", *KEYS, *sorted(BUILD_FLAGS)]
    raise UsageError(
        Text("--sweep {name}: no setting, no variable in upper case and no flag of go build", name=name),
        on_disk=Text("unchanged"),
        next_step=did_you_mean(name.lstrip("-"), known) or Text("choose from: {known}", known=", ".join(known)),
    )


def _parsed(options: argparse.Namespace, paths: MachinePaths, text: str) -> Settings:
    """`memory=4GB,swap=0` as settings; auto is worked out, default removes the key."""
    given = dict(part.partition("=")[::2] for part in text.split(","))
    unknown = set(given) - set(KEYS)
    if unknown:
        raise UsageError(
            Text("{text}: a benchmark cannot set {unknown}", text=text, unknown=", ".join(sorted(unknown))),
            next_step=Text("for example: memory=8GB,swap=2GB"),
        )
    wanted = argparse.Namespace(**{name: given.get(name) for name in KEYS})
    if not settings.wants_advice(wanted):
        return settings.settings_of(wanted, lambda _: None)
    from wslmem.cli.advice import advise

    return settings.settings_of(wanted, advise(options, paths).value)
