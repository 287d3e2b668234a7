"""The door to WSL against the emulator: every profile x fault x encoding x language, and what it must make of each.

`lab/benchmarks/wsl_matrix.py` runs the whole matrix and writes its table; `test_wsl_matrix.py` runs it as a test.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from wslmem.errors import WslmemError
from wslmem.machine.guest import guest_memory
from wslmem.machine.system import clock
from wslmem.machine.system.process_errors import ProcessError
from wslmem.machine.wsl.wsl import Wsl
from wslmem.machine.wsl.wsl_errors import WslError, error
from wslmem.units import GIB, MIB, Seconds

ROOT = Path(__file__).parents[3]
EMULATOR = ROOT / "wslmem" / "emulator"
CONFIG = "[wsl2]\r\nmemory=2GB\r\nswap=512MB\r\nprocessors=1\r\nbogus=1\r\n"
DISTRIBUTION = "Ubuntu-24.04"
BOOT, RUN, HANG = Seconds(30), Seconds(30), Seconds(1.5)

PROFILES = {
    "2.6": None,
    "2.7.13": None,
    "2.9.4": None,
    "2.9.13": None,
    "3.0.1": None,
    "head": None,
    "inbox": "inbox-old/69",
    "stub": "not-installed/69",
    "forwarder": "forwarder/69",
    "installer": "installer-failed/69",
    "absent-vmp": "virtualization-off/69",
}
"""Every version profile, and the problem that must be seen where it cannot be used."""
SEEN_LAST = {"absent-vmp"}
"""Profiles whose problem `--status` alone tells: what `--list` is refused for is seen before."""
PLACES = {"forwarder": ("Windows/System32", "AppData/Local/Microsoft/WindowsApps")}
"""Where the machine of a profile lies, if that matters: the wsl.exe of Windows, and the alias of the Store."""
ENCODINGS = {"utf8": [], "utf16": ["utf16"], "crcrlf": ["crcrlf"]}
LANGUAGES = ("en", "de", "fr", "ja", "zh")

FINE = {"boot": "limits, 1 warning", "run": "exit 67", "shutdown": "done", "after": "stopped"}
"""What a healthy WSL leads to; the guest's command ends with 67, which wsl.exe takes for an error of its own."""


def _boot(code: str) -> dict[str, str]:
    return {"boot": f"{code}/69", "run": f"{code}/69"}


FAULTS: dict[str, dict[str, str]] = {
    "none": {},
    "shutdown-hang": {"shutdown": "ProcessTimeLimitError/124, forced: done"},
    "shutdown-hang,shutdown-hang-force": {
        "shutdown": "ProcessTimeLimitError/124, forced: ProcessTimeLimitError/124",
        "after": "same VM",
    },
    "shutdown-slow:0.5": {},
    "shutdown-fails": {"shutdown": "service-stuck/69, forced: service-stuck/69", "after": "same VM"},
    "shutdown-noop": {"after": "same VM"},
    "restart-by-other": {"after": "new VM"},
    "vm-no-resources:1": _boot("no-resources"),
    "swap-late:600": {"boot": "limits, no swap, 1 warning"},
    "swap-disk-fails": {"boot": "limits, no swap, 2 warnings"},
    "config-ignored": {"boot": "defaults, 0 warnings"},
    "policy:wsl2.memory": {"boot": "defaults, 2 warnings"},
    "warnings-eaten": {"boot": "limits, 0 warnings"},
    "guest-warnings": {"boot": "limits, 3 warnings"},
    "network-fallback": {"boot": "limits, 2 warnings"},
    "die-during-exec:0": {"boot": "guest-lost/1", "run": "guest-lost/1"},
    "garbage-stdout": {},
    "docker-present": {},
    "stub-waits": {},
    "rc-0": {},
    "rc-67": {},
    "rc-255": {},
    "boot-error:feature-missing": _boot("disabled"),
    "boot-error:device-resources": _boot("no-resources"),
    "boot-error:commitment-limit": _boot("no-resources"),
    "boot-error:vm-crashed": _boot("vm-crashed"),
    "boot-error:connection-timeout": _boot("vm-timeout"),
    "boot-error:timeout": _boot("vm-timeout"),
    "boot-error:disk-missing": _boot("disk"),
    "boot-error:disk-corrupted": _boot("disk"),
    "boot-error:disk-in-use": _boot("disk"),
    "boot-error:distribution-busy": _boot("busy"),
    "boot-error:policy": _boot("policy"),
    "boot-error:local-system": _boot("system-account"),
    "boot-error:logon-type": _boot("logon-right"),
    "boot-error:lower-integrity": _boot("elevated"),
    "boot-error:service-missing": _boot("service-stuck"),
    "boot-error:service-disabled": _boot("service-stuck"),
    "boot-error:component-missing": _boot("disabled"),
    "service-refuses:policy": {"problem": "policy/69"},
    "service-refuses:local-system": {"problem": "system-account/69"},
    "service-refuses:service-missing": {"problem": "service-stuck/69"},
    "service-refuses:service-disabled": {"problem": "service-stuck/69"},
    "service-refuses:component-missing": {"problem": "disabled/69"},
}
"""Every fault, and how its verdict differs from a healthy one."""


