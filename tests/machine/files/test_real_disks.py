"""Real disks that are full or read-only, and a file that may not be changed: the old file stays, and it is said why.

Each disk is mounted in a mount namespace of its own, which ends with the test's process: nothing stays mounted.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.posix_only(reason="mounts disks and sets marks of Linux file systems")

OLD = b"# mine\n[wsl2]\nmemory=4GB\n"
WSLMEM = f'"{sys.executable}" -m wslmem --apply --memory 6GB --shutdown never --config'
TELL = """
code=$?
printf '%s\\0' "$code"; cat "$1/.wslconfig"; printf '\\0'; ls -A "$1"; printf '\\0'
"""


@dataclass(frozen=True)
class Ended:
    """How an apply on such a disk ended."""

    code: int
    content: bytes
    names: set[str]
    """What lies in the folder."""
    story: str

    def left_alone(self, code: int) -> bool:
        """Whether the old file is there, alone, and the exit code is this."""
        return (self.code, self.content, self.names - {"filler"}) == (code, OLD, {".wslconfig"})


@pytest.fixture
def on(needs_tool: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Ended]:
    """Prepare the folder `$1` by a shell script in a mount namespace of its own, apply there, and look."""
    unshare = needs_tool("unshare")
    folder = tmp_path / "disk"
    folder.mkdir()
    monkeypatch.setenv("WSLMEM_STATE", str(tmp_path / "state"))

    def run(prepare: str) -> Ended:
        script = f'set -e\n{prepare}\nset +e\n{WSLMEM} "$1/.wslconfig" >&2{TELL}'
        done = subprocess.run(
            [unshare, "--mount", "--propagation", "private", "sh", "-c", script, "sh", str(folder)],
            input=OLD,
            capture_output=True,
            check=False,
        )
        assert done.stdout, done.stderr
        code, content, names, _ = done.stdout.split(b"\0")
        return Ended(int(code), content, set(names.decode().split()), done.stderr.decode())

    return run


def test_a_disk_that_is_full_keeps_the_old_file_and_says_so(on: Callable[[str], Ended]) -> None:
    ended = on(
        'mount -t tmpfs -o size=64k none "$1"; cat > "$1/.wslconfig"\n'
        'cat /dev/zero > "$1/filler" 2>/dev/null || true'
    )  # fmt: skip
    assert ended.left_alone(74), ended
    assert "No space left on device" in ended.story
    assert "unchanged" in ended.story
    assert "free disk space" in ended.story


def test_a_disk_without_a_free_inode_keeps_the_old_file(on: Callable[[str], Ended]) -> None:
    ended = on('mount -t tmpfs -o nr_inodes=3 none "$1"; cat > "$1/.wslconfig"; : > "$1/filler"')
    assert ended.left_alone(74), ended
    assert "No space left on device" in ended.story


def test_a_disk_with_room_for_a_part_of_the_new_file_keeps_the_old_one(on: Callable[[str], Ended]) -> None:
    """A short write is no error of the kernel's: a page is free, and the file needs more than that."""
    ended = on(
        'mount -t tmpfs -o size=64k none "$1"\n'
        '{ cat; yes "# filler" | head -c 20000; } > "$1/.wslconfig"\n'
        'head -c 36864 /dev/zero > "$1/filler"'
    )
    assert (ended.code, ended.names) == (74, {".wslconfig", "filler"}), ended
    assert ended.content.startswith(OLD)
    assert len(ended.content) == len(OLD) + 20000


def test_a_disk_that_is_mounted_read_only_is_told_as_such(on: Callable[[str], Ended]) -> None:
    ended = on('mount -t tmpfs none "$1"; cat > "$1/.wslconfig"; mount -o remount,ro "$1"')
    assert ended.left_alone(77), ended
    assert "Read-only file system" in ended.story


@pytest.fixture
def immutable(needs_tool: Callable[[str], str], tmp_path: Path) -> Iterator[Path]:
    """A .wslconfig that not even root may change, until the mark is taken off again."""
    chattr = needs_tool("chattr")
    path = tmp_path / "marked" / ".wslconfig"
    path.parent.mkdir()
    path.write_bytes(OLD)
    subprocess.run([chattr, "+i", str(path)], check=True)
    yield path
    subprocess.run([chattr, "-i", str(path)], check=True)


def test_a_file_with_the_immutable_mark_is_not_replaced_even_by_root(
    immutable: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSLMEM_STATE", str(tmp_path / "state"))
    line = f'{WSLMEM} "{immutable}"'
    done = subprocess.run(["sh", "-c", line], input=b"", capture_output=True, check=False)
    assert done.returncode == 77, done.stderr
    assert b"Operation not permitted" in done.stderr
    assert immutable.read_bytes() == OLD
    assert {one.name for one in immutable.parent.iterdir()} <= {".wslconfig", ".wslconfig.wslmem-new"}
