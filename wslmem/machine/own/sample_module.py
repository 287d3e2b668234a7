"""A Go module whose build needs much memory at once: one large generated package and a main, standard library only.

Below its need such a build is killed within seconds. Most other shapes stall instead, because their memory is spread
over many compiles and the kernel keeps reclaiming the pages of the compilers' own programs (measured, docs/sizing).
"""

from __future__ import annotations

from pathlib import Path

FUNCTIONS = 10_000
"""Functions of the generated package: about 2.3 MB of source, whose compile peaks near 700 MB (measured)."""

_MODULE = "module example.com/sample\n\ngo 1.22\n"

_MAIN = """package main

import (
\t"fmt"

\t"example.com/sample/tables"
)

func main() {
\tfmt.Println(tables.Sum(7))
}
"""

_HEADER = "// Code generated for the demo of wslmem. DO NOT EDIT.\n\npackage tables\n"

_FUNCTION = """
func f{n}(x int, names []string) int {{
\ttotal := {n}
\tfor i, name := range names {{
\t\tswitch (x + i) % 4 {{
\t\tcase 0:
\t\t\ttotal += len(name) * {odd}
\t\tcase 1:
\t\t\ttotal ^= x << {shift}
\t\tdefault:
\t\t\ttotal -= i
\t\t}}
\t}}
\treturn total
}}
"""

_SUM = """
// Sum keeps the functions alive.
func Sum(x int) int {{
\ttotal := 0
{calls}\treturn total
}}
"""


def write(folder: Path, *, functions: int = FUNCTIONS) -> Path:
    """Write the module into `folder`, which is made, and return the folder.

    Raises:
        OSError: the folder cannot be written.
    """
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    (folder / "go.mod").write_text(_MODULE, encoding="utf-8")
    (folder / "main.go").write_text(_MAIN, encoding="utf-8")
    (folder / "tables" / "tables.go").write_text(_tables(functions), encoding="utf-8")
    return folder


def _tables(functions: int) -> str:
    bodies = "".join(_FUNCTION.format(n=n, odd=2 * n + 1, shift=n % 13) for n in range(functions))
    calls = "".join(f"\ttotal += f{n}(x, nil)\n" for n in range(0, functions, 100))
    return _HEADER + bodies + _SUM.format(calls=calls)
