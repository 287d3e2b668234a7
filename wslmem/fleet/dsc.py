"""`wslmem dsc`: the native DSC v3 resource `WslMem/Config`, for `dsc`, `winget configure` and `ansible.windows.dsc3`.

An engine starts one operation a process. The result is one JSON object a line on stdout, an error one JSON object a
line on stderr, which the engine shows as such; stdin is read only where it is no terminal and nothing else was given.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection, Mapping
from typing import Any

from wslmem.cli import output, streams
from wslmem.cli.machine import is_named, paths_of
from wslmem.errors import Exit, UsageError, WslmemError
from wslmem.fleet import configuration, machine, manifest
from wslmem.fleet.instance import SETTINGS, Desired, parse
from wslmem.fleet.machine import State
from wslmem.machine.host.paths import MachinePaths
from wslmem.sizing.policy import Decision
from wslmem.text import Text
from wslmem.words import mark, say

SERVICE = "WSLService"
"""The service that reads .wslconfig anew when it starts a VM."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only dsc knows."""
    operations = parser.add_subparsers(dest="operation", required=True, metavar="OPERATION")
    for name, told in (
        ("get", mark("what this computer has")),
        ("test", mark("whether it has what is asked for; writes nothing")),
        ("set", mark("make it so; nothing is written the second time")),
        ("export", mark("every instance of this computer")),
    ):
        one = operations.add_parser(name, help=say(told), description=say(told))
        one.add_argument(
            "--input", metavar="JSON", help=say("the instance (default: stdin, unless that is a terminal)")
        )
        if name == "set":
            one.add_argument("--what-if", action="store_true", help=say("show what would be done; write nothing"))
    operations.add_parser(
        "schema", help=say("the JSON schema of an instance"), description=say("the JSON schema of an instance")
    )
    manifest.add_arguments(operations)
    configuration.add_arguments(operations)


def run(options: argparse.Namespace) -> Exit:
    """Run one operation."""
    try:
        return _OPERATIONS[options.operation](options)
    except WslmemError as error:
        told = {"error": f"{error.cause}" + (f" ({error.place})" if error.place else "")}
        output.aloud(json.dumps(told))
        for name, part in (("on disk", error.on_disk), ("next", error.next_step)):
            if part:
                output.aloud(json.dumps({"info": f"{name}: {part}"}))
        return error.exit


def _get(options: argparse.Namespace) -> Exit:
    desired, paths = _asked(options), paths_of(options)
    first = machine.targets(paths, desired, named=is_named(options))[0]
    _print(_shown(machine.read(first), desired, _decided(desired, first)))
    return Exit.OK


def _test(options: argparse.Namespace) -> Exit:
    desired, paths = _asked(options), paths_of(options)
    state, decision, found = _compared(options, desired, paths)
    names = _names(found)
    _print(_shown(state, desired, decision, found) | {"_inDesiredState": not names})
    _print_list(names)
    return Exit.OK


def _set(options: argparse.Namespace) -> Exit:
    desired, paths = _asked(options), paths_of(options)
    state, decision, found = _compared(options, desired, paths)
    if options.what_if:
        return _what_if(desired, state, decision, found)
    changed: list[str] = []
    for one, names in found:
        if names:
            wanted, _ = machine.resolved(desired, one)
            machine.change(one, names, wanted, restart=desired.restart)
            changed += [name for name in names if name not in changed]
    after = machine.read(found[0][0])
    _print(_shown(after, desired, decision) | _waiting(desired, changed))
    _print_list(tuple(changed))
    return Exit.OK


def _what_if(desired: Desired, state: State, decision: Decision | None, found: machine.Compared) -> Exit:
    wanted, _ = machine.resolved(desired, found[0][0])
    told = [
        f"Would set {name} to {wanted[name]}" if wanted[name] is not None else f"Would remove {name}"
        for name in _names(found)
    ]
    if told and desired.restart:
        told.append("Would restart WSL")
    values = {name: wanted[name] if name in _names(found) else state.value(name) for name in SETTINGS}
    projected: dict[str, Any] = {"path": str(state.path)} | values
    projected["_exist"] = any(projected[name] is not None for name in SETTINGS)
    projected |= _waiting(desired, _names(found))
    # An engine takes each difference from what `get` tells for a change, that of the metadata too.
    metadata = _metadata(decision) | ({"whatIf": told} if told else {})
    _print(dict(desired.asked) | projected | ({"_metadata": metadata} if metadata else {}))
    return Exit.OK


def _waiting(desired: Desired, changed: Collection[str]) -> dict[str, Any]:
    """What an engine is to be told where a change has no effect before the next start of WSL."""
    return {"_restartRequired": [{"service": SERVICE}]} if changed and not desired.restart else {}


def _export(options: argparse.Namespace) -> Exit:
    desired, paths = _asked(options), paths_of(options)
    for one in machine.targets(paths, desired, named=is_named(options)):
        state = machine.read(one)
        _print({name: value for name, value in _shown(state, Desired(), None).items() if value is not None})
    return Exit.OK


def _schema(_: argparse.Namespace) -> Exit:
    from wslmem.report.schemas import schema

    output.result(json.dumps(manifest.for_engines(json.loads(schema("dsc")))))
    return Exit.OK


def _compared(
    options: argparse.Namespace, desired: Desired, paths: MachinePaths
) -> tuple[State, Decision | None, machine.Compared]:
    """The first file's state, how `auto` came out, and for each file what is not as asked."""
    found = []
    for one in machine.targets(paths, desired, named=is_named(options)):
        wanted, _ = machine.resolved(desired, one)
        found.append((one, machine.differing(machine.read(one), wanted)))
    first = next((one for one, names in found if names), found[0][0])
    return machine.read(first), _decided(desired, first), tuple(found)


def _decided(desired: Desired, paths: MachinePaths) -> Decision | None:
    return machine.resolved(desired, paths)[1]


def _shown(state: State, desired: Desired, decision: Decision | None, found: machine.Compared = ()) -> dict[str, Any]:
    """The instance as it is, every property that was asked for among it: an engine compares what it asked."""
    told = _metadata(decision)
    if desired.all_users and found:
        told["files"] = [{"path": str(one.wslconfig), "differing": list(names)} for one, names in found]
    asked = {name: value for name, value in desired.asked if name not in SETTINGS}
    held: dict[str, Any] = {"path": str(state.path)} | dict(state.values)
    return asked | held | {"_exist": state.exists} | ({"_metadata": told} if told else {})


def _metadata(decision: Decision | None) -> dict[str, Any]:
    if decision is None or decision.memory is None:
        return {}
    from wslmem.units import spell_size

    return {"decided": spell_size(decision.memory), "because": str(decision.because)}


def _names(found: machine.Compared) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, names in found for name in names))


def _asked(options: argparse.Namespace) -> Desired:
    if options.input is not None:
        return parse(options.input)
    try:
        return parse(streams.read_all())
    except (OSError, ValueError) as error:
        raise UsageError(Text("the input is no JSON: {why}", why=error), on_disk=Text("unchanged")) from error


def _print(instance: Mapping[str, Any]) -> None:
    output.result(json.dumps(instance, ensure_ascii=True))


def _print_list(names: tuple[str, ...]) -> None:
    output.result(json.dumps(list(names)))


_OPERATIONS = {
    "get": _get,
    "test": _test,
    "set": _set,
    "export": _export,
    "schema": _schema,
    "manifest": manifest.show,
    "install": manifest.install,
    "config": configuration.show,
}
