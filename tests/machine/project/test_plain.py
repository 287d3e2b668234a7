"""What has the name of a Go file and is none is told at once, on both sides."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from shell_door import ShellDoor

from wslmem.errors import UnsafeFileError
from wslmem.machine.project import go_mod, guest_scan, plain, project_scan

pytestmark = pytest.mark.posix_only(reason="FIFOs, devices and sparse files")

MAIN = "package main\n\nfunc main() {}\n"


def _fifo(path):
    os.mkfifo(path)


def _zero(path):
    path.symlink_to("/dev/zero")


def _large(path):
    path.touch()
    os.truncate(path, plain.LARGEST + 1)


def _link_to_large(path):
    large = path.with_suffix(".bin")
    _large(large)
    path.symlink_to(large)


def _socket(path):
    there = Path.cwd()
    os.chdir(path.parent)  # a socket's path has 108 bytes at most
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(there)


ODD = {"a FIFO": _fifo, "a link to a device": _zero, "too large": _large, "a link to it": _link_to_large,
       "a socket": _socket}  # fmt: skip
EVEN = {
    "a link to a Go file": lambda path: path.symlink_to(path.with_name("main.go")),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to a folder": lambda path: path.symlink_to("."),
    "a folder": lambda path: path.mkdir(),
    "just as large as may be": lambda path: (path.write_text("package main\n"), os.truncate(path, plain.LARGEST)),
}
PLACES = ["a.go", "deep/er/a.go", "vendor/a.go", "node_modules/x/a.go"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_the_host_scans_around_it_and_says_so_and_the_guest_names_it(module, go, make, place):
    files = {"main.go": MAIN, "deep/er/b.go": "package er\n", "vendor/b.go": "package vendor\n"}
    files |= {"node_modules/x/b.go": "package x\n"}
    root = module(files)
    make(root / place)
    for toolchain in (go, None):
        project = project_scan.scan(root, go=toolchain)
        assert not project.exact
        assert any(str(root / place) in str(caution.text) for caution in project.cautions) or toolchain is None
        assert project.mains
    with pytest.raises(UnsafeFileError) as raised:
        guest_scan.scan_in_guest(ShellDoor(str(go.parent)), "Ubuntu", str(root))
    assert str(root / place) in str(raised.value)


@pytest.mark.parametrize("make", EVEN.values(), ids=EVEN)
def test_what_nobody_waits_for_is_no_matter_on_either_side(module, go, make):
    root = module({"main.go": MAIN})
    make(root / "a.go")
    assert plain.odd([str(root)]) is None
    guest_scan.scan_in_guest(ShellDoor(str(go.parent)), "Ubuntu", str(root))


@pytest.mark.parametrize("place", ["_a/a.go", ".a/a.go", "testdata/a.go"])
def test_where_the_go_command_does_not_look_nothing_is_odd(module, go, place):
    root = module({"main.go": MAIN, place + ".txt": ""})
    os.mkfifo(root / place)
    assert project_scan.scan(root, go=go).exact
    guest_scan.scan_in_guest(ShellDoor(str(go.parent)), "Ubuntu", str(root))


@pytest.mark.parametrize("make", [_fifo, _zero, _large], ids=["FIFO", "device", "large"])
def test_a_go_mod_that_is_no_file_says_nothing_and_is_not_waited_for(tmp_path, make):
    make(tmp_path / "go.mod")
    assert go_mod.read(tmp_path / "go.mod") == go_mod.Directives()


def test_after_a_million_entries_nobody_looks_any_longer(module, monkeypatch):
    root = module({f"{number:03d}.txt": "" for number in range(50)})
    monkeypatch.setattr(plain, "MOST", 10)
    assert sum(1 for _ in plain._entries([str(root)])) <= 10
