"""A real engine, `WSLMEM_DSC=PATH`: the cases of the small one, made by `dsc` itself.

It finds `wslmem` and its manifest on PATH, in a folder of the test; a note of each call shows in which order it calls.
What it said is kept beside the test as `golden/dsc-VERSION.json.xz` with `WSLMEM_GOLDEN=write`.
"""

from __future__ import annotations

import json
import lzma
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from fleet_engine import TYPE, ResourceError

GOLDEN = Path(__file__).parent / "golden"
PASSING = ((r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)", "TIME"), (r"PT[\d.]+S", "PT0S"), (r"\bPID \d+", "PID 1"))
"""What differs from run to run, and what stands for it."""


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
        self._folder = folder
        self.number = subprocess.run([dsc, "--version"], check=True, capture_output=True, text=True).stdout.split()[-1]
        self.version = ".".join(self.number.split(".")[:2])
        self.said: list[dict[str, Any]] = []

    def get(self, instance: dict[str, Any]) -> dict[str, Any]:
        return self._asked("get", instance)["actualState"]

    def test(self, instance: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        told = self._asked("test", instance)
        return told["actualState"] | {"_inDesiredState": told["inDesiredState"]}, told["differingProperties"] or []

    def set(self, instance: dict[str, Any], *, what_if: bool = False) -> tuple[dict[str, Any], list[str]]:
        # By a document, as fleets do it: `resource set` calls without a test before it.
        document = {"$schema": "https://aka.ms/dsc/schemas/v3/bundled/config/document.json"}
        document |= {"resources": [{"name": "one", "type": TYPE, "properties": instance}]}
        words = ("config", "set", *(["--what-if"] if what_if else []), "--file", "-")
        (told,) = self._run(*words, stdin=json.dumps(document))["results"]
        after = told["result"]["afterState"]
        told["metadata"].pop("Microsoft.DSC", None)  # what is left the engine has taken from the state
        if told["metadata"]:
            after |= {"_metadata": told["metadata"]}
        return after, told["result"]["changedProperties"] or []

    def export(self) -> list[dict[str, Any]]:
        told = self._run("resource", "export", "--resource", TYPE)
        return [one["properties"] for one in told["resources"]]

    def _asked(self, operation: str, instance: dict[str, Any]) -> dict[str, Any]:
        return self._run("resource", operation, "--resource", TYPE, "--input", json.dumps(instance))

    def _run(self, *words: str, stdin: str = "") -> dict[str, Any]:
        act = [self._dsc, "--trace-format", "plaintext", *words, "--output-format", "json"]
        env = os.environ | {"PATH": f"{self._folder}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(act, env=env, input=stdin, capture_output=True, check=False, text=True, timeout=300)
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
        """Write what was said under the engine's version; places, times and process ids are left out."""
        path = GOLDEN / f"dsc-{self.number}.json.xz"
        known = json.loads(lzma.decompress(path.read_bytes())) if path.exists() else {}
        path.parent.mkdir(exist_ok=True)
        text = json.dumps(known | {name: self.said}, indent=1, sort_keys=True)
        for pattern, instead in PASSING:
            text = re.sub(pattern, instead, text)
        path.write_bytes(lzma.compress(text.replace(str(self.computer.folder), "FOLDER").encode()))
