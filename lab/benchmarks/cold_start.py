"""The cost of a cold `wslmem --apply` with nothing to do, against bare Python and against `crudini --set`, in one run.

    python -m lab.benchmarks.cold_start [ROUNDS]

Rounds are interleaved, so that a noisy machine is noisy to all alike; the minimum of each is compared. Prints what the
process imported beyond what bare Python has.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CONFIG = "[wsl2]\nmemory=6GB\nswap=2GB\n"
PROBE = (
    "import sys; from wslmem.cli import main; "
    "main(sys.argv[1:]); import json; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
)


def once(command: list[str]) -> float:
    """Wall seconds of one run of `command`."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def modules(command: list[str]) -> set[str]:
    """What a run of `command`, which prints it last on stderr, imported."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    folder = Path(tempfile.mkdtemp())
    config = folder / ".wslconfig"
    config.write_text(CONFIG, encoding="ascii")
    arguments = ["--apply", "--config", str(config), "--memory", "6GB", "--shutdown", "never"]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "wslmem --apply": [sys.executable, "-m", "wslmem", *arguments],
        "crudini --set": ["crudini", "--set", str(folder / "crudini.ini"), "wsl2", "memory", "6GB"],
    }
    if shutil.which("crudini") is None:
        del commands["crudini --set"]
    (folder / "crudini.ini").write_text(CONFIG, encoding="ascii")
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(once(command))
    base = min(times["python -c pass"])
    for name, seen in times.items():
        print(f"{name:<16}{min(seen) * 1000:8.1f} ms   {min(seen) / base:5.2f} x python -c pass")
    bare = modules([sys.executable, "-c", "import sys, json; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"])
    print("imported beyond bare Python:", *sorted(modules([sys.executable, "-c", PROBE, *arguments]) - bare))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
