"""docs/what-builds-say.md: what real tools print when their worker is killed, from the record of `lab.kills`."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

from lab.generate.generator import ROOT
from wslmem.diagnosis.explain import explain

RECORD = ROOT / "tests" / "diagnosis" / "kills.json.xz"
PAGE = ROOT / "docs" / "what-builds-say.md"
WIDEST = 110
"""Characters of a quoted line."""
HEAD = """# What builds say

Real tools whose worker a real kernel killed for memory, in a memory cgroup (kernel 6.18, cgroup v1), recorded by
`python -m lab.kills` and made into this page by `python -m lab.generate what-builds-say`. Each row is a test:
`tests/diagnosis/test_kills.py`. *Nothing* means that neither the tool nor a shell above it says a word of the kill; an
interactive shell would print `Killed`, and else only a counter or the kernel's log can tell.

| tool | version | the line that tells it | exit code | what the kernel killed |
|---|---|---|---|---|
"""
LOOK_ALIKES = (
    ("`panic: test timed out after 2s`", "`go test -timeout`"),
    (
        "`compile: signal: terminated`, cargo's `(signal: 15, SIGTERM: ...)`",
        "asked to end: `timeout`, earlyoom, systemd",
    ),
    ("exit code 124, and nothing printed", "`timeout` at its limit; with `-s KILL` it is 137"),
    ("`link: mapping output file failed: no space left on device`", "GOTMPDIR is full, or a tmpfs that takes memory"),
    ("`compile: writing output: ...: file too large`", "`ulimit -f`"),
    ("`failed to reserve page summary memory`", "`ulimit -v`"),
    (
        "`runtime: out of memory`, `cc1: out of memory allocating`, `MemoryError`",
        "refused: the program gave up by itself",
    ),
    ("`FATAL ERROR: Reached heap limit`, exit code 134", "Node's own heap limit"),
    ("`OutOfMemoryError: Java heap space`", "the JVM's own heap limit"),
    ("`OutOfMemoryError: unable to create native thread`", "the number of processes; a larger -Xmx makes it worse"),
    ("cc1's `internal compiler error: Segmentation fault`", "the compiler's own fault"),
    ("exit code 0 below a killed `go tool`, `make | tee`, `find -exec`", "a kill: only the group's counter tells"),
)
"""Words, and what they are instead of a kill for memory."""


def row(told: dict[str, Any]) -> str:
    """One tool."""
    printed: list[str] = told["printed"]
    evidence = explain(["\n".join(printed).encode() + b"\n"]).evidence
    line = evidence[0].text.strip() if evidence else ""
    quoted = f"`{_cut(line)}`" if line else "nothing"
    names = ", ".join(f"`{name}`" for name in dict.fromkeys(told["killed"]))
    return f"| {told['tool']} | {told['version']} | {quoted} | {told['exit']} | {names} |\n"


def _cut(line: str) -> str:
    plain = " ".join(line.replace("`", "'").replace("|", "\\|").split())
    return plain if len(plain) <= WIDEST else f"{plain[: WIDEST - 3]}..."


def made() -> dict[Path, bytes]:
    """The page by its path."""
    rows = json.loads(lzma.decompress(RECORD.read_bytes()))
    alike = "".join(f"| {words.replace('|', chr(92) + '|')} | {what} |\n" for words, what in LOOK_ALIKES)
    tail = f"\n## What looks alike, and is something else\n\n| words | what they are |\n|---|---|\n{alike}"
    return {PAGE: (HEAD + "".join(row(one) for one in rows) + tail).encode()}
