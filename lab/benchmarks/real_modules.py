"""Benchmarks of real builds in the emulated WSL, as a user runs them: killed, swapping, and nothing changed.

    python -m lab.benchmarks.real_modules [--quick] WORKDIR FOLDER [SCENARIO...]

FOLDER is a Go module, or `sample`. Each scenario is one `wslmem bench` with its reports in WORKDIR/NAME/SCENARIO:

    nothing  memory=4GB on both sides: no difference may be claimed
    killed   a limit of 0.8 of the measured peak, without swap, against 4 GB
    swaps    the same limit with 4 GB of swap, against 4 GB without

`nothing` comes first, for it measures the peak. Prints a row of a Markdown table for each. Needs Linux and root, or a
cgroup of one's own, as `wslmem demo` does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from wslmem.machine.own import sandbox
from wslmem.machine.project import go_toolchain

MIB = 1024**2
SHARE = 0.8
"""Of the peak: below it builds end, one way or another."""
OVERHEAD = 128 * MIB
"""What the emulated kernel keeps of a VM (WSL keeps about as much), besides a 64th."""
ROOMY = "memory=4GB,swap=0"
SCENARIOS = ("nothing", "killed", "swaps")


def sides(scenario: str, peak: float) -> tuple[str, str]:
    """The settings before and after."""
    small = f"memory={round((peak * SHARE + OVERHEAD) / MIB * 64 / 63)}MB"
    return {"nothing": ROOMY, "killed": f"{small},swap=0", "swaps": f"{small},swap=4GB"}[scenario], ROOMY


def bench(made: sandbox.Sandbox, out: Path, before: str, after: str, *options: str) -> dict[str, Any]:
    """Run `wslmem bench` and give its JSON."""
    own = {"WSLMEM_STATE": str(made.paths.state_dir)}
    place = ["--config", str(made.paths.wslconfig), "--wsl", str(made.paths.wsl_exe)]
    plan = ["--before", before, "--after", after, "--yes", "--out", str(out), *options]
    command = [sys.executable, "-m", "wslmem", "bench", str(made.project), *place, *plan, "--json"]
    run = subprocess.run(command, env=os.environ | own, stdout=subprocess.PIPE, text=True, check=False)
    if not run.stdout:
        raise SystemExit(f"wslmem bench ended with {run.returncode}")
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def row(name: str, scenario: str, settings: tuple[str, str], told: dict[str, Any]) -> str:
    """One line of the table."""
    cells = [name, scenario]
    for side, words in zip(("before", "after"), settings, strict=True):
        runs = [run for run in told["runs"] if run["side"] == side and not run["discarded"]]
        endings = sorted({run["verdict"]["ending"] for run in runs})
        count = " + ".join(f"{sum(run['verdict']['ending'] == one for run in runs)} {one}" for one in endings)
        wall = median(run["wall"] for run in runs)
        cells += [words, count, f"{wall:.1f} s"]
    return f"| {' | '.join([*cells, told['derived']['headline']])} |"


def main() -> None:
    options = [word for word in sys.argv[1:] if word == "--quick"]
    workdir, folder, *wanted = [word for word in sys.argv[1:] if word not in options]
    name = Path(folder).name
    go = go_toolchain.find()
    if go is None:
        raise SystemExit("there is no Go toolchain")
    sandbox.warm(go)
    project = None if folder == "sample" else Path(folder).resolve()
    made = sandbox.make(Path(workdir).resolve() / name / "sandbox", project=project, go=go)
    measured = Path(workdir) / name / "peak"
    try:
        for scenario in wanted or SCENARIOS:
            settings = sides(scenario, float(measured.read_text()) if measured.exists() else 0.0)
            told = bench(made, Path(workdir) / name / scenario, *settings, *options)
            print(row(name, scenario, settings, told), flush=True)
            if scenario == "nothing":
                measured.write_text(str(median(run["peak_anonymous"] for run in told["runs"])))
    finally:
        sandbox.end(made.folder)


if __name__ == "__main__":
    main()
