"""With which rights the emulator works, and what it says without them. It never pretends a limit."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "wslmem" / "emulator"
NOBODY = 65534


@pytest.fixture
def as_nobody():
    """Run a program as a user without rights, in a folder of its own."""
    if os.geteuid() != 0:
        pytest.fail("this test takes rights away: run the suite as root")
    import tempfile

    with tempfile.TemporaryDirectory(dir="/tmp", prefix="wslmem-nobody-") as folder:
        os.chown(folder, NOBODY, NOBODY)

        def run(*argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                argv,
                user=NOBODY,
                group=NOBODY,
                extra_groups=[],
                env={"PATH": os.environ["PATH"], "WSL_UTF8": "1"} | environment,
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )

        machine = Path(folder) / "machine"
        assert run("/usr/bin/python3", str(PROGRAM), "make", str(machine)).returncode == 0
        (machine / "profile" / ".wslconfig").write_text("[wsl2]\nmemory=512MB\nswap=64MB\n")
        yield machine, run
        run("/usr/bin/python3", str(PROGRAM), "clean", str(machine))


def test_without_a_right_it_says_which_and_how_to_get_it_and_ends_with_69(as_nobody):
    machine, run = as_nobody
    answer = run(str(machine / "wsl.exe"), "-e", "/bin/echo", "ran")
    assert (answer.returncode, answer.stdout) == (69, "")
    assert "the right to limit memory is missing" in answer.stderr
    assert "Permission denied" in answer.stderr
    assert "run as root" in answer.stderr
    assert run(str(machine / "wsl.exe"), "--version").returncode == 0


def test_in_a_group_that_was_given_to_the_user_the_limit_holds_without_root(as_nobody, given_group):
    machine, run = as_nobody
    script = "bytearray(b'x') * (450 << 20)"
    call = (str(machine / "wsl.exe"), "--cd", "/", "-e")
    shown = run(*call, "/bin/sh", "-c", "id -u; head -1 /proc/meminfo", WSLEMU_CGROUP=given_group)
    assert shown.stdout.split() == ["65534", "MemTotal:", str(376 * 1024), "kB"], shown.stderr
    killed = run(*call, "/usr/bin/python3", "-c", script, WSLEMU_CGROUP=given_group)
    assert killed.returncode == 9, killed.stderr
    assert run(str(machine / "wsl.exe"), "--shutdown").returncode == 0
    assert [entry for entry in Path(given_group).iterdir() if entry.is_dir()] == []


@pytest.fixture
def given_group(part):
    """A memory group that root made and gave to the user."""
    (first, *_) = part("vm.rights").candidates(f"wslmem-given-{os.getpid()}", "")
    Path(first.path).mkdir()
    for place in (Path(first.path), *Path(first.path).iterdir()):
        os.chown(place, NOBODY, NOBODY)
    yield first.path
    first.remove(first.path)


@pytest.fixture
def systemd_run(as_nobody):
    """A stand-in for systemd's user manager: it notes what it is asked for and does not delegate."""
    folder = as_nobody[0].parent
    tool = folder / "systemd-run"
    tool.write_text('#!/bin/sh\necho "$@" > "$0.asked"\nwhile [ "$1" != -- ]; do shift; done; shift; exec "$@"\n')
    tool.chmod(0o755)
    runtime = folder / "runtime" / "systemd"
    runtime.mkdir(parents=True)
    (runtime / "private").touch()
    return tool


def test_where_systemd_serves_the_user_it_starts_itself_again_in_a_delegated_scope_once(as_nobody, systemd_run):
    machine, run = as_nobody
    environment = {
        "PATH": f"{systemd_run.parent}:{os.environ['PATH']}",
        "XDG_RUNTIME_DIR": str(systemd_run.parent / "runtime"),
    }
    answer = run(str(machine / "wsl.exe"), "-e", "/bin/true", **environment)
    asked = Path(f"{systemd_run}.asked").read_text()
    assert "--user --scope --quiet --collect -p Delegate=yes --" in asked
    assert asked.rstrip().endswith(f"supervise {machine}")
    assert answer.returncode == 69


def test_a_systemd_that_makes_no_scope_is_told_with_its_own_words(as_nobody, systemd_run):
    machine, run = as_nobody
    systemd_run.write_text("#!/bin/sh\necho 'Failed to connect to bus: Connection refused' >&2\nexit 1\n")
    environment = {
        "PATH": f"{systemd_run.parent}:{os.environ['PATH']}",
        "XDG_RUNTIME_DIR": str(systemd_run.parent / "runtime"),
    }
    answer = run(str(machine / "wsl.exe"), "-e", "/bin/true", **environment)
    assert (answer.returncode, answer.stdout) == (69, "")
    assert "systemd-run: Failed to connect to bus: Connection refused" in answer.stderr
    assert "the right to limit memory is missing" in answer.stderr


@pytest.mark.parametrize(
    ("version", "lines", "own"),
    [
        (2, ["0::/user.slice/me\n"], "/user.slice/me"),
        (2, ["4:memory:/other\n", "0::/user.slice/me/wslemu-others\n"], "/user.slice/me"),
        (1, ["4:cpu,memory:/mine\n", "0::/\n"], "/mine"),
        (1, ["0::/\n"], "/"),
    ],
)
def test_a_vm_after_another_is_made_beside_the_leaf_that_we_were_put_into(part, version, lines, own):
    assert part("vm.rights")._own_path(version, lines) == own


@pytest.fixture
def unified(tmp_path, part):
    """A folder with the control files of cgroup v2, for what is written into them."""
    for name, text in {
        "cgroup.controllers": "cpu memory",
        "cgroup.subtree_control": "memory",
        "cgroup.procs": "",
        "vm/cgroup.procs": "",
        "vm/memory.max": "max",
        "vm/memory.oom.group": "0",
        "vm/memory.swap.max": "max",
        "vm/memory.swap.current": "4096",
        "vm/memory.stat": "anon 10\nfile 20\nkernel 30\nshmem 5\nfile_mapped 6\nslab_reclaimable 7\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return part("vm.cgroup_v2").GroupV2(f"{tmp_path}/vm")


def test_a_v2_group_bounds_memory_and_swap_apart(unified):
    unified.create(512 << 20, 64 << 20)
    values = {name: Path(unified.path, name).read_text() for name in ("memory.max", "memory.swap.max")}
    assert values == {"memory.max": str(512 << 20), "memory.swap.max": str(64 << 20)}


def test_a_v2_group_without_swap_in_the_kernel_is_bounded_all_the_same(unified):
    for name in ("memory.swap.max", "memory.swap.current"):
        Path(unified.path, name).unlink()
    unified.create(512 << 20, 0)
    assert unified.usage().swap == 0


def test_a_v2_groups_usage_is_told_in_the_same_words(unified):
    usage = unified.usage()
    assert (usage.anonymous, usage.files, usage.shared, usage.mapped) == (10, 20, 5, 6)
    assert (usage.reclaimable, usage.kernel, usage.swap) == (7, 23, 4096)


def test_the_controller_is_handed_down_where_it_was_not(unified):
    control = Path(unified.path).parent / "cgroup.subtree_control"
    control.write_text("")
    unified.create(512 << 20, 0)
    assert control.read_text() == "+memory"
