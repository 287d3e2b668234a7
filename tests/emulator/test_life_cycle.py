"""When a VM starts and ends, and what the faults change in that (WSL: LxssUserSession.cpp, WslCoreVm.cpp)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

BOOT_ID = ("-e", "/bin/cat", "/proc/sys/kernel/random/boot_id")


def boot_id(windows) -> str:
    return windows(*BOOT_ID).text.strip()


def wait_until_gone(windows) -> None:
    """Wait for the supervisor's own end: it holds `state/alive` for its life."""
    subprocess.run(["flock", str(windows.folder / "state" / "alive"), "true"], check=True, timeout=60)


def test_one_vm_serves_all_calls_until_it_is_shut_down(windows):
    first = boot_id(windows)
    assert boot_id(windows) == first
    assert windows.note()["boot_id"] == first
    windows("--shutdown")
    assert boot_id(windows) != first


def test_the_guest_has_drive_c_where_wsl_mounts_it_and_this_machine_does_not(windows):
    folder = windows.folder / "drives" / "c" / "src"
    folder.mkdir(parents=True)
    (folder / "main.go").write_text("package main\n")
    assert windows.sh("cat /mnt/c/src/main.go").out == b"package main\n"
    assert not Path("/mnt/c/src/main.go").exists()


def test_terminating_the_distribution_leaves_the_vm(windows):
    first = boot_id(windows)
    windows("--terminate", "Ubuntu-24.04")
    assert boot_id(windows) == first


def test_the_file_is_read_when_the_vm_starts_and_not_before_the_next_one(windows):
    """LxssUserSession.cpp: CreateVm reads .wslconfig."""
    script = "grep -E 'MemTotal|SwapTotal' /proc/meminfo; nproc"
    before = windows.sh(script).text
    windows.config("[wsl2]\nmemory=1GB\nswap=64MB\nprocessors=1\n")
    assert windows.sh(script).text == before
    windows("--shutdown")
    assert windows.sh(script).text == f"MemTotal:       {880 * 1024:>8} kB\nSwapTotal:      {65536:>8} kB\n1\n"


def test_an_idle_instance_and_then_an_idle_vm_end_by_themselves(windows):
    """WslCoreConfig.h: instanceIdleTimeout 15 s, vmIdleTimeout 60 s."""
    windows.knobs(time_scale=100)
    first = boot_id(windows)
    wait_until_gone(windows)
    assert windows("-l", "--running", "-q").text == ""
    assert boot_id(windows) != first


def test_a_command_that_runs_keeps_its_vm(windows):
    windows.knobs(time_scale=1000)
    assert windows.sh("sleep 1; echo here").text == "here\n"


def test_idle_time_outs_can_be_switched_off(part):
    """WslCoreConfig.cpp: -1 is never."""
    reading = part("config.read").read(b"[wsl2]\nvmIdleTimeout=-1\n[general]\ninstanceIdleTimeout=-1")
    settings = part("config.settings").initialize(reading, 8 << 30, 4)
    assert (settings.vm_idle, settings.instance_idle) == (-1, -1)


def test_a_shutdown_that_does_nothing_leaves_the_vm(windows):
    windows.knobs(faults=["shutdown-noop"])
    first = boot_id(windows)
    assert windows("--shutdown").code == 0
    assert boot_id(windows) == first


def test_a_shutdown_that_hangs_holds_until_it_is_killed_and_force_gets_through(windows):
    windows.knobs(faults=["shutdown-hang"])
    first = boot_id(windows)
    hanging = windows.start("--shutdown")
    with pytest.raises(subprocess.TimeoutExpired):
        hanging.wait(1)
    assert windows("--version").code == 0
    hanging.kill()
    hanging.communicate()
    assert windows("--shutdown", "--force").code == 0
    assert boot_id(windows) != first


def test_a_slow_shutdown_takes_its_time_and_ends(windows):
    windows.knobs(faults=["shutdown-slow:20"], time_scale=40)
    windows("-e", "/bin/true")
    assert windows("--shutdown").code == 0
    (entry,) = [entry for entry in windows.journal() if entry.get("line") == "wsl.exe --shutdown"]
    assert entry["ms"] >= 500


