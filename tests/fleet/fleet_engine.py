"""Makes the calls that DSC makes, in its order, by what the manifest says, and checks what an engine checks.

As a program it stands in for `dsc`: `config set` with the document on stdin, and `resource get|test|set|export`. As the
engine does, it finds the manifest on PATH.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema

KNOWN = {"$schema", "type", "version", "description", "tags", "get", "test", "set", "export", "schema"}
"""Keys at the root of a manifest; with any other an engine does not list the resource."""
TYPE = "WslMem/Config"
FAILED = 2
"""Exit code of an engine whose resource failed."""


@dataclass
class Called:
    """One call of the program."""

    code: int
    lines: list[Any]
    """stdout, each line as JSON."""
    stderr: str


class ResourceError(RuntimeError):
    """What an engine shows of a resource that failed."""


class Engine:
    """An engine of one version, with one resource."""

    def __init__(self, run: Callable[..., Called], version: str, manifest: str) -> None:
        self.run = run
        self.version = version
        self.manifest = json.loads(manifest)
        assert set(self.manifest) <= KNOWN, "engines refuse unknown keys"
        self.before: dict[str, Any] = {}
        """The state before the last `set`, as an engine tells it."""
        self.schema = self.run(*self.manifest["schema"]["command"]["args"]).lines[0]

    def get(self, instance: dict[str, Any]) -> dict[str, Any]:
        return self._instance(self._call("get", instance), 1)[0]

    def test(self, instance: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        state, names = self._instance(self._call("test", instance), 2)
        if not isinstance(state.get("_inDesiredState"), bool):
            raise TypeError("'_inDesiredState' is not a boolean")
        return state, names

    def set(self, instance: dict[str, Any], *, what_if: bool = False) -> tuple[dict[str, Any], list[str]]:
        if what_if and self.version == "3.1":
            return self.test(instance)
        if what_if:
            self.before = self.get(instance)
            return self._instance(self._call("set", instance, "--what-if"), 1)[0], []
        state, _ = self.test(instance)
        if state["_inDesiredState"]:
            self.before = instance
            return state, []
        self.before = self.get(instance)
        after, names = self._instance(self._call("set", instance), 2)
        return after, names

    def export(self) -> list[dict[str, Any]]:
        called = self._call("export", None)
        for line in called.lines:
            jsonschema.validate(line, self.schema)
        return called.lines

    def _call(self, operation: str, instance: dict[str, Any] | None, *more: str) -> Called:
        words = []
        for word in self.manifest[operation]["args"]:
            if isinstance(word, str):
                words.append(word)
            elif "jsonInputArg" in word and instance is not None:
                words += [word["jsonInputArg"], json.dumps(instance, separators=(",", ":"))]
            elif "whatIfArg" in word and more:
                words.append(word["whatIfArg"])
        called = self.run(*words)
        if called.code:
            errors = [json.loads(line) for line in called.stderr.splitlines()]
            raise ResourceError("; ".join(one["error"] for one in errors if "error" in one))
        return called

    def _instance(self, called: Called, lines: int) -> list[Any]:
        assert len(called.lines) == lines
        jsonschema.validate(called.lines[0], self.schema)
        assert "_inDesiredState" not in (called.lines[1] if lines > 1 else [])
        return called.lines


def found(search: str) -> tuple[Path, dict[str, Any]]:
    """The manifest of the resource in the folders of a PATH, not below them."""
    for folder in filter(None, search.split(os.pathsep)):
        for path in sorted(Path(folder).glob("*.dsc.resource.json")):
            manifest = json.loads(path.read_text(encoding="utf-8"))
            if manifest["type"] == TYPE:
                return path, manifest
    sys.exit(7)


def of_path() -> Engine:
    """An engine of 3.3 for the resource on PATH, called as a program."""
    path, manifest = found(os.environ["PATH"])

    def run(*words: str) -> Called:
        act = [manifest["get"]["executable"], *words]
        done = subprocess.run(
            act, cwd=path.parent, stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True
        )
        return Called(done.returncode, [json.loads(one) for one in done.stdout.splitlines()], done.stderr)

    return Engine(run, "3.3", json.dumps(manifest))


def configured(document: dict[str, Any], *, what_if: bool) -> dict[str, Any]:
    """What `dsc config set` of 3.3 prints for a document of our resource alone."""
    engine = of_path()
    results, restarts = [], []
    for one in document["resources"]:
        assert one["type"] == TYPE
        after, names = engine.set(one["properties"], what_if=what_if)
        restarts += after.get("_restartRequired", [])
        if what_if:
            names = [name for name in after if after[name] != engine.before.get(name)]
        metadata = {"Microsoft.DSC": {"duration": "PT0S"}} | after.pop("_metadata", {})
        result = {"beforeState": engine.before, "afterState": after, "changedProperties": names or None}
        results.append({"name": one["name"], "type": one["type"], "metadata": metadata, "result": result})
    told = {"operation": "set", "executionType": "whatIf" if what_if else "actual", "restartRequired": restarts or None}
    return {"executionInformation": told, "results": results, "messages": [], "hadErrors": False}


def asked(operation: str, instance: dict[str, Any]) -> dict[str, Any]:
    """What `dsc resource get`, `test` or `export` prints."""
    engine = of_path()
    if operation == "export":
        return {"resources": [{"type": TYPE, "name": "0", "properties": one} for one in engine.export()]}
    if operation == "get":
        return {"actualState": engine.get(instance)}
    state, names = engine.test(instance)
    return {"actualState": state, "inDesiredState": state.pop("_inDesiredState"), "differingProperties": names}


def main(words: list[str]) -> int:
    """`dsc config set` and `dsc resource`, as the Ansible module and the tests call them."""
    if "--version" in words:
        sys.stdout.write("dsc 3.3.0-stand-in\n")
        return 0
    try:
        if "resource" in words:
            given = json.loads(words[words.index("--input") + 1]) if "--input" in words else {}
            told = asked(words[words.index("resource") + 1], given)
        else:
            assert words[words.index("config") + 1] == "set"
            told = configured(json.load(sys.stdin), what_if="--what-if" in words)
    except ResourceError as error:
        sys.stderr.write(f"2026-11-29T00:00:00.000000Z ERROR {error}\n")
        return FAILED
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
