"""Write what is made by a program, or check that it is up to date.

    python -m lab.generate [--check] [NAME ...]

Without a NAME: all that take seconds. `--list` tells the names.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from lab.generate.generator import ROOT, Generator, stale, write

GENERATORS = (
    Generator("catalogue", "the translations: what the code says, and what is read at run time", "generate.catalogue"),
    Generator("man", "docs/man/wslmem.1, from the parsers and docs/scripts.md", "generate.man"),
    Generator("schemas", "JSON schemas, from the types", "generate.schemas"),
    Generator(
        "rules", "the table of rules in docs/wslconfig.md, from what is said of an example of each", "generate.rules"
    ),
    Generator("example", "docs/reports/example.*, from its saved benchmark", "generate.example_report"),
    Generator("decisions", "the index of docs/decisions, from the first lines of each", "generate.decisions"),
    Generator(
        "what-builds-say",
        "docs/what-builds-say.md: what tools print when they are killed, from lab.kills",
        "generate.what_builds_say",
    ),
    Generator("claims", "docs/sizing/claims.md, from the measurements", "sizing.claims"),
    Generator("blind", "docs/sizing/blind.md: what was estimated before it was measured", "sizing.blind"),
    Generator("calibration", "the constants of the model, fitted to the measurements (15 s)", "sizing.fit", slow=True),
    Generator(
        "accuracy", "docs/sizing/accuracy.md: estimates of unknown projects (10 min)", "sizing.accuracy", slow=True
    ),
    Generator("screens", "the pictures in docs/screens (10 min, Chromium, root)", "generate.screens", slow=True),
    Generator(
        "standard-library",
        "what a scan without Go knows of it (needs Go)",
        "generate.standard_library",
        slow=True,
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the generators named; the exit code is 1 where `--check` found something to do."""
    known = {generator.name: generator for generator in GENERATORS}
    parser = argparse.ArgumentParser("python -m lab.generate", description="Write what is made by a program.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where something is stale")
    parser.add_argument("--list", action="store_true", help="tell the names, and what each makes")
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to make (default: all that take seconds)")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - known.keys():
        parser.error(f"nothing is called {', '.join(sorted(unknown))}; known are {', '.join(known)}")
    if options.list:
        for generator in GENERATORS:
            print(f"{generator.name:17} {generator.says}")
        return 0
    chosen = [known[name] for name in options.names] or [one for one in GENERATORS if not one.slow]
    return max((_check if options.check else _write)(generator) for generator in chosen)


def _check(generator: Generator) -> int:
    wrong = list(stale(generator.made()))
    for text in wrong:
        print(text)
    if wrong:
        print(f"To make it anew: python -m lab.generate {generator.name}", file=sys.stderr)
    return int(bool(wrong))


def _write(generator: Generator) -> int:
    for path in write(generator.made()):
        print(f"{generator.name}: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
