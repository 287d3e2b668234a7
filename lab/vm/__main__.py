"""What `wslmem run` and `explain` come to in a real virtual machine with systemd: prints the table of docs/run.md.

    apt-get install qemu-system-x86 mmdebstrap e2fsprogs
    python -m lab.vm build [SUITE]       # once, as root: a Debian of 1 GB in ~/.cache, in two minutes
    python -m lab.vm [qemu|uml] [NAME...]    # one boot for each name, some minutes

QEMU without KVM: any machine will do, and root is not needed. `uml` takes user-mode-linux instead, ten times as fast
and with an older kernel; programs that hold much need sysctl vm.max_map_count=1048576 there. Nothing that a boot
changes stays. What each case printed lies beside the image. Ends with 1 where one is other than it has to be.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from lab.vm import boot, image
from lab.vm.came import Came, faults
from lab.vm.case import Case
from lab.vm.cases import BOOTS, shown
from lab.vm.machines import MACHINES

SUITE = "trixie"
PLACE = Path.home() / ".cache" / "wslmem-lab" / "vm"


def row(case: Case, came: Came) -> str:
    """One line of the table."""
    exit_code = "-" if came.exit is None else str(came.exit)
    verdict = f"{came.ending}{' (proven)' if came.proven else ''}"
    lives = "yes" if came.lives else "no"
    right = "; ".join(faults(case, came)) or "yes"
    return f"| {case.who} | {case.name} | `{shown(case)}` | {exit_code} | {verdict} | {lives} | {right} |"


def main() -> int:
    """Build the image, or boot it as often as asked; 1 where a case is not as it has to be."""
    if sys.argv[1:2] == ["build"]:
        image.build(sys.argv[2] if len(sys.argv) > 2 else SUITE, PLACE)  # noqa: PLR2004 - the word behind it
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # no machine is left behind
    words = sys.argv[1:]
    kind = words.pop(0) if words[:1] and words[0] in MACHINES else "qemu"
    wrong = 0
    print("| who | what | command | exit | verdict | the process beside it lives | as it has to be |")
    print("|---|---|---|---:|---|---|---|", flush=True)
    for name in words or [name for name, one in BOOTS.items() if kind == "qemu" or not one.pressure]:
        cases = BOOTS[name].cases
        every, versions = boot.run(BOOTS[name], PLACE, MACHINES[kind])
        for case, came in zip(cases, every, strict=True):
            print(row(case, came), flush=True)
            wrong += bool(faults(case, came))
        (PLACE / f"told-{name}").write_text("".join(came.output for came in every))
        print(f"{name}: {versions}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
