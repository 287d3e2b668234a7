"""What a scan takes beside the least it could: `go list -deps -json` alone, and reading the files alone.

    python -m lab.benchmarks.scan [--beside FOLDER] [--walk] [PROJECT...]

Each PROJECT is a folder that `go build` builds. For each a row of processor seconds, of user and kernel, children
included: `wslmem scan` that knows nothing (first), that knows the modules and the standard library but not the project
(known), after a file of the project was edited, and again; each with its ratio to `go list -deps -json ./...`, and the
peak memory of a first scan. FOLDER holds another version of the package `wslmem`, whose first scan is told beside
(`git archive af4479b wslmem | tar -x -C FOLDER`). The figures are the least of runs in turn, with a warm page cache:
what other processes do only adds.

Without PROJECT a monorepo of 3,000 packages and 33,000 small files is generated in a temporary folder, and told are the
same seconds of a scan beside those of `go list -deps`, and of a walk without a toolchain beside those of reading all Go
files below the folder. With --walk the latter are told of each PROJECT; what a walk takes there beyond reading grows
with the text in packages of `glance.SMALL` and more, so that no limit is set.
"""

from __future__ import annotations

import argparse
import compileall
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from wslmem.machine.project import go_list, go_toolchain, package_memory, project_scan

ROOT = Path(__file__).parents[2]
PACKAGES = 3000
FILES = 34_000
RUNS = 5
WALK_LIMIT = 1.5
"""A walk over small packages may take this many times as long as reading the files."""
LIMITS = {"first": 2.0, "known": 1.2, "edited": 1.1, "again": 1.05}
"""Processor time over that of `go list -deps -json`."""
MOST_MEMORY = 100
"""MiB of a first scan."""

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
    """Processor seconds of user and kernel, children included."""
    start = spent(resource.RUSAGE_SELF) + spent(resource.RUSAGE_CHILDREN)
    act()
    return spent(resource.RUSAGE_SELF) + spent(resource.RUSAGE_CHILDREN) - start


def spent(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


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


def compare(name: str, ours: Callable[[], object], least: Callable[[], object]) -> float:
    """Print the least of both, in turn, and give their ratio."""
    pairs = [(seconds(least), seconds(ours)) for _ in range(RUNS + 1)][1:]
    base, own = (min(pair[side] for pair in pairs) for side in (0, 1))
    print(f"{name}: {own:.2f} s, the least {base:.2f} s, ratio {own / base:.2f}")
    return own / base


def walk(root: Path) -> float:
    """How many times as long a walk takes as reading."""
    name = f"walk of {root} over reading its files"
    return compare(name, lambda: project_scan.scan(root, go=None), lambda: read_all(root))


def monorepo(go: Path) -> bool:
    """Time a scan and a walk of a generated project; False where one is above its limit."""
    with tempfile.TemporaryDirectory() as folder:
        root = generate(Path(folder))
        command = [str(go), *go_list.arguments(["./..."], "")]
        plain = lambda: subprocess.run(  # noqa: E731
            command, cwd=root, env=go_toolchain.environment(), capture_output=True, check=True
        )
        exact = compare("scan over go list -deps", lambda: project_scan.scan(root, go=go), plain)
        return (exact <= LIMITS["first"]) & (walk(root) <= WALK_LIMIT)


def used(command: list[str], root: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Processor seconds of a command with its children, and the peak of its own memory, MiB."""
    before = spent(resource.RUSAGE_CHILDREN)
    child = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} in {root}: exit {child.returncode}")
    return spent(resource.RUSAGE_CHILDREN) - before, usage.ru_maxrss / 1024


def round_of(root: Path, go: Path, state: Path, beside: Path | None) -> dict[str, tuple[float, float]]:
    """Each kind of scan once."""
    scan = [sys.executable, "-m", "wslmem", "scan", str(root)]
    environment = os.environ | {"WSLMEM_STATE": str(state), "GOTOOLCHAIN": "local", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # with it a project is compiled at each start, as nobody has it
    shutil.rmtree(state, ignore_errors=True)
    found = {"go list": used([str(go), "list", "-deps", "-json", "./..."], root, environment)}
    if beside is not None:
        other = environment | {"PYTHONPATH": str(beside), "WSLMEM_STATE": f"{state}-beside"}
        shutil.rmtree(f"{state}-beside", ignore_errors=True)
        found["beside"] = used(scan, root, other)
    found["first"] = used(scan, root, environment)
    found["again"] = used(scan, root, environment)
    edited = own_file(root, go)
    text = edited.read_bytes()
    try:
        edited.write_bytes(text + b"\n// Edited.\n")
        found["edited"] = used(scan, root, environment)
    finally:
        edited.write_bytes(text)
    shutil.rmtree(state / "scans")
    forget_own(root, state)
    found["known"] = used(scan, root, environment)
    return found


def own_file(root: Path, go: Path) -> Path:
    """A Go file of the project itself."""
    template = "{{if .GoFiles}}{{.Dir}}/{{index .GoFiles 0}}{{end}}"
    told = subprocess.run(
        [str(go), "list", "-f", template, "./..."],
        cwd=root,
        env=go_toolchain.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    files = told.stdout.split("\n")
    return Path(next(line for line in files[len(files) // 2 :] + files if line))


def forget_own(root: Path, state: Path) -> None:
    """Take away what is remembered of packages of the project itself."""
    with closing(sqlite3.connect(state / package_memory.FILE)) as database, database:
        database.execute("delete from shelf where name = ?", (package_memory.own(root).encode(),))


def project(root: Path, go: Path, beside: Path | None) -> bool:
    """Print the row of one project; False where a figure is above its limit."""
    with tempfile.TemporaryDirectory() as folder:
        rounds = [round_of(root, go, Path(folder) / "state", beside) for _ in range(RUNS + 1)][1:]
    least = min(one["go list"][0] for one in rounds)
    cells, good = [root.name, f"{least:.2f} s"], True
    for kind in (*(["beside"] if beside is not None else []), *LIMITS):
        ratio = min(one[kind][0] for one in rounds) / least
        cells.append(f"{ratio:.2f}")
        good = good and ratio <= LIMITS.get(kind, ratio)
    memory = max(one["first"][1] for one in rounds)
    print(f"| {' | '.join([*cells, f'{memory:.0f} MiB'])} |", flush=True)
    return good and memory <= MOST_MEMORY


def main() -> None:
    go = go_toolchain.find()
    if go is None:
        raise SystemExit("needs a Go toolchain")
    parser = argparse.ArgumentParser()
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--walk", action="store_true")
    parser.add_argument("projects", nargs="*", type=Path)
    given = parser.parse_args()
    for folder in (ROOT, given.beside):
        if folder is not None:
            compileall.compile_dir(folder / "wslmem", quiet=1)  # as it is when it was installed
    if not given.projects:
        sys.exit(not monorepo(go))
    if given.walk:
        for root in given.projects:
            walk(root.resolve())
        return
    heads = ["project", "go list", *(["beside"] if given.beside else []), *LIMITS, "memory"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    good = [project(root.resolve(), go, given.beside) for root in given.projects]
    sys.exit(not all(good))


if __name__ == "__main__":
    main()
