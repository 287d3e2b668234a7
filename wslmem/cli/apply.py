"""`wslmem apply`, also spelled `wslmem --apply`: write settings, and on request prove them."""

from __future__ import annotations

import argparse

from wslmem.cli import apply_wslc, output
from wslmem.cli.machine import add_project, paths_of
from wslmem.cli.settings import Settings, add_settings, check, settings_of, wants_advice
from wslmem.errors import Exit, UsageError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.preferences import PROFILE_KEYS
from wslmem.text import Text
from wslmem.words import say
from wslmem.workflows.apply.events import ApplyRequest, Shutdown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only apply knows."""
    add_project(parser)
    add_settings(parser)
    parser.add_argument(
        "--wslc-memory",
        metavar="SIZE|default",
        help=say("memory of wslc's VM (containers of WSL), in its settings.yaml"),
    )
    parser.add_argument("--profile", metavar="NAME", help=say("use the settings saved under NAME in config.toml"))
    parser.add_argument(
        "--check", action="store_true", help=say("write nothing; exit with 2 if something would change")
    )
    parser.add_argument("--diff", action="store_true", help=say("print the changes as a unified diff"))
    parser.add_argument(
        "--shutdown",
        choices=("never", "ask", "now"),
        help=say("restart WSL so that the settings take effect (default: ask in a terminal, otherwise never)"),
    )
    parser.add_argument(
        "--force-shutdown",
        action="store_true",
        help=say("fall back to `wsl --shutdown --force`; unsaved work in WSL is lost"),
    )
    parser.add_argument(
        "--require-effective",
        action="store_true",
        help=say("exit with 3 if the running VM does not have the new limits"),
    )
    parser.add_argument(
        "--rollback",
        choices=("on", "off"),
        default="on",
        help=say("restore the old file if the restarted VM does not have the new limits (default: on)"),
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help=say("answer yes: restart WSL, and allow a memory= under 2GB or over the commit limit"),
    )


def run(options: argparse.Namespace) -> Exit:
    """Plan, show, write, prove."""
    paths = paths_of(options)
    wslc = apply_wslc.planned(options, paths)
    settings = () if apply_wslc.is_alone(options) else _settings(options, paths)
    if options.check:
        from wslmem.cli import apply_check

        return apply_check.check(options, paths, _request(options, settings), wslc)
    from wslmem.cli.apply_run import drive

    request = _request(options, settings)
    if options.yes or not _asks(options):
        return drive(options, paths, request, wslc)
    from wslmem.cli import apply_ask

    agreed = apply_ask.agreed(request, paths, wslc)
    return Exit.OK if agreed is None else drive(options, paths, agreed, wslc, asked=True)


def _settings(options: argparse.Namespace, paths: MachinePaths) -> Settings:
    if options.profile:
        _use_profile(options, paths)
    if not wants_advice(options):
        return settings_of(options, lambda _: None)
    from wslmem.cli.advice import advise

    advice = advise(options, paths)
    output.story(Text("{label}: {text}", label=Text("recommendation"), text=advice.headline))
    return settings_of(options, advice.value)


def _use_profile(options: argparse.Namespace, paths: MachinePaths) -> None:
    """Fill in the settings that the profile holds, as if they had been given; those that were given win."""
    from wslmem.machine.own import preferences

    known = preferences.read(paths.config_toml)
    profile = known.profile(options.profile)
    try:
        settings = {name: _fit(name, value) for name, value in profile.settings}
    except UsageError as error:
        error.place = Text("{file}, profile {name}", file=paths.config_toml, name=repr(profile.name))
        raise
    if not settings:
        raise UsageError(
            Text("the profile {name} sets nothing", name=repr(profile.name)),
            place=str(paths.config_toml),
            on_disk=Text("nothing changed"),
            next_step=Text("a profile sets: {names}", names=", ".join(PROFILE_KEYS)),
        )
    for name, value in settings.items():
        setattr(options, name, getattr(options, name) or value)
    for key in known.ignored:
        if key.startswith(f"profiles.{profile.name}."):
            output.warn(
                Text("{key} in config.toml is ignored: a profile sets {names}", key=key, names=", ".join(PROFILE_KEYS))
            )


def _fit(name: str, value: str) -> str:
    return value if value in ("default", "auto") else check(name, value)


def _request(options: argparse.Namespace, settings: Settings) -> ApplyRequest:
    return ApplyRequest(
        settings,
        shutdown=Shutdown.NOW if _restart_wanted(options) else Shutdown.NEVER,
        force_shutdown=options.force_shutdown,
        require_effective=options.require_effective,
        rollback=options.rollback == "on",
        distribution=options.distribution,
        accept_small=options.yes,
    )


def _restart_wanted(options: argparse.Namespace) -> bool:
    """What was said on the command line; who is asked, is asked by `apply_ask`."""
    return bool(options.shutdown == "now" or (options.yes and (options.shutdown == "ask" or _asks(options))))


def _asks(options: argparse.Namespace) -> bool:
    """Whether this is an apply that asks a person, unless --yes answers; the VM of wslc alone has no part in it."""
    return (
        options.shutdown in {None, "ask"}
        and output.is_terminal()
        and not (apply_wslc.is_alone(options) and options.shutdown is None)
    )