@dataclass(frozen=True, slots=True)
class Case:
    """One cell of the matrix."""

    profile: str
    fault: str
    encoding: str
    language: str

    @property
    def expected(self) -> dict[str, str]:
        """The right verdict."""
        of_fault = FAULTS[self.fault].get("problem")
        problem = (of_fault if self.profile in SEEN_LAST else None) or PROFILES[self.profile] or of_fault
        return {"problem": problem} if problem else {"problem": "none", **FINE, **FAULTS[self.fault]}

    @property
    def knobs(self) -> dict[str, Any]:
        """What makes the emulator so."""
        faults = [] if self.fault == "none" else self.fault.split(",")
        return {
            "profile": self.profile,
            "language": self.language,
            "faults": faults + ENCODINGS[self.encoding],
            "host_memory": 8 * GIB,
            "processors": 2,
            "swap": "cosmetic",
        }


def cases() -> Iterator[Case]:
    """The whole matrix."""
    return (Case(*cell) for cell in product(PROFILES, FAULTS, ENCODINGS, LANGUAGES))


def emulate(verb: str, folder: Path) -> None:
    """`make` or `clean` an emulated machine."""
    subprocess.run([sys.executable, str(EMULATOR), verb, str(folder)], check=True, capture_output=True)


def verdict(case: Case, folder: Path) -> dict[str, str]:
    """What the door makes of one case, by step."""
    (folder / "profile" / ".wslconfig").write_text(CONFIG, newline="")
    (folder / "knobs.json").write_text(json.dumps(case.knobs))
    wsl = Wsl(folder / "wsl.exe")
    problem = wsl.problem()
    if problem is not None:
        return {"problem": f"{problem.code}/{error(problem).exit.value}"}
    seen: list[str] = []
    steps = {"problem": "none", "boot": _told(lambda: _booted(wsl, seen)), "run": _told(lambda: _ran(wsl))}
    return {**steps, "shutdown": _shut_down(wsl, case.knobs["faults"]), "after": _after(wsl, case, folder, seen)}


def _told(step: Callable[[], object]) -> str:
    try:
        return str(step())
    except WslError as failed:
        return f"{failed.problem.code}/{failed.exit.value}"
    except ProcessError as failed:
        return f"{type(failed).__name__}/{failed.exit.value}"
    except WslmemError as failed:
        return f"{failed.cause}/{failed.exit.value}"


def _booted(wsl: Wsl, seen: list[str]) -> str:
    reading = guest_memory.read(wsl, wsl.pick_distribution().name, BOOT)
    seen.append(reading.memory.boot_id)
    memory, count = reading.memory, len(reading.warnings)
    limits = "limits" if 0.975 * 2 * GIB - 256 * MIB <= memory.total <= 2 * GIB else "defaults"
    swap = "" if memory.swap_total else ", no swap"
    return f"{limits}{swap}, {count} warning{'' if count == 1 else 's'}"


def _ran(wsl: Wsl) -> str:
    result = wsl.run(DISTRIBUTION, ["sh", "-c", "cat; exit 67"], stdin=b"\0\xffin", timeout=RUN)
    return f"exit {result.exit_code}" if result.stdout.startswith(b"\0\xffin") else f"lost output: {result.stdout!r}"


def _shut_down(wsl: Wsl, faults: list[str]) -> str:
    # Only what must hang gets a short limit: a busy machine may take long over what must not.
    first = HANG if "shutdown-hang" in faults else BOOT
    then = HANG if "shutdown-hang-force" in faults else BOOT
    gentle = _told(lambda: wsl.shutdown(timeout=first) or "done")
    if gentle == "done":
        return gentle
    return f"{gentle}, forced: {_told(lambda: wsl.shutdown(force=True, timeout=then) or 'done')}"


def _after(wsl: Wsl, case: Case, folder: Path, seen: list[str]) -> str:
    """What runs after the shutdown; looked at without the fault, and ended."""
    (folder / "knobs.json").write_text(json.dumps(case.knobs | {"faults": []}))
    if not wsl.running():
        return "stopped"
    now = guest_memory.read(wsl, DISTRIBUTION, BOOT).memory.boot_id
    wsl.shutdown(timeout=BOOT)
    return "same VM" if now in seen else "new VM"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case that ran."""

    case: Case
    seen: dict[str, str]
    seconds: float

    @property
    def wrong(self) -> bool:
        """Whether the verdict is not the expected one."""
        return self.seen != self.case.expected


def run(some: list[Case], folder: Path, emulate: Callable[[str, Path], None] = emulate) -> Iterator[Outcome]:
    """Run cases one after the other on one emulated machine; a program for Windows has another way to `emulate` it."""
    for place, cases in _by_place(some).items():
        emulate("make", folder / place)
        try:
            for case in cases:
                began = clock.monotonic()
                yield Outcome(case, verdict(case, folder / place), clock.monotonic() - began)
        finally:
            emulate("clean", folder / place)


def _by_place(some: list[Case]) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in some:
        for place in PLACES.get(case.profile, ("machine",)):
            found.setdefault(place, []).append(case)
    return found
