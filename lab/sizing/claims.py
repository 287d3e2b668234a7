"""What is often said of Go builds and memory, beside what was measured: docs/sizing/claims.md."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from statistics import fmean

from lab.generate.generator import ROOT
from lab.sizing import record

Key = tuple[str, str, int, str]
"""(kind, project, -p, environment)"""


def measured() -> dict[Key, dict[str, float]]:
    """The mean figures of all runs that ended, by what was run."""
    found: dict[Key, list[dict[str, str]]] = defaultdict(list)
    for row in record.builds():
        kind = "peak" if row["kind"] == "free" else row["kind"]
        if row["outcome"] == "ok":
            found[kind, row["project"], int(row["p"]), row["environment"]].append(row)
    figures = ("peak_mb", "link_peak_mb", "wall_s", "cpu_s")
    return {key: {name: fmean(float(row[name]) for row in rows) for name in figures} for key, rows in found.items()}


def sweep(runs: dict[Key, dict[str, float]]) -> str:
    """Peaks by -p."""
    projects = sorted({name for kind, name, _, environment in runs if kind == "peak" and not environment})
    lines = [
        "| project | " + " | ".join(f"-p {p}" for p in (1, 2, 4, 8)) + " | 150 MB x 8 would be off by |",
        "|---" * 6 + "|",
    ]
    for name in projects:
        peaks = [runs.get(("peak", name, p, "")) for p in (1, 2, 4, 8)]
        if sum(peak is not None for peak in peaks) > 1:
            cells = [f"{peak['peak_mb']:.0f}" if peak else "" for peak in peaks]
            off = f"{1200 / peaks[3]['peak_mb'] - 1:+.0%}" if peaks[3] else ""
            lines.append(f"| {name} | " + " | ".join(cells) + f" | {off} |")
    return "\n".join(lines)


def settings(runs: dict[Key, dict[str, float]], kind: str, *names: str) -> str:
    """The same build with and without each setting whose name begins with one of `names`."""
    lines = ["| project | -p | setting | peak MiB | against default | processor time |", "|---" * 6 + "|"]
    for (its_kind, name, p, environment), figures in sorted(runs.items()):
        plain = runs.get((kind, name, p, ""))
        if its_kind == kind and plain and environment.startswith(names):
            change = figures["peak_mb"] / plain["peak_mb"] - 1
            time = figures["cpu_s"] / plain["cpu_s"] - 1
            setting = environment.rstrip("=")
            peak = f"{figures['peak_mb']:.0f}"
            lines.append(f"| {name} | {p} | `{setting}` | {peak} | {change:+.0%} | {time:+.0%} |")
    return "\n".join(lines)


def text() -> str:
    runs = measured()
    return f"""# Claims about Go builds and memory, as experiments

Written by `python -m lab.generate claims` from `lab/sizing/data/runs.csv.xz`; do not edit. All figures are peaks of
anonymous memory in MiB of cold builds, measured on two processors. Each experiment can be repeated on any project with
the command given.

## "Memory grows with -p, about 150 MB a worker"

Not as a rule. Every build begins with the compile of package `runtime`, some 275 MiB even at `-p 1`; one giant
package sets the level of its build at any `-p`; only where many packages of a size wait at the same time does more
`-p` mean more memory.

    wslmem bench PROJECT --sweep p=1,2,4,8

{sweep(runs)}

## "`-ldflags='-s -w'` halves the memory", "`GOGC=100` changes nothing, it is the default"

`-s -w` lowers the link, and so a warm rebuild, but not a cold build whose peak is set by compiles. Setting `GOGC` to
*anything*, its default included, takes the compiler's starting heap of 128 MB away
(`cmd/compile/internal/gc/main.go`); so do `GOMEMLIMIT` and `-gcflags=all=-c=1`.

    wslmem bench PROJECT --command "go build -ldflags='-s -w' ./..."
    wslmem bench PROJECT --command "env GOGC=100 go build ./..."

Cold builds:

{settings(runs, "peak", "-gcflags", "-ldflags", "GO")}

Warm rebuilds, which link only:

{settings(runs, "warm", "-ldflags")}

## "`CGO_ENABLED=0` lowers the memory"

Only where a C file is what the peak is made of, as in `sqlite3` (in `accuracy.md`), and such a program does not build
without. All other builds of these tables ran with `CGO_ENABLED=0`; with it on, net and os/user are compiled another
way, and the peak stays where it was.

    wslmem bench PROJECT --sweep CGO_ENABLED=0,1

The first row is the default itself, measured on the same day as the second: compare these two.

{settings(runs, "peak", "CGO_ENABLED")}

## "`-a` rebuilds cleanly and saves memory"

It compiles everything again: a warm rebuild, which would only link, becomes a cold build.

    wslmem bench PROJECT --command "go build -a ./..."

{settings(runs, "warm", "-a")}

## "Swap rescues builds"

It does: fzf, under a limit of 0.8 of its peak, was killed in 6 of 6 builds without swap and completed in 3 of 3 with
4 GB of it, 151 MiB written to swap (`docs/benchmark-method.md`). How far below its peak a build can go is not measured
here.

    wslmem bench PROJECT --before memory=2GB,swap=0 --after memory=2GB,swap=4GB
"""


def made() -> dict[Path, bytes]:
    """The page by its path."""
    return {ROOT / "docs" / "sizing" / "claims.md": text().encode()}
