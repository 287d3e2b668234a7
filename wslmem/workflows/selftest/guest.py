"""What is taken for granted about programs in the VM; looked at while a VM runs, or may be started."""

from __future__ import annotations

from collections.abc import Callable

from wslmem.machine.files import files
from wslmem.machine.guest import guest_memory
from wslmem.machine.host import host_memory
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import clock
from wslmem.machine.system.process import Completed
from wslmem.machine.wsl.wsl import ANSWER, Wsl
from wslmem.machine.wsl.wsl_errors import OWN_FAILURE
from wslmem.sizing.guest import GuestMemory
from wslmem.units import Bytes, show_size
from wslmem.workflows.apply import proof
from wslmem.workflows.selftest.selftest import EVERYWHERE, Check, NoneRunsError, NotHereError, Seen
from wslmem.workflows.selftest.wsl import call, program
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.effective import Effective, effective, given

AWKWARD = ("", "a b", '"', "\\", 'a\\"b', "$HOME", "`id`", "'", "ü 内存", "a\nb", "*", ";")
"""Words that a wrong quoting would change."""
RAW = b"\xff\x00\r\n\xe5\x86\x85\n"
OWN_GROUP, OWN_NAMESPACE = (2, 9, 5), (2, 9, 13)
"""Releases: user processes in /wsl-user (source: main.cpp); a namespace for each distribution (microsoft/WSL#41512)."""
EVIDENCE = ("/proc/vmstat", "/proc/meminfo", "/proc/sys/kernel/random/boot_id")


def running(paths: MachinePaths) -> str:
    """The name of a distribution that runs.

    Raises:
        NoneRunsError: there is none.
    """
    program(paths)
    found = Wsl.at(paths).pick_running()
    if found is None:
        raise NoneRunsError("no distribution runs; start one and run this again")
    return found.name


def _shell(paths: MachinePaths, script: str, *words: str, stdin: bytes = b"") -> Completed:
    line = ("-d", running(paths), "--cd", "/", "-e", "/bin/sh", "-c", script, "sh", *words)
    return call(paths, *line, stdin=stdin)


def _ends_with(script: str, *codes: int) -> Callable[[MachinePaths], Seen]:
    def look(paths: MachinePaths) -> Seen:
        code = _shell(paths, script).returncode
        return Seen(f"code {code}", code in codes)

    return look


def _arguments(paths: MachinePaths) -> Seen:
    told = _shell(paths, "printf '%s\\0' \"$@\"", *AWKWARD).stdout
    wrong = [one for one, got in zip(AWKWARD, told.split(b"\0"), strict=False) if one.encode() != got]
    return Seen(f"changed: {wrong or 'none'}", not wrong and told.count(b"\0") == len(AWKWARD))


def _raw(paths: MachinePaths) -> Seen:
    told = _shell(paths, "cat", stdin=RAW).stdout
    return Seen(repr(told), told == RAW)


def _missing_folder(paths: MachinePaths) -> Seen:
    told = call(paths, "-d", running(paths), "--cd", "/wslmem/no/such/folder", "-e", "/bin/sh", "-c", "echo ran")
    return Seen(f"code {told.returncode}, {told.stdout!r}", told.stdout == b"ran\n")


def _evidence(paths: MachinePaths) -> Seen:
    told = _shell(paths, 'for f; do test -r "$f" || echo "$f"; done; grep -c ^oom_kill /proc/vmstat', *EVIDENCE)
    return Seen(told.stdout.decode().strip(), told.stdout == b"1\n")


def promise(paths: MachinePaths) -> Effective:
    """What the file gives a VM that starts now."""
    document = wslconfig.read(files.read_file(paths.wslconfig).data or b"")
    host = host_memory.read(paths)
    return effective(document, host_total=host.total, processors=host.processors)


def _guest(paths: MachinePaths) -> GuestMemory:
    """The VM that runs.

    Raises:
        NotHereError: none runs, or the file was written after its start: then it says nothing of this VM.
    """
    guest = guest_memory.read(Wsl.at(paths), running(paths), ANSWER).memory
    try:
        written = paths.wslconfig.stat().st_mtime
    except FileNotFoundError:
        return guest
    if written > clock.epoch() - guest.uptime:
        raise NotHereError("the file was written after the VM started; restart WSL and run this again")
    return guest


def _group(paths: MachinePaths) -> Seen:
    """In which control group a program of the VM finds itself; the releases differ."""
    told = _shell(paths, "cat /proc/self/cgroup").stdout.decode("utf-8", "replace")
    version = numbers(Wsl.at(paths).version().wsl)
    rows = [line.split(":", 2) for line in told.splitlines() if line.count(":") > 1]
    seen = next((path for number, controllers, path in rows if "memory" in controllers or number == "0"), "")
    named = seen.startswith("/wsl-user/distro-")
    isolated = OWN_GROUP <= version < OWN_NAMESPACE and promised_isolation(paths)
    return Seen(f"{seen or 'none'} in WSL {'.'.join(map(str, version))}", named is isolated)


def promised_isolation(paths: MachinePaths) -> bool:
    """Whether the file leaves `isolateDistroCgroup` on, as it is by default."""
    document = wslconfig.read(files.read_file(paths.wslconfig).data or b"")
    return given(document, "wsl2.isolateDistroCgroup") != 0


def numbers(version: str) -> tuple[int, ...]:
    """`3.0.1.0` as (3, 0, 1)."""
    return tuple(int(part) for part in version.split(".")[:3] if part.isdecimal())


def _mem_total(paths: MachinePaths) -> Seen:
    guest = _guest(paths)
    promised = promise(paths).vm_memory
    if promised is None:
        raise NotHereError("the file's memory= is not known")
    text = f"MemTotal {guest.total} of {promised} ({guest.total / promised:.2%}), kernel {guest.kernel}"
    return Seen(text, proof.memory_matches(promised, guest.total, promise(paths).devices))


def _swap_total(paths: MachinePaths) -> Seen:
    guest = _guest(paths)
    promised = promise(paths).swap.value
    if promised is None:
        raise NotHereError("the file's swap= is not known")
    text = f"SwapTotal {show_size(guest.swap_total)} of {show_size(Bytes(promised))}"
    return Seen(text, proof.swap_matches(Bytes(promised), guest.swap_total))


CHECKS = (
    Check("exit-code-passes", "code 7", _ends_with("exit 7", 7), EVERYWHERE),
    Check("signal-is-raw-status", "code 9", _ends_with("kill -9 $$", 9), EVERYWHERE),
    Check("code-67-is-trapped", "code -1", _ends_with("exit 67", *OWN_FAILURE), EVERYWHERE),
    Check("code-87-is-trapped", "code -1", _ends_with("exit 87", *OWN_FAILURE), EVERYWHERE),
    Check("arguments-arrive", "none changed", _arguments, EVERYWHERE),
    Check("guest-bytes-are-raw", repr(RAW), _raw, EVERYWHERE),
    Check("missing-folder-is-ignored", "the command runs all the same", _missing_folder, EVERYWHERE),
    Check("kernel-evidence", "the files are readable, oom_kill is counted", _evidence, EVERYWHERE),
    Check("own-group", "/wsl-user/distro-N from 2.9.5 to 2.9.12, else not", _group, EVERYWHERE),
    Check("memtotal-in-band", "what memory= gives, less the kernel's share", _mem_total, EVERYWHERE),
    Check("swaptotal-exact", "what swap= gives", _swap_total, EVERYWHERE),
)
