"""What is tried: limits, then every killer there is, each in a boot of its own so that none rests on another's."""

from __future__ import annotations

from lab.vm.case import Boot, Case, Who

RUN = "wslmem run --json"
EXPLAIN = "wslmem explain --json | tr -d '\\n'; echo"
MAKEFILE = "printf 'big.o: big.c\\n\\tgcc -w -c big.c\\n' >Makefile; "
PROJECT = f"printf 'int x;' >big.c; truncate --size=300M big.c; {MAKEFILE}"
"""A C file that a compiler reads whole before all else, so that the kernel kills it at once."""
HUGE = PROJECT.replace("300M", "950M")
"""One that takes more than the VM has left; of more than it has altogether not even the address space is granted."""
SLOW = "python3 -c \"print('int t[][8] = {' + '{1,2,3,4,5,6,7,8},' * 200000 + '};')\" >big.c; "
"""One that takes more and more, 100 MiB at last. In user mode the kernel may kill nobody at a limit that is reached so:
cc1 reads its own pages back for minutes, and is ended by us."""
KILLED = (137, "container-limit")
CONTAINED_CC1 = f"{RUN} --memory 64MB -- $(gcc -print-prog-name=cc1) -quiet big.c -o big.s"
CONTAINED_MAKE = f"{RUN} --memory 64MB -- make --no-print-directory"
ALMOST_ALL = (
    "fill 560 60 >/dev/null 2>&1 & "
    "until [ $(sed -n 's/MemAvailable: *\\([0-9]*\\).*/\\1/p' /proc/meminfo) -lt 120000 ]; do sleep 1; done; "
)
"""Of a machine of 768 MiB, beside the 60 MiB that every case has beside it; less than 64 MiB and a reserve are left."""
ONCE = "wslmem run --memory auto -- fill 900 2>/dev/null; "
FULL = "fill 1200"
CONTAINED, OOM, DAEMON, STALLED = "container-limit", "oom", "killed-by-daemon", "stalled-by-memory"
SWAPON = "swapon -L swap"
CC1_DIED = "Killed signal terminated program cc1"


def _start(*names: str) -> str:
    return f"systemctl unmask --quiet {' '.join(names)}; systemctl daemon-reload; systemctl start {' '.join(names)}"


