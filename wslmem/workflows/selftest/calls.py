"""What is taken for granted about how a call of wsl.exe runs and ends: which program, how long, with what behind it."""

from __future__ import annotations

import threading
from pathlib import Path

from wslmem.errors import UnavailableError
from wslmem.machine.host import paths as machine_paths
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import clock, process, terminal, timed
from wslmem.machine.wsl.wsl import ANSWER
from wslmem.patterns import lazy
from wslmem.units import Seconds
from wslmem.workflows.scan import place
from wslmem.workflows.selftest import names
from wslmem.workflows.selftest.guest import running
from wslmem.workflows.selftest.selftest import EVERYWHERE, Check, Seen
from wslmem.workflows.selftest.wsl import call, program

SLOW = Seconds(ANSWER / 4)
"""A question that takes longer comes too near to its time limit."""
TIMES = 5
LET_GO = Seconds(0.3)
"""Within this the pipe of a program has to end after the program."""
GONE = Seconds(5)
STAYS = "echo $$; exec sleep 60"
_PID = lazy(rb"([0-9]+)\n")


def _which(paths: MachinePaths) -> Seen:
    used = program(paths)
    own = machine_paths.installed_wsl(paths.side, terminal.environ())
    system = names.system_folder() / "wsl.exe"
    other = [path for path in (own, system) if path is not None and path != used and machine_paths.is_program(path)]
    told = [f"{names.program(str(path))} {_milliseconds(path)} ms" for path in (used, *other)]
    return Seen("; ".join(told), own is None or used == own)


def _milliseconds(wsl_exe: Path) -> int:
    done = process.run([wsl_exe, "--version"], timeout=ANSWER, env=machine_paths.wsl_environment(inside=False))
    return round(done.seconds * 1000)


def _times(paths: MachinePaths) -> Seen:
    took = {line: call(paths, *line.split()).seconds for line in ("--version", "--list --quiet", "--list --running")}
    text = ", ".join(f"{line} {round(seconds * 1000)} ms" for line, seconds in took.items())
    return Seen(text, max(took.values()) < SLOW)


def _pipes(paths: MachinePaths) -> Seen:
    name, exe = running(paths), program(paths)
    line = [str(exe), "-d", name, "--cd", "/", "-e", "/bin/sh", "-c", "echo"]
    env = machine_paths.wsl_environment(inside=paths.side == "wsl")
    ends = [timed.end_of(line, env) for _ in range(TIMES)]
    lags = [one.lag if one else None for one in ends]
    told = ", ".join("never" if lag is None else f"{round(lag * 1000)} ms" for lag in lags)
    return Seen(told, all(lag is not None and lag <= LET_GO for lag in lags))


def _killed(paths: MachinePaths) -> Seen:
    """Kill a call that waits in the VM, and see what is left on both sides."""
    pid = _start_and_kill(paths)
    began = clock.monotonic()
    while (alive := _alive(paths, pid)) and clock.monotonic() - began < GONE:
        clock.sleep(Seconds(0.2))
    return Seen(
        f"its program in the VM after {clock.monotonic() - began:.1f} s: {'alive' if alive else 'gone'}", not alive
    )


def _job(paths: MachinePaths) -> Seen:
    """The processes that a killed call leaves here: wsl.exe itself, and what it had started."""
    before = timed.children()
    _start_and_kill(paths)
    began = clock.monotonic()
    while (left := timed.children() - before) and clock.monotonic() - began < GONE:
        clock.sleep(Seconds(0.1))
    return Seen(f"left after {clock.monotonic() - began:.1f} s: {len(left)}", not left)


def _start_and_kill(paths: MachinePaths) -> str:
    name, exe, told = running(paths), program(paths), threading.Event()
    line = [str(exe), "-d", name, "--cd", "/", "-e", "/bin/sh", "-c", STAYS]
    env = machine_paths.wsl_environment(inside=paths.side == "wsl")
    try:
        process.run(line, timeout=ANSWER, env=env, cancel=told, on_stdout=lambda _: told.set())
    except process.ProcessCancelledError as ended:
        if found := _PID.match(ended.completed.stdout):
            return found[1].decode()
    raise UnavailableError(names.NO_ANSWER)


def _alive(paths: MachinePaths, pid: str) -> bool:
    line = ("-d", running(paths), "--cd", "/", "-e", "/bin/sh", "-c", f"kill -0 {pid} && echo alive")
    return call(paths, *line).stdout.startswith(b"alive")


def _unc(paths: MachinePaths) -> Seen:
    name = running(paths)
    found = place(rf"\\wsl.localhost\{name}\tmp")
    led = place(names.leads_to(rf"\\wsl.localhost\{name}\tmp"))
    same = led == found and found.in_guest
    return Seen(f"taken for the VM's: {led.in_guest}, the same distribution: {led.distribution == name}", same)


CHECKS = (
    Check("which-wsl", "WSL's own wsl.exe is used where there is one", _which),
    Check("call-times", f"each question under {SLOW:g} s", _times, EVERYWHERE),
    Check("pipes-end-with-wsl", f"the pipe ends within {LET_GO:g} s of the program, five times", _pipes, EVERYWHERE),
    Check("job-holds-wsl", "a killed call leaves no process here", _job, EVERYWHERE),
    Check("killed-call-ends-in-guest", "nor in the VM", _killed, EVERYWHERE),
    Check("unc-project", "the folder's real name is the VM's", _unc),
)
