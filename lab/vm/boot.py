"""Booting the virtual machine once with a list of cases, and reading what each came to."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from lab.generate.generator import ROOT
from lab.vm import image, machines
from lab.vm.came import Came, read
from lab.vm.case import FILL, TOOLS, Boot, Who

EACH = 250
"""Seconds for one case in the machine, which runs programs ten times slower than this one."""
START = 300
"""Seconds for all else: a boot takes 45 where nobody else works."""
HEAD = """sysctl -q kernel.dmesg_restrict=1
export PATH=/lab/bin:$PATH PYTHONPATH=/lab WSLMEM_STATE=/run/state PAGER=cat
wslmem run -- sh -c 'sleep 1; exit 3' >/dev/null 2>&1
echo oom | wslmem explain >/dev/null
"""
"""As Debian's own kernel has it, a plain user may not read its log. Python compiles what the cases need."""
BESIDE = """export PATH=/lab/bin:$PATH PYTHONPATH=/lab WSLMEM_STATE=/tmp/state-$$ LC_ALL=C.UTF-8 PAGER=cat
mkdir /tmp/case-{number}; cd /tmp/case-{number}
fill 60 9999 & beside=$!
sleep 3
{command}
echo "@exit $?"
kill -0 $beside && echo "@lives"
kill $beside
"""
ROUND = """echo "@case {number}"
{before}
{session} timeout -k 5 {each} /bin/sh /lab/case-{number} >/run/case-{number} 2>&1 </dev/null
cat /run/case-{number}
"""
TAIL = """echo "@end $(uname -r), $(systemctl --version | head -n1), $(earlyoom -v 2>&1 | head -n1)"
"""


def run(boot: Boot, place: Path, power_on: machines.PowerOn) -> tuple[list[Came], str]:
    """Boot the image in `place`; what each case came to, and the versions of what ran there."""
    with tempfile.TemporaryDirectory(prefix="wslmem-vm-") as work:
        second, swap, told = (Path(work) / name for name in ("lab", "swap", "told"))
        _write(boot, Path(work) / "folder")
        image.of_folder(Path(work) / "folder", second, "64M")
        subprocess.run(["truncate", f"--size={boot.swap}M", str(swap)], check=True)
        subprocess.run(["mkswap", "--quiet", "--label", "swap", str(swap)], check=True)
        power_on(machines.Parts(place, second, swap, told), boot.memory, START + EACH * len(boot.cases))
        return read(told.read_text(errors="replace"), len(boot.cases))


def _write(boot: Boot, folder: Path) -> None:
    """The second disk: the program, its commands, the cases and what runs them."""
    shutil.copytree(ROOT / "wslmem", folder / "wslmem", ignore=shutil.ignore_patterns("__pycache__", "*.md"))
    (folder / "fill.py").write_text(FILL)
    (folder / "bin").mkdir()
    for name, body in TOOLS.items():
        tool = folder / "bin" / name
        tool.write_text(f"#!/bin/sh\n{body}\n")
        tool.chmod(0o755)
    script = [HEAD]
    for number, case in enumerate(boot.cases):
        (folder / f"case-{number}").write_text(BESIDE.format(number=number, command=case.command))
        session = shlex.join(_session(case.who))
        script.append(ROUND.format(number=number, before=case.before or ":", session=session, each=EACH))
    (folder / "script").write_text("".join([*script, TAIL]))


def _session(who: Who) -> list[str]:
    """The words before a command that runs it as at a login; without a bus, as `su` or a container's entry does."""
    if who is Who.NO_BUS:
        return [
            "choom",
            "--adjust=0",
            "--",
            "setpriv",
            "--reuid=1000",
            "--regid=1000",
            "--clear-groups",
            "env",
            "-i",
            "PATH=/usr/bin:/bin",
        ]
    user = "root" if who is Who.ROOT else "dev"
    return ["systemd-run", "--quiet", "--wait", "--pipe", f"--uid={user}", "--property=PAMName=login",
            "--property=OOMPolicy=continue", "--"]  # fmt: skip
