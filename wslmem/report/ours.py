"""Whether a file is a report that wslmem has written, so that a newer one may take its place."""

from __future__ import annotations

from wslmem.patterns import lazy

GENERATOR = "wslmem"
"""Who made the page, as HTML tells it."""
HYPERFINE = lazy(
    rb'\{\s{1,4}"schema_version": 2,\s{1,4}"metadata": \{\s{1,8}"generator": "wslmem '
    rb'|\{\s{1,4}"results": \[\s{1,8}\{\s{1,8}"command": "[^"\n]{1,200} \((?:memory|swap|processors)='
)
"""Who made it; in files of version 1, which could not tell, the settings of WSL behind a command."""
CSV_HEADS = (b"side,setting_memory,setting_swap,", b",memory=,swap=,", b"computer,path,taken,wslmem,")
"""Of the first line of a CSV, for scripts and in the languages of readers."""
HEAD = 8192
"""Bytes in which an HTML page has said so."""


def is_report(data: bytes) -> bool:
    """Whether `data` is one of the forms of a report; a saved benchmark is none, for nothing else has what it holds."""
    return (
        any(head in data.partition(b"\n")[0] for head in CSV_HEADS)
        or (data.startswith(b"### ") and (b"\n| wslmem | " in data or b"\n<!-- wslmem fleet -->\n" in data))
        or f'<meta name="generator" content="{GENERATOR}'.encode() in data[:HEAD]
        or b"\nUnit sys-ns/op better=lower\nUnit peak-bytes better=lower\n" in data
        or HYPERFINE.match(data) is not None
    )
