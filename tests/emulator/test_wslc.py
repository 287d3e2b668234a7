"""The VM of WSL's own containers: its memory, its end, and its process beside that of the distributions' VM."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.posix_only(reason="the emulated wslc.exe and powershell.exe are Linux programs")
FILL = "import sys; held = b'x' * (int(sys.argv[1]) << 20); print(len(held))"
HOLD = "import sys; held = b'x' * (200 << 20); print('full', flush=True); sys.stdin.read()"
QUESTION = "Get-CimInstance Win32_OperatingSystem; Get-Process -Name vmmemwslc*;"


@pytest.fixture
def settings(windows):
    """settings.yaml as a session left it; `settings(text)` writes it."""
    path = windows.folder / "profile" / "AppData" / "Local" / "wslc" / "settings.yaml"
    path.parent.mkdir(parents=True)
    return lambda text: path.write_bytes(text.encode())


@pytest.fixture
def wslc(windows):
    """Run a command in the session's VM."""

    def run(*words):
        line = [str(windows.folder / "wslc.exe"), "run", *words]
        return subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def host(windows):
    """What PowerShell tells of the computer."""

    def ask(question=QUESTION):
        line = [str(windows.folder / "powershell.exe"), "-NoProfile", "-Command", question]
        return json.loads(subprocess.run(line, capture_output=True, check=True).stdout)

    return ask


def total(answer):
    return int(answer.stdout.split()[1]) // 1024


@pytest.mark.parametrize(
    ("text", "mebibytes"),
    [
        (None, 4096),
        ("session:\r\n  # memorySize: 1GB\r\n", 4096),
        ("session:\r\n  cpuCount: 2\r\n  memorySize: 512MB # for tests\r\nother:\r\n  memorySize: 2GB\r\n", 512),
        ('session:\n  memorySize: "1GB"\n', 1024),
        ("session:\n  memorySize: default\n", 4096),
        ("session:\n  memorySize: 1gb\n", 4096),
        ("wsl2:\n  memorySize: 1GB\n", 4096),
    ],
)
def test_its_memory_is_that_of_its_own_file_or_half_of_the_computers(windows, settings, wslc, text, mebibytes):
    """WSLCUserSettings.cpp; memory= of .wslconfig does not touch it."""
    windows.knobs(profile="3.0.1")
    if text is not None:
        settings(text)
    assert total(wslc("/bin/grep", "MemTotal", "/proc/meminfo")) == mebibytes * 63 // 64 - 150


def test_a_kill_in_it_is_its_own(windows, settings, wslc):
    settings("session:\n  memorySize: 512MB\n")
    boot = windows("-e", "/bin/cat", "/proc/sys/kernel/random/boot_id").text
    assert wslc(sys.executable, "-c", FILL, "100").stdout == f"{100 << 20}\n"
    assert wslc(sys.executable, "-c", FILL, "500").returncode == 256 - 9
    assert wslc("/bin/sh", "-c", "exit 7").returncode == 7
    again = windows("-e", "/bin/cat", "/proc/sys/kernel/random/boot_id", "/proc/vmstat").text
    assert again.startswith(boot)
    assert "\noom_kill 0\n" in again


def test_it_ends_30_seconds_after_its_last_container(windows, settings, wslc, host):
    settings("session:\n  memorySize: 512MB\n")
    windows.knobs(time_scale=300)
    assert wslc("/bin/true").returncode == 0
    end = time.monotonic() + 20
    while host()["WslcName"] is not None and time.monotonic() < end:
        time.sleep(0.05)
    assert host()["WslcName"] is None


def test_each_vm_is_a_process_of_the_host_and_counts_in_its_sum(windows, settings, wslc, host):
    settings("session:\n  memorySize: 512MB\n")
    windows.knobs(profile="3.0.1")
    before = host()
    assert (before["VmName"], before["WslcName"]) == (None, None)
    windows("-e", "/bin/true")
    wslc("/bin/true")
    both = host()
    assert (both["VmName"], both["WslcName"]) == ("vmmemWSL", "vmmemwslc-cli-tester")
    held = both["VmWorkingSet"] + both["WslcWorkingSet"]
    assert held >= 2 * 150 << 20
    assert before["FreeKB"] - both["FreeKB"] == pytest.approx(held / 1024, abs=2)
    assert before["CommitFreeKB"] - both["CommitFreeKB"] == pytest.approx(held / 1024, abs=2)


def test_what_a_machine_short_of_memory_swaps_of_it_is_held_all_the_same(windows, settings, host, part):
    """Its swap is as cosmetic as its memory is real: the tests' own machine has to swap to show it."""
    settings("session:\n  memorySize: 512MB\n")
    swap, file = part("vm.swap"), str(windows.folder / "machines-swap")
    swap.make(file, 300 << 20)
    swap.start(file)
    line = [str(windows.folder / "wslc.exe"), "run", sys.executable, "-c", HOLD]
    try:
        with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as container:
            assert container.stdout.readline() == b"full\n"
            before = host()["WslcWorkingSet"]
            group = Path(json.loads((windows.folder / "wslc" / "state" / "vm.json").read_text())["cgroup"])
            if (empty := group / "memory.force_empty").exists():  # version 2 lets nothing of it be swapped
                empty.write_text("1")
            assert host()["WslcWorkingSet"] == pytest.approx(before, rel=0.05)
            container.kill()
    finally:
        swap.end(file)


def test_a_shutdown_of_wsl_ends_it_too_and_nothing_of_it_stays(windows, settings, wslc, host):
    """microsoft/WSL#41449: the service hangs where it stops a VM of wslc, so it stops them."""
    settings("session:\n  memorySize: 512MB\n")
    wslc("/bin/true")
    assert windows("--shutdown").code == 0
    assert host()["WslcName"] is None
    wslc("/bin/true")
    assert windows.program("clean").returncode == 0
    assert sorted(path.name for path in (windows.folder / "wslc" / "state").iterdir() if path.suffix == ".sock") == []


@pytest.mark.parametrize("words", [[], ["list"], ["run"]])
def test_another_word_is_no_command_of_it(windows, words):
    done = subprocess.run([str(windows.folder / "wslc.exe"), *words], capture_output=True, check=False)
    assert done.returncode == 64


def test_powershell_answers_one_question(windows, host):
    with pytest.raises(subprocess.CalledProcessError):
        host("Get-Clipboard -Raw;")
