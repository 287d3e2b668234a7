"""SIGKILL of anything, at any time, leaves nothing that the next start or `clean` does not remove."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

MOMENTS = 40 if os.environ.get("WSLMEM_THOROUGH") else 5


def alive(marker: str) -> list[str]:
    """Command lines of processes that carry the marker as an argument of its own."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if marker.encode() in words and b"wsl" not in words:
            found.append(str(words))
    return found


def waiting(windows) -> list[str]:
    """The processes that are a VM of the folder, or wait for their turn to be one: they hold `alive` open."""
    alive = str(windows.folder / "state" / "alive")
    found = []
    for entry in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if str(entry.readlink()) == alive and entry.parts[2] != str(os.getpid()):
                found.append(entry.parts[2])
    return found


def await_death(marker: str) -> None:
    end = time.monotonic() + 20
    while alive(marker):
        assert time.monotonic() < end, alive(marker)
        time.sleep(0.01)


def remains(windows) -> list[str]:
    """What is left of a VM: its group, its swap, its files."""
    folder = windows.folder / "state"
    note = folder / "vm.json"
    groups = [windows.note()["cgroup"]] if note.exists() else []
    swaps = [line for line in Path("/proc/swaps").read_text().splitlines() if str(folder) in line]
    files = [name for name in ("vm.json", "vm.sock", "swap", "view") if (folder / name).exists()]
    return [*[group for group in groups if Path(group).exists()], *swaps, *files]


def marked(windows, marker: str, prepare: str = ":") -> tuple[subprocess.Popen[bytes], int]:
    """Start a guest that carries the marker; give the call and, once it is prepared, its pid as guests count."""
    script = f"{prepare}; echo $$; while :; do sleep 0.1; done"
    running = windows.start("-e", "/bin/sh", "-c", script, marker)
    return running, int(running.stdout.readline())


def over(call: subprocess.Popen[bytes]) -> int:
    """Wait for a call and close its pipes; a guest that survives it holds their other ends, so no end of file comes."""
    code = call.wait(60)
    for stream in (call.stdout, call.stderr):
        stream.close()
    return code


def test_killing_the_client_hangs_up_its_guest(windows, tmp_path):
    """WSL: init.cpp, the guest leads the session of a terminal whose other side closes."""
    marker = str(tmp_path) + "-hup"
    running, _ = marked(windows, marker)
    running.kill()
    over(running)
    await_death(marker)


def test_a_guest_that_ignores_the_hangup_survives_its_client_and_ends_with_the_distribution(windows, tmp_path):
    marker = str(tmp_path) + "-nohup"
    running, _ = marked(windows, marker, "trap '' HUP")
    running.kill()
    over(running)
    assert windows("-e", "/bin/true").code == 0
    assert alive(marker)
    windows("--terminate", "Ubuntu-24.04")
    assert not alive(marker)


@pytest.mark.parametrize("cure", ["start", "clean", "shutdown", "make"])
def test_a_killed_supervisor_leaves_nothing_that_is_not_removed(windows, tmp_path, cure):
    marker = f"{tmp_path}-{cure}"
    windows.config("[wsl2]\nmemory=512MB\nswap=64MB")
    running, _ = marked(windows, marker, "trap '' HUP; sh -c 'sleep 300; :' $0 & true")
    old = windows.note()["boot_id"]
    os.kill(int(windows.note()["pid"]), signal.SIGKILL)
    assert over(running) == 1
    assert remains(windows)
    if cure == "start":
        assert windows("-e", "/bin/true").code == 0
        assert windows.note()["boot_id"] != old
    elif cure == "shutdown":
        assert windows("--shutdown").code == 0
    else:
        assert windows.program(cure).returncode == 0
    assert not alive(marker)
    if cure != "start":
        assert remains(windows) == []


def test_a_client_killed_while_it_boots_leaves_a_machine_that_boots(windows):
    """Swept over the moments of a boot: before the lock, with the lock, while the supervisor builds, after."""
    windows.config("[wsl2]\nmemory=512MB\nswap=64MB")
    for moment in range(MOMENTS):
        client = windows.start("-e", "/bin/true")
        time.sleep(0.36 / MOMENTS * moment)
        client.kill()
        over(client)
        assert windows("-e", "/bin/echo", "here").text == "here\n"
        assert windows("--shutdown").code == 0
        assert remains(windows) == []


def test_a_vm_whose_client_was_killed_before_its_turn_is_not_begun(windows):
    import fcntl  # Windows, where this module is read and not run, has none

    windows.config("[wsl2]\nmemory=512MB\nswap=64MB")
    windows.knobs(swap="cosmetic")  # which the journal tells of each VM that is begun
    assert windows("-e", "/bin/true").code == 0
    assert windows("--shutdown").code == 0
    begun = len(windows.journal())
    turn = os.open(windows.folder / "state" / "alive", os.O_RDWR)
    fcntl.flock(turn, fcntl.LOCK_EX)
    client = windows.start("-e", "/bin/true")
    while not waiting(windows):
        assert client.poll() is None
    client.kill()
    over(client)
    os.close(turn)
    while waiting(windows):
        time.sleep(0.01)
    assert [line for line in windows.journal()[begun:] if "swap is cosmetic" in str(line)] == []
    assert remains(windows) == []


def test_a_supervisor_killed_while_it_builds_leaves_a_machine_that_boots(windows):
    windows.config("[wsl2]\nmemory=512MB\nswap=64MB")
    note = windows.folder / "state" / "vm.json"
    for moment in range(MOMENTS):
        client = windows.start("-e", "/bin/true")
        while not note.exists():
            assert client.poll() is None
        time.sleep(0.06 / MOMENTS * moment)
        subprocess.run(["kill", "-9", windows.note()["pid"]], check=False, capture_output=True)
        over(client)
        assert windows("-e", "/bin/echo", "here").text == "here\n"
        assert windows("--shutdown").code == 0
        assert remains(windows) == []


def test_a_killed_guest_is_its_exit_code_and_nothing_else(windows, tmp_path):
    running, pid = marked(windows, str(tmp_path))
    assert windows.sh(f"kill -9 {pid}").code == 0
    assert over(running) == 9
    assert windows("-e", "/bin/true").code == 0


def test_a_wsl_exe_that_has_just_begun_starts_no_vm_behind_a_cleaning(windows):
    """Swept over its first moments: the shell, the interpreter, the lock, the boot. Its caller may be gone by then."""
    windows.config("[wsl2]\nmemory=512MB\nswap=64MB")
    for moment in range(MOMENTS):
        client = windows.start("-e", "/bin/sleep", "300")
        time.sleep(0.36 / MOMENTS * moment)
        assert windows.program("clean").returncode == 0
        over(client)
        assert remains(windows) == []
        assert alive(str(windows.folder)) == []


def test_cleaning_twice_and_cleaning_nothing_are_fine(windows, tmp_path):
    assert [windows.program("clean").returncode for _ in range(2)] == [0, 0]
    assert type(windows)(tmp_path / "never").program("clean").returncode == 0
