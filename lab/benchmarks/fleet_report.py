"""How long a fleet's report of 10,000 computers takes, and what it holds in memory; beside it polars on the same files.

    python -m lab.benchmarks.fleet_report [COMPUTERS]

The report is `wslmem report --fleet` in a process of its own, all three forms one after the other. polars, where it is
installed (`pip install polars`), does the part that it can: it reads the files and counts, for each computer and build,
where the memory is too small. CPU time is compared, for that is what a busy machine does not change.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

GIB = 1 << 30
POLARS = """
import sys
import polars
frame = polars.scan_ndjson(sys.argv[1], infer_schema_length=None).with_columns(
    memory=polars.col("effective").struct.field("memory").struct.field("value"))
builds = frame.explode("builds").drop_nulls("builds").select(
    part=1.25 * polars.col("builds").struct.field("peaks").list.last())
crossed = frame.select("memory").join(builds.head(9), how="cross").filter(polars.col("memory") < polars.col("part"))
print(crossed.select(polars.len()).collect().item())
"""


def document(number: int, dice: random.Random) -> dict[str, object]:
    """A computer as `wslmem status --json` tells it."""
    total = dice.choice([8, 16, 16, 32, 64]) * GIB - dice.randrange(200) * (1 << 20)
    size = dice.choice([None, 4, 8, 12])
    limit = min(total, size * GIB) if size else total // 2
    build = {
        "command": dice.choice(["go build ./...", "make", "cargo build"]), "folder": f"/home/u{number}/app",
        "peaks": [dice.randrange(GIB, 9 * GIB) for _ in range(3)], "jobs": None, "killed": 0, "last": "2026-11-28",
    }  # fmt: skip
    finding = {"rule": "size-lower-case", "line": 2, "severity": "error", "text": "`memory=8gb`: WSL ignores it"}
    return {
        "schema": "wslmem/status/1",
        "host": {
            "total": total, "available": total // 3, "processors": 8, "source": "windows", "commit_charge": total // 2,
            "commit_limit": total + 4 * GIB, "page_file": 4 * GIB, "page_file_most": None, "vm_working_set": None,
            "vm_private": None, "vm_process": None,
        },
        "wsl": {"path": "wsl.exe", "version": "2.6.1.0", "distributions": [], "problem": None},
        "file": {
            "path": f"C:\\Users\\u{number}\\.wslconfig", "exists": True, "findings": 0,
            "settings": {"wsl2.memory": f"{size}GB"} if size else {},
        },
        "effective": {
            "memory": {"value": limit, "source": "file" if size else "default"},
            "swap": {"value": 2 * GIB, "source": "default"}, "processors": {"value": 8, "source": "default"},
        },
        "vm": None, "pending": "not-running", "recommendation": None, "interrupted": [], "cautions": [],
        "computer": f"PC{number:05}", "taken": "2026-11-28T08:00:00Z", "wslmem": "0.1.0",
        "findings": [] if dice.randrange(10) else [finding], "builds": [] if dice.randrange(3) else [build],
        "other_processes": {"size": 400 << 20, "source": "estimated", "distribution": None},
    }  # fmt: skip


def measured(act: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a process of its own."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(act, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    dice = random.Random(20261129)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for number in range(count):
            (folder / f"pc{number:05}.json").write_text(json.dumps(document(number, dice)) + "\n", encoding="utf-8")
        ours = 0.0
        for form in ("md", "html", "csv"):
            words = ["report", "--fleet", scratch, "--memory", "auto", "--at-most", "12GB", "--format", form]
            wall, cpu = measured([sys.executable, "-m", "wslmem", *words])
            ours = ours or cpu
            print(f"{count} computers as {form:<5}{wall:6.2f} s   {cpu:5.2f} s of CPU")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"highest memory      {peak:6.0f} MiB")
        if find_spec("polars") is None:
            print("polars is not installed, so there is nothing to compare with")
            return
        wall, cpu = measured([sys.executable, "-c", POLARS, f"{scratch}/*.json"])
        print(f"polars, read and count alone {wall:6.2f} s   {cpu:5.2f} s of CPU; ours to it {ours / cpu:.2f}")


if __name__ == "__main__":
    main()
