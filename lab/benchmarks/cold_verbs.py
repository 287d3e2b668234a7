"""The processor time of cold commands, against another build of wslmem, in one run.

    python -m lab.benchmarks.cold_verbs OTHER_PYTHON [ROUNDS]

OTHER_PYTHON is the interpreter of a virtual environment that has the other build; this one's own has ours. Rounds are
interleaved and the minimum of each is compared: processor time, user and system, does not count waiting for others.
Both builds are compiled beforehand, as an installer does, into a folder that is thrown away. Prints a ratio a verb.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CONFIG = "[wsl2]\nmemory=6GB\nswap=2GB\n"
VERBS = ("show", "status")


def spent(command: list[str], folder: Path) -> float:
    """Milliseconds of processor time of one run of `command`."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "WSLMEM_STATE": str(folder / "state")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def main() -> None:
    pythons = {"other": sys.argv[1], "ours": sys.executable}
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 15  # noqa: PLR2004 - the second argument
    folder = Path(tempfile.mkdtemp())
    config = folder / ".wslconfig"
    config.write_text(CONFIG, encoding="ascii")
    print(f"{'':<10}{'bare Python':>14}{'other':>12}{'ours':>12}{'ours/other':>13}")
    for verb in VERBS:
        least = dict.fromkeys(("bare", *pythons), float("inf"))
        for _ in range(rounds + 1):  # the first one compiles
            least["bare"] = min(least["bare"], spent([sys.executable, "-c", "pass"], folder))
            for name, python in pythons.items():
                command = [python, "-m", "wslmem", verb, "--config", str(config)]
                least[name] = min(least[name], spent(command, folder))
        ratio = least["ours"] / least["other"]
        print(f"{verb:<10}{least['bare']:>11.1f} ms{least['other']:>9.1f} ms{least['ours']:>9.1f} ms{ratio:>13.2f}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
