"""How long a scan takes beside the least it could: `go list -deps` alone, and reading the files alone.

    python -m lab.benchmarks.scan [PROJECT]

Without PROJECT a monorepo of 3,000 packages and 34,000 files is generated in a temporary folder. Each figure is the
median of five runs with a warm page cache; the runs of the two sides alternate.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from wslmem.machine.project import go_list, go_toolchain, project_scan

PACKAGES = 3000
FILES = 34_000
RUNS = 5
EXACT_LIMIT = 1.5
"""A scan may take this many times as long as `go list -deps`."""
WALK_LIMIT = 3.0
"""A walk may take this many times as long as reading the files it reads."""

BODY = """
// F{n} does what F{n} does.
func F{n}(x int) int {{
\ty := x * {n}
\tfor y > 7 {{
\t\ty -= 3
\t}}
\treturn y
}}
"""


def generate(root: Path) -> Path:
    """A module with `PACKAGES` packages, each importing some of those before it, and one main package."""
    (root / "go.mod").write_text("module example.com/mono\n\ngo 1.22\n")
    for index in range(PACKAGES):
        folder = root / f"team{index % 40}" / f"p{index}"
        folder.mkdir(parents=True)
        needed = sorted({index * 7 // 11 % max(index, 1), index // 2, index // 3}) if index else []
        imports = "".join(f'\t_ "example.com/mono/team{one % 40}/p{one}"\n' for one in needed)
        for number in range(FILES // PACKAGES):
            head = f"package p{index}\n" + (f"\nimport (\n{imports})\n" if number == 0 and imports else "")
            body = "".join(BODY.format(n=number * 100 + function) for function in range(20))
            (folder / f"f{number}.go").write_text(head + body)
    (root / "main.go").write_text("package main\n\nfunc main() {}\n")
    return root


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def read_all(root: Path) -> int:
    """Read every Go file below `root`, as a walk has to."""
    total = 0
    for here, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name[0] not in "._"]
        for name in names:
            if name.endswith(".go"):
                with open(os.path.join(here, name), "rb") as file:  # noqa: PTH118, PTH123  the least it could cost
                    total += len(file.read())
    return total


def compare(name: str, ours: Callable[[], object], least: Callable[[], object], limit: float) -> bool:
    """Print the medians of both and their ratio; False when it is above `limit`."""
    pairs = [(seconds(least), seconds(ours)) for _ in range(RUNS + 1)][1:]
    base, own = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(own / base for base, own in pairs)
    print(f"{name}: {own:.2f} s, the least {base:.2f} s, ratio {ratio:.2f} (limit {limit})")
    return ratio <= limit


def main() -> None:
    go = go_toolchain.find()
    if go is None:
        raise SystemExit("needs a Go toolchain")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else generate(Path(folder))
        command = [str(go), *go_list.arguments(["./..."], "")]
        plain = lambda: subprocess.run(  # noqa: E731
            command, cwd=root, env=go_toolchain.environment(), capture_output=True, check=True
        )
        exact = compare("scan over go list -deps", lambda: project_scan.scan(root, go=go), plain, EXACT_LIMIT)
        walk = compare(
            "walk over reading the files", lambda: project_scan.scan(root, go=None), lambda: read_all(root), WALK_LIMIT
        )
    sys.exit(not (exact and walk))


if __name__ == "__main__":
    main()