def test_another_program_can_start_the_vm_again_at_once_and_eat_the_warnings(windows):
    windows.knobs(faults=["restart-by-other"])
    first = boot_id(windows)
    windows.config("[wsl2]\na=1\nmemory=1GB\nswap=0")
    assert windows("--shutdown").err == b""
    assert windows("-l", "--running", "-q").text == "Ubuntu-24.04\r\n"
    answer = windows.sh("cat /proc/sys/kernel/random/boot_id; head -1 /proc/meminfo")
    assert first not in answer.text
    assert "901120 kB" in answer.text
    assert answer.err == b""


def test_a_config_that_is_ignored_gives_the_defaults_without_a_word(windows):
    windows.config("[wsl2]\na=1\nmemory=1GB\nswap=0")
    windows.knobs(faults=["config-ignored"], swap="cosmetic")
    answer = windows("-e", "/bin/grep", "Total", "/proc/meminfo")
    assert f"MemTotal:       {(4096 // 64 * 63 - 128) * 1024:>8} kB" in answer.text
    assert answer.err == b""


def test_swap_can_come_late(windows):
    """main.cpp: swap is switched on after the boot."""
    windows.config("[wsl2]\nmemory=512MB\nswap=64MB")
    windows.knobs(faults=["swap-late:1"])
    late = "grep -c 'SwapTotal: *0 kB' /proc/meminfo"
    comes = "until grep -q 'SwapTotal: *65536 kB' /proc/meminfo; do sleep 0.05; done"
    answer = windows.sh(f"{late}; {comes}")
    assert (answer.code, answer.text) == (0, "1\n")


def test_docker_desktop_is_listed_and_runs_with_the_vm(windows):
    windows.knobs(faults=["docker-present"])
    assert windows("-l", "-q").text == "Ubuntu-24.04\r\ndocker-desktop\r\n"
    windows("-e", "/bin/true")
    assert windows("-l", "--running", "-q").text == "Ubuntu-24.04\r\ndocker-desktop\r\n"


def test_many_clients_at_once_start_one_vm(windows):
    clients = [windows.start(*BOOT_ID) for _ in range(6)]
    assert len({client.communicate()[0] for client in clients}) == 1
    assert {client.returncode for client in clients} == {0}


def test_a_vm_whose_folder_is_removed_under_it_ends_all_the_same(windows):
    windows.knobs(time_scale=100)
    windows("-e", "/bin/true")
    group = Path(windows.note()["cgroup"])
    assert group.exists()
    import fcntl  # this module is collected on Windows too

    with (windows.folder / "state" / "alive").open() as held:
        shutil.rmtree(windows.folder)
        fcntl.flock(held, fcntl.LOCK_EX)
    assert not group.exists()


def test_the_folder_may_be_moved_while_no_vm_runs(windows, tmp_path):
    windows("-e", "/bin/true")
    windows("--shutdown")
    moved = type(windows)(windows.folder.rename(tmp_path / "moved to"))
    assert moved("-e", "/bin/echo", "here").text == "here\n"
    moved("--shutdown")
    moved.folder.rename(windows.folder)


def test_a_guest_sees_the_processes_of_the_vm_alone(windows):
    with windows.start("-e", "/bin/sh", "-c", "sleep 300 & echo ready; wait; :") as lasting:
        lasting.stdout.readline()
        names = windows.sh("cat /proc/[0-9]*/comm | sort -u").text.split()
        windows("--shutdown")
    assert {"init", "sleep"} < set(names) <= {"init", "sleep", "sh", "bash", "cat", "sort"}


def test_a_vm_says_how_long_it_has_run_where_that_is_set(windows):
    windows.knobs(uptime=5)
    first, then = (float(windows.sh("cut -d' ' -f1 /proc/uptime; sleep 0.3").out) for _ in range(2))
    assert 5 <= first < then < 305


def test_a_distribution_keeps_the_folders_of_its_builds_on_a_disk_of_its_own(windows):
    windows.sh("mkdir -p ~/.cache/wslmem && echo ours > ~/.cache/wslmem/own-disk-test")
    assert not Path("~/.cache/wslmem/own-disk-test").expanduser().exists()
    windows("--shutdown")
    assert windows.sh("cat ~/.cache/wslmem/own-disk-test").out == b"ours\n"
