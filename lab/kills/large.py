"""Write a source that takes a compiler much memory: `python -m lab.kills.large big.c 400000`."""

from __future__ import annotations

import sys
from pathlib import Path

from lab.kills.case import large_c


def fortran(lines: int) -> str:
    """An array of constants."""
    return f"program p\nreal :: x({lines}) = [&\n" + "1.0, &\n" * (lines - 1) + "2.0]\nprint *, x(3)\nend\n"


def rust(lines: int) -> str:
    """The same."""
    return f"pub static T: [[u32; 4]; {lines}] = [\n" + "[1, 2, 3, 4],\n" * lines + "];\nfn main() {}\n"


def go(lines: int) -> str:
    """A map that is filled at the start."""
    rows = "".join(f'{i}: {{"a{i}", "b"}},\n' for i in range(lines))
    return f"package main\n\nvar t = map[int][]string{{\n{rows}}}\n\nfunc main() {{ println(len(t)) }}\n"


def typescript(lines: int) -> str:
    """Constants, each of a type of its own."""
    return "".join(f"export const a{i} = {{ b: {i}, c: ['x', {i}] as const }};\n" for i in range(lines))


def haskell(lines: int) -> str:
    """A list of pairs."""
    rows = "".join(f'  , ({i}, "a{i}")\n' for i in range(lines))
    return f'module Main where\nt :: [(Int, String)]\nt = [(0, "")\n{rows}  ]\nmain :: IO ()\nmain = print (length t)\n'


def ocaml(lines: int) -> str:
    """The same."""
    rows = "".join(f'({i}, "a{i}");\n' for i in range(lines))
    return f"let t = [\n{rows}]\nlet () = print_int (List.length t)\n"


def java(_: int) -> str:
    """A program that holds what it can."""
    return (
        "public class Eat { public static void main(String[] a) { var l = new java.util.ArrayList<byte[]>(); "
        "while (true) { byte[] b = new byte[1 << 20]; java.util.Arrays.fill(b, (byte) 1); l.add(b); } } }\n"
    )


def kotlin(lines: int) -> str:
    """Lists, each of a type of its own."""
    return "".join(f'val a{i} = listOf(mapOf("x" to {i}), setOf({i}, "y"))\n' for i in range(lines))


FORMS = {
    ".f90": fortran,
    ".rs": rust,
    ".go": go,
    ".ts": typescript,
    ".hs": haskell,
    ".ml": ocaml,
    ".java": java,
    ".kt": kotlin,
}


def main(path: str, lines: int) -> None:
    """Write it, as the ending of its name asks."""
    form = FORMS.get(Path(path).suffix, large_c)
    Path(path).write_text(form(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
