"""A real engine, `WSLMEM_DSC=PATH`: the cases of the small one, made by `dsc` itself.

It finds `wslmem` and its manifest on PATH, in a folder of the test; a note of each call shows in which order it calls.
What it said is kept beside the test as `golden/dsc-VERSION.json` with `WSLMEM_GOLDEN=write`.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from fleet_engine import TYPE, ResourceError

GOLDEN = Path(__file__).parent / "golden"


def program(folder: Path, calls: Path) -> None:
    """`wslmem` in `folder`, which notes each operation in `calls`."""
    script = folder / "wslmem"
    note = f'printf "%s\\n" "$2" >> {shlex.quote(str(calls))}'
    act = shlex.join([sys.executable, "-m", "wslmem"])
    script.write_text(f'#!/bin/sh\n{note}\nexec {act} "$@"\n', encoding="utf-8")
    script.chmod(0o755)


class Real:
    """`dsc`, with what the tests ask of an engine."""

    def __init__(self, dsc: str, computer: Any, folder: Path) -> None:
        self.computer = computer
        self._dsc, self._calls = dsc, folder / "calls.log"
        program(folder, self._calls)
        self._env = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
        self.number = subprocess.run([dsc, "--version"], check=True, capture_output=True, text=True).stdout.split()[-1]
        self.version = ".".join(self.number.split(".")[:2])
        self.said: list[dict[str, Any]] = []

    def get(self, instance: dict[str, Any]) -> dict[str, Any]:
        return self._asked("get", instance)["actualState"]

    def test(self, instance: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        told = self._asked("test", instance)
        return told["actualState"] | {"_inDesiredState": told["inDesiredState"]}, told["differingProperties"] or []

    def set(self, instance: dict[str, Any], *, what_if: bool = False) -> tuple[dict[str, Any], list[str]]:
        if what_if:
            document = {"$schema": "https://aka.ms/dsc/schemas/v3/bundled/config/document.json"}
            document |= {"resources": [{"name": "one", "type": TYPE, "properties": instance}]}
            told = self._run("config", "set", "--what-if", "--file", "-", stdin=json.dumps(document))
            return told["results"][0]["result"]["afterState"], []
        told = self._asked("set", instance)
        return told["afterState"], told["changedProperties"] or []

    def export(self) -> list[dict[str, Any]]:
        told = self._run("resource", "export", "--resource", TYPE)
        return [one["properties"] for one in told["resources"]]

    def _asked(self, operation: str, instance: dict[str, Any]) -> dict[str, Any]:
        return self._run("resource", operation, "--resource", TYPE, "--input", json.dumps(instance))

    def _run(self, *words: str, stdin: str = "") -> dict[str, Any]:
        act = [self._dsc, "--trace-format", "plaintext", *words, "--output-format", "json"]
        done = subprocess.run(act, env=self._env, input=stdin, capture_output=True, check=False, text=True, timeout=300)
        if self._calls.exists():
            ours = self._calls.read_text(encoding="utf-8").split()
            self.computer.calls[:] = [one for one in ours if one != "schema"]
            self._calls.unlink()
        self.said.append({"asked": [*words], "code": done.returncode, "said": done.stdout, "told": done.stderr})
        if done.returncode:
            raise ResourceError(done.stderr)
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def keep(self, name: str) -> None:
        """Write what was said under the engine's version, the places of this machine left out."""
        path = GOLDEN / f"dsc-{self.number}.json"
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        path.parent.mkdir(exist_ok=True)
        text = json.dumps(known | {name: self.said}, indent=1, sort_keys=True)
        path.write_text(text.replace(str(self.computer.folder), "FOLDER") + "\n", encoding="utf-8")
