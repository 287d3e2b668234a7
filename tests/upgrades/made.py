"""Everything that wslmem keeps, written by wslmem: `python tests/upgrades/made.py` adds what this version writes.

A folder of each version is committed with its release and never changed afterwards. What depends on the machine, the
path of .wslconfig, the mark made of it and that of a project, stands as CONFIG, MARK and PROJECT in it; `placed` puts a
machine's own there.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path, PurePosixPath

from wslmem import __version__
from wslmem.machine.own import backups, preferences_edit, run_history, settled
from wslmem.machine.own.backups import Backups
from wslmem.machine.own.journal import Entry, Journal, Step
from wslmem.machine.own.preferences import Profile
from wslmem.machine.own.run_history import PastRun
from wslmem.sizing.guest import GuestMemory
from wslmem.units import GIB, MIB, Bytes, Seconds

HERE = Path(__file__).parent
OLD, NEW = b"[wsl2]\r\nmemory=4GB\r\n", b"[wsl2]\r\nmemory=8GB\r\n"
SAVED = HERE.parent / "report" / "golden" / "single-bench.json"
PROJECT = PurePosixPath("/home/ann/app")
RUN = PastRun(
    started="2026-11-20T08:00:00Z", wall=Seconds(61.5), peak=Bytes(700 * MIB), largest=Bytes(300 * MIB), jobs=4,
    exit_code=0, limit=Bytes(2 * GIB), killed=False,
)  # fmt: skip
GUEST = GuestMemory(
    distribution="Ubuntu", total=Bytes(8 * GIB), available=Bytes(7 * GIB), swap_total=Bytes(0), swap_free=Bytes(0),
    processors=8, boot_id="b", uptime=Seconds(7200), kernel="6.6",
)  # fmt: skip


def write(state: Path, config: Path) -> None:
    """What this version keeps in `state` of the .wslconfig at `config`."""
    kept = Backups(state)
    kept.keep(config, None)
    backup = kept.keep(config, OLD).backup
    entry = Entry(
        work="apply", step=Step.RESTART, path=str(config), started="2026-11-20T08:00:00Z", existed=True,
        backup=backup.path.name, wrote=(backups.digest(NEW),), settings=(("wsl2.memory", "8GB"),),
    )  # fmt: skip
    Journal(state, "apply", config).write(entry)
    run_history.keep(state, PROJECT, "make", RUN)
    settled.note(state, GUEST)
    preferences_edit.set_language(state / "config.toml", "zh_CN")
    preferences_edit.save_profile(state / "config.toml", Profile("heavy", (("memory", "12GB"), ("swap", "4GB"))))
    (state / "bench" / "20261120T080000Z").mkdir(parents=True)
    shutil.copy(SAVED, state / "bench" / "20261120T080000Z" / "bench.json")


def kinds(folder: Path) -> set[str]:
    """What kinds of files are in `folder`: their names without what is of one machine or one moment."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {re.sub(r"MARK|PROJECT|[0-9A-Za-z]*[0-9][0-9A-Za-z]*", "*", name) for name in names}


def placed(version: Path, state: Path, config: Path) -> None:
    """The files of a version, as they would lie in `state` of a machine whose file is `config`."""
    own = {"MARK": backups.mark(config), "PROJECT": run_history.folder(state, PROJECT).name}
    for path in filter(Path.is_file, version.rglob("*")):
        name = re.sub("|".join(own), lambda found: own[found[0]], path.relative_to(version).as_posix())
        target = state / name
        target.parent.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes()
        if path.name.startswith(backups.JOURNALS):
            data = data.replace(b"CONFIG", str(config).replace("\\", "\\\\").encode("ascii", "backslashreplace"))
        target.write_bytes(data)


def main() -> None:
    target = HERE / __version__
    if target.exists():
        sys.exit(f"{target} is there already: what a version wrote does not change")
    config = target.parent / ".wslconfig"
    write(target, config)
    own = {backups.mark(config): "MARK", run_history.folder(target, PROJECT).name: "PROJECT"}
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(str(config).encode(), b"CONFIG"))
        path.rename(path.with_name(re.sub("|".join(own), lambda found: own[found[0]], path.name)))


if __name__ == "__main__":
    main()
