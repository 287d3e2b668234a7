"""The self test on a hosted machine: `python self_test.py JOB OUT [--restart]`.

Every row that docs/windows-truth.md gives to JOB has to be seen and to hold: one that says "not seen" there has no
witness. The table goes into OUT and, on GitHub, into the summary of the run.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

TRUTH = Path(__file__).parents[3] / "docs" / "windows-truth.md"
ROW = re.compile(r"^\|.*\| ([^|]+) \| `selftest ([a-z0-9-]+)` \|$", re.MULTILINE)
HOLDS = "holds"


def promised(job: str) -> list[str]:
    """The rows that the job is said to witness."""
    return [name for jobs, name in ROW.findall(TRUTH.read_text(encoding="utf-8")) if job in jobs.split(", ")]


def unwitnessed(job: str, told: Any) -> list[str]:
    """What is not as promised, a line each: rows of the job that were not seen, and all that do not hold."""
    rows = {one["name"]: one for one in told["checks"]}
    missing = [f"{name}: no such row" for name in promised(job) if name not in rows]
    wanted = {*promised(job), *(name for name, row in rows.items() if row["truth"] == "does not hold")}
    wrong = [row for name, row in rows.items() if name in wanted and row["truth"] != HOLDS]
    return [*missing, *(f"{row['name']}: {row['truth']}: {row['seen']}" for row in wrong)]


def in_a_console() -> dict[str, Any]:
    """A console of its own, whose window is not shown: rows look at it, and a runner may have none."""
    if sys.platform != "win32":
        return {}
    hidden = subprocess.STARTUPINFO(dwFlags=subprocess.STARTF_USESHOWWINDOW, wShowWindow=subprocess.SW_HIDE)
    return {"creationflags": subprocess.CREATE_NEW_CONSOLE, "startupinfo": hidden}


def main(job: str, out: Path, options: list[str]) -> int:
    """Run it, keep the table, and tell what is not witnessed."""
    out.mkdir(exist_ok=True)
    table = out / "selftest.md"
    line = [sys.executable, "-P", "-m", "wslmem", "selftest", "--json", "--output", str(table), *options]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", check=False, **in_a_console())
    sys.stderr.write(done.stderr)
    text = table.read_text(encoding="utf-8") if table.exists() else f"no table: {done.stdout}\n{done.stderr}"
    print(text)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with open(summary, "a", encoding="utf-8") as file:  # noqa: PTH123 - appended to
            file.write(text)
    wrong = unwitnessed(job, json.loads(done.stdout))
    print("\n".join(wrong) or f"all {len(promised(job))} rows of {job} hold")
    return 1 if wrong or done.returncode else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:]))
