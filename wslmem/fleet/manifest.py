"""The manifest by which engines find the resource: made for the engine's version, put beside the program."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wslmem import __version__
from wslmem.cli import output
from wslmem.errors import Exit, NotFoundError
from wslmem.machine.files import files
from wslmem.machine.own import installed
from wslmem.text import Text
from wslmem.words import mark, say

if TYPE_CHECKING:
    Operations = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no other name for it

NAME = "wslmem.dsc.resource.json"
TYPE = "WslMem/Config"
URI = "https://aka.ms/dsc/schemas/v3/bundled/resource/manifest.json"
ENGINES = ("3.1", "3.2")
"""Versions that a manifest can be made for; 3.2 stands for it and later ones, which know what-if by argument."""
NEWEST = ENGINES[-1]


def add_arguments(operations: Operations) -> None:
    """Add `manifest` and `install`."""
    for name, told in (
        ("manifest", mark("the manifest of the resource")),
        ("install", mark("put it beside the program")),
    ):
        one = operations.add_parser(name, help=say(told), description=say(told))
        one.add_argument(
            "--for", dest="engine", choices=ENGINES, default=NEWEST, help=say("oldest version of the engine")
        )
        if name == "install":
            one.add_argument("--dir", metavar="DIR", help=say("folder (default: that of the wslmem program)"))


def manifest(engine: str, executable: str = "wslmem") -> dict[str, Any]:
    """The manifest for an engine of version `engine` or later.

    Input comes as an argument: engines of 3.1 to 3.2.1 leave a terminal as stdin of an export. `exitCodes` is left
    out, for it would replace our own words. An engine refuses a manifest with a key that it does not know.
    """

    def call(operation: str, *more: Any) -> dict[str, Any]:  # noqa: ANN401 - words, or an object for what-if
        return {
            "executable": executable,
            "args": ["dsc", operation, {"jsonInputArg": "--input", "mandatory": False}, *more],
        }

    change = call("set") | {"implementsPretest": False, "handlesExist": True, "return": "stateAndDiff"}
    if engine != "3.1":
        change = call("set", {"whatIfArg": "--what-if"}) | {
            "implementsPretest": False,
            "handlesExist": True,
            "return": "stateAndDiff",
            "whatIfReturns": "state",
        }
    return {
        "$schema": URI,
        "type": TYPE,
        "version": __version__,
        "description": "Memory, swap and processors of WSL2 in a person's .wslconfig, edited to the byte.",
        "tags": ["WSL", "memory", "developer"],
        "get": call("get"),
        "test": call("test") | {"return": "stateAndDiff"},
        "set": change,
        "export": call("export"),
        "schema": {"command": {"executable": executable, "args": ["dsc", "schema"]}},
    }


def for_engines(generated: dict[str, Any]) -> dict[str, Any]:
    """The schema of an instance as an engine wants it: nothing required or unknown, what only we set read-only."""
    properties = {name: value for name, value in generated["properties"].items() if name != "schema"}
    for name in ("_inDesiredState", "_restartRequired", "_metadata"):
        properties[name] = properties[name] | {"readOnly": True}
    whole = {key: value for key, value in generated.items() if key not in ("required", "properties", "$defs")}
    parts = {
        name: {key: value for key, value in part.items() if key != "required"}
        for name, part in generated["$defs"].items()
    }
    return whole | {"properties": properties, "additionalProperties": False, "$defs": parts}


def text(engine: str) -> str:
    """The manifest as a file has it, with a newline at its end."""
    return json.dumps(manifest(engine), indent=2) + "\n"


def show(options: argparse.Namespace) -> Exit:
    """Print the manifest."""
    output.result(text(options.engine))
    return Exit.OK


def install(options: argparse.Namespace) -> Exit:
    """Write the manifest where engines look: beside the program, which is on PATH."""
    folder = Path(options.dir) if options.dir else _beside()
    path = folder / NAME
    files.write_state(path, text(options.engine).encode("ascii"))
    output.result(str(path))
    return Exit.OK


def _beside() -> Path:
    folder = installed.folder()
    if folder is None:
        raise NotFoundError(
            Text("the program wslmem is not on PATH, where engines look for it"),
            on_disk=Text("unchanged"),
            next_step=Text("install it with pipx or uv, or name a folder on PATH with --dir"),
        )
    return folder