LIMITS = Boot(
    memory=1024,
    swap=512,
    cases=(
        Case("contained", f"{RUN} --memory 200MB -- fill 400", 137, CONTAINED, who=Who.ROOT),
        Case("contained", f"{RUN} --memory 200MB -- fill 400", 137, CONTAINED),
        Case("contained", f"{RUN} --memory 200MB -- fill 400", 77, who=Who.NO_BUS, says="no bus of its user"),
        Case("run in a run", f"{RUN} --memory 200MB -- wslmem run -- fill 400", 137, CONTAINED, who=Who.ROOT),
        Case("run in a run", f"{RUN} --memory 200MB -- wslmem run -- fill 400", 137, CONTAINED),
        Case("it fits", f"{RUN} --memory auto -- fill 200", 0),
        # systemd tells of a kill in the scope, and not at whose limit
        Case("own journal", f"journalctl --user --boot | {EXPLAIN}", 0, "oom-elsewhere", proven=False),
    ),
)
MAKE = Boot(
    memory=1024,
    swap=16,
    cases=(
        Case("cc1 under make", f"{PROJECT}{CONTAINED_MAKE}", 2, CONTAINED, who=Who.ROOT, says=CC1_DIED),
        Case("cc1 under make", f"{PROJECT}{CONTAINED_MAKE}", 2, CONTAINED, says=CC1_DIED),
        Case("the kernel's log", f"dmesg | {EXPLAIN}", 0, CONTAINED, who=Who.ROOT, says="`cc1`"),
        Case("cc1, little by little", f"{SLOW}{CONTAINED_CC1}", 143, STALLED, or_else=KILLED, who=Who.ROOT),
        Case("cc1, little by little", f"{SLOW}{CONTAINED_CC1}", 143, STALLED, or_else=KILLED),
        Case("cc1, the VM is full", f"{HUGE}{RUN} -- make --no-print-directory", 2, OOM, who=Who.ROOT, says=CC1_DIED),
        # nobody counts the kills of its processes alone, and the kernel's log is not for it
        Case("cc1, the VM is full", f"{HUGE}{RUN} -- make --no-print-directory", 2, "oom-elsewhere", says=CC1_DIED,
             proven=False),
    ),
)  # fmt: skip
SWAP = Boot(
    memory=768,
    swap=512,
    cases=(
        Case("swap on", f"{RUN} --memory 200MB -- fill 400", 137, CONTAINED, who=Who.ROOT, before=SWAPON),
        Case("swap on", f"{RUN} --memory 200MB -- fill 400", 137, CONTAINED),
        Case("swap on", f"{RUN} --memory 200MB --swap 400MB -- fill 400", 0, who=Who.ROOT),
        Case("swap on", f"{RUN} --memory 200MB --swap 400MB -- fill 400", 0),
        Case("memory and swap are full", f"{RUN} -- fill 1600", 137, OOM, who=Who.ROOT),
        Case("memory and swap are full", f"{RUN} -- fill 1600", 137, OOM),
    ),
)
AUTO = Boot(
    memory=768,
    swap=16,
    cases=(
        Case("auto, too small", f"{RUN} --memory auto -- fill 900", 137, CONTAINED, who=Who.ROOT),
        Case("auto, too small", f"{RUN} --memory auto -- fill 900", 137, CONTAINED),
        Case("auto, the second time", f"{ONCE}{RUN} --memory auto -- fill 900", 77, who=Who.ROOT,
             says="last time it was killed in"),
        Case("auto, the second time", f"{ONCE}{RUN} --memory auto -- fill 900", 77, says="last time it was killed in"),
        Case("auto, nothing is left", f"{ALMOST_ALL}{RUN} --memory auto -- fill 900", 77, who=Who.ROOT,
             says="too little for any build"),
        Case("auto, nothing is left", f"{ALMOST_ALL}{RUN} --memory auto -- fill 900", 77,
             says="too little for any build"),
        Case("auto", f"{RUN} --memory auto -- fill 900", 77, who=Who.NO_BUS, says="no bus of its user"),
    ),
)  # fmt: skip
VM_FULL = Boot(
    memory=768,
    swap=16,
    cases=(
        Case("the VM is full", f"{RUN} -- {FULL}", 137, OOM, who=Who.ROOT),
        Case("the kernel's log", f"dmesg | {EXPLAIN}", 0, OOM, who=Who.ROOT),
        Case("the VM is full", f"{RUN} -- {FULL}", 137, OOM),
        Case("the VM is full", f"{RUN} -- {FULL}", 137, OOM, who=Who.NO_BUS),
        Case("the VM is full, in a shell", f"{RUN} -- sh -c '{FULL}; echo told'", 0, OOM, who=Who.ROOT, says="told"),
        # nobody counts the kills of its processes alone, and the kernel's log is not for it
        Case(
            "the VM is full, in a shell",
            f"{RUN} -- sh -c '{FULL}; echo told'",
            0,
            "oom-elsewhere",
            says="told",
            proven=False,
        ),
    ),
)
EARLYOOM = Boot(
    memory=768,
    swap=16,
    cases=(
        Case("earlyoom", f"{RUN} -- {FULL}", 143, DAEMON, who=Who.ROOT, before=_start("earlyoom")),
        Case("earlyoom", f"{RUN} -- {FULL}", 143, "terminated"),  # a plain user may not read its journal
        Case("earlyoom", f"{RUN} -- {FULL}", 143, "terminated", who=Who.NO_BUS),
        Case("earlyoom", f"{RUN} --memory 200MB -- fill 400", 137, CONTAINED, who=Who.ROOT),
        Case("earlyoom", f"{RUN} --memory 200MB -- fill 400", 137, CONTAINED),
        Case("earlyoom's journal", f"journalctl --boot --unit earlyoom | {EXPLAIN}", 0, DAEMON, who=Who.ROOT),
    ),
)
REREADS = "head -c 150M /dev/zero >read; while cat read; do :; done >/dev/null"
"""systemd-oomd kills only where the kernel takes pages back meanwhile: without swap it let what only holds memory wait
at its MemoryHigh for minutes, at a pressure of 95%."""
OOMD = Boot(
    memory=1024,
    swap=256,
    pressure=True,
    cases=(
        Case(
            "systemd-oomd, MemoryHigh",
            f"{RUN} -- systemd-run --user --scope --quiet --property=MemoryHigh=80M -- sh -c '{REREADS}'",
            137,
            DAEMON,
            before=_start("systemd-oomd.socket", "systemd-oomd.service"),
        ),
        Case("own journal", f"journalctl --user --boot | {EXPLAIN}", 0, DAEMON),
        Case("its journal", f"journalctl --boot --unit systemd-oomd | {EXPLAIN}", 0, DAEMON, who=Who.ROOT),
        Case("systemd-oomd", f"{RUN} --memory 200MB -- fill 400", 137, CONTAINED),
    ),
)
BOOTS = {
    "limits": LIMITS,
    "make": MAKE,
    "swap": SWAP,
    "auto": AUTO,
    "full": VM_FULL,
    "earlyoom": EARLYOOM,
    "oomd": OOMD,
}


def shown(case: Case) -> str:
    """Its command as a person would type it, for a table."""
    told = case.command.replace(EXPLAIN, "wslmem explain").replace(" --json", "")
    for made in (PROJECT, HUGE, SLOW, ALMOST_ALL):
        told = told.replace(made, "")
    return told.replace(" 2>/dev/null", "").replace("|", "\\|")
