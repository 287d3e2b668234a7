"""From the options of `wslmem bench` to a plan that is fixed before the first build."""

from __future__ import annotations

import argparse
import shlex

from wslmem.bench.plan import BUILD, QUICK_RUNS, Afterwards, BenchPlan, Leg, Side, goflag, there_and_back
from wslmem.cli import settings
from wslmem.cli.settings import KEYS, Settings
from wslmem.errors import UsageError
from wslmem.machine.host.paths import MachinePaths
from wslmem.text import Text
from wslmem.units import Seconds
from wslmem.workflows.scan import guest_path


def plan_of(options: argparse.Namespace, paths: MachinePaths) -> BenchPlan:
    """The plan that the options ask for.

    Raises:
        UsageError: options that contradict each other or leave nothing to build, or values that WSL would not read.
    """
    for flag, value in (("--runs", options.runs), ("-p", options.parallelism), ("--time-limit", options.time_limit)):
        if value is not None and value <= 0:
            raise UsageError(
                Text("{flag} {value} would build nothing", flag=flag, value=f"{value:g}"),
                on_disk=Text("unchanged"),
                next_step=Text("use a number above 0"),
            )
    if options.as_is and (options.before or options.after):
        raise UsageError(Text("--as-is measures the current settings; omit --before and --after"))
    runs = QUICK_RUNS if options.quick else options.runs
    sides = _sides(options, paths)
    restart = not options.as_is and any(side.settings for side in sides)
    return BenchPlan(
        project=guest_path(paths, options.project),
        sides=sides,
        legs=there_and_back(sides, runs, order=options.order) if len(sides) > 1 else (Leg(sides[0].name, runs),),
        command=tuple(shlex.split(options.command)) if options.command else BUILD,
        distribution=options.distribution,
        restart=restart,
        warm=options.warm,
        quick=options.quick,
        afterwards=Afterwards.LAST_SIDE if options.keep else Afterwards.RESTORED,
        time_limit=Seconds(options.time_limit),
        force_shutdown=options.force_shutdown,
        accept_small=options.yes,
    )


def _sides(options: argparse.Namespace, paths: MachinePaths) -> tuple[Side, ...]:
    flags = goflag(f"p={options.parallelism}") if options.parallelism else ()
    if options.sweep:
        return _sweep(options.sweep, flags)
    if options.as_is:
        return (Side("before", goflags=flags),)
    before = Side("before", _parsed(options, paths, options.before) if options.before else (), flags)
    after = Side("after", _parsed(options, paths, options.after or "memory=auto,swap=auto"), flags)
    return before, after


def _sweep(text: str, flags: tuple[str, ...]) -> tuple[Side, ...]:
    name, equals, values = text.partition("=")
    points = [f"{name}={value}" for value in values.split(",") if value]
    if not equals or not points:
        raise UsageError(
            Text("--sweep {text} has no values", text=text), next_step=Text("for example: --sweep p=1,2,4")
        )
    return tuple(_point(name, point, flags) for point in points)


def _point(name: str, point: str, flags: tuple[str, ...]) -> Side:
    value = point.partition("=")[2]
    if name in KEYS:
        return Side(point, ((KEYS[name], settings.check(name, value)),), flags)
    if name.isupper():
        return Side(point, goflags=flags, environment=((name, value),))
    return Side(point, goflags=(*flags, *goflag(point)))


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
