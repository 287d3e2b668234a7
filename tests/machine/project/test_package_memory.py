"""What is remembered of packages: never anything else than a new scan finds, and nothing is read twice."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.machine.project import go_list, go_toolchain, outline_text, package_memory, project_scan, shelves, standard
from wslmem.machine.project.go_files import Files
from wslmem.machine.project.go_list import Figures
from wslmem.machine.project.package_memory import PackageMemory, Places
from wslmem.machine.project.shelves import Shelves
from wslmem.machine.project.source import go_outline

TYPES = """package types

import "io"

type Reader interface {
	Read(to io.Writer) Cache[string]
}

type Cache[K comparable] struct {
	io.Closer
	items map[K]Reader
}

func (c *Cache[K]) Get(key K) Reader {
	return c.items[key]
}

func New[K comparable](k K) *Cache[K] { return nil }
"""
USER = """package main

import "example.com/app/types"

type Server struct {
	cache *types.Cache[int]
}

func main() {
	println(types.New(1))
}
"""
FILES = {"main.go": USER, "types/types.go": TYPES}


@pytest.mark.parametrize(
    ("edited", "text"),
    [
        ("main.go", USER.replace("int]", "string]")),
        ("types/types.go", TYPES.replace("Read(", "Write()\n\tRead(")),
        ("types/more.go", "package types\n\ntype More struct{ Reader }\n"),
    ],
)
def test_after_an_edit_the_same_is_found_as_by_a_new_scan(module, go, tmp_path, edited, text):
    root, state = module(FILES), tmp_path / "state"
    before = project_scan.scan(root, go=go, state_dir=state)
    (root / edited).write_text(text)
    after = project_scan.scan(root, go=go, state_dir=state)
    assert after.packages != before.packages
    assert after == project_scan.scan(root, go=go)


C = {
    "main.go": 'package main\n\nimport "example.com/app/c"\n\nfunc main() { c.F() }\n',
    "c/c.go": 'package c\n\n// #cgo CFLAGS: -I${SRCDIR}/../shared\n// int f(void);\nimport "C"\n\nfunc F() { C.f() }\n',
    "c/f.c": '#include "deep/x.h"\n#include <y.h>\n#include "z.inc"\nint f(void) { return 1; }\n',
    "c/deep/x.h": "int x;\n",
    "shared/y.h": "int y;\n",
    "c/z.inc": "int z;\n",
}


@pytest.mark.parametrize("edited", [name for name in C if not name.endswith(".go")])
def test_after_an_edit_of_what_c_includes_the_same_is_found_as_by_a_new_scan(module, go, tmp_path, edited, monkeypatch):
    monkeypatch.setenv("CGO_ENABLED", "1")
    root, state = module(C), tmp_path / "state"
    before = project_scan.scan(root, go=go, state_dir=state)
    (root / edited).write_text(C[edited] + "int more;\n")
    after = project_scan.scan(root, go=go, state_dir=state)
    assert after.packages != before.packages
    assert after == project_scan.scan(root, go=go)


def test_another_project_finds_what_the_standard_library_holds_without_reading_it(module, go, tmp_path):
    state = tmp_path / "state"
    project_scan.scan(module(FILES), go=go, state_dir=state)
    before = rows(state)
    other = module({"main.go": 'package main\n\nimport "io"\n\nvar w io.Writer\n\nfunc main() {}\n'}, "other")
    assert project_scan.scan(other, go=go, state_dir=state) == project_scan.scan(other, go=go)
    assert before
    assert rows(state) >= before


def rows(state):
    """What is kept; a row that is written anew has another number."""
    with closing(sqlite3.connect(state / package_memory.FILE)) as database:
        return set(database.execute("select name, rowid from shelf"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: -len(data) // 3],
        lambda data: data[:100],
        lambda data: b"[" * len(data),
        lambda data: data.replace(b"wslmem outlines", b"wslmem 0utlines"),
        lambda data: data.replace(b"Reader", b"Writer"),
        lambda _: b"",
    ],
)
def test_a_file_that_is_damaged_counts_for_nothing_and_is_made_anew(module, go, tmp_path, damage):
    root, state = module(FILES), tmp_path / "state"
    found = project_scan.scan(root, go=go, state_dir=state)
    before, path = rows(state), state / package_memory.FILE
    path.write_bytes(damage(path.read_bytes()))
    shutil.rmtree(state / "scans")
    assert project_scan.scan(root, go=go, state_dir=state) == found
    assert {name for name, _ in rows(state)} == {name for name, _ in before}


def test_while_another_process_writes_a_scan_is_as_good(module, go, tmp_path, monkeypatch):
    monkeypatch.setattr(shelves, "PATIENCE", 0.0)
    root, state = module(FILES), tmp_path / "state"
    found = project_scan.scan(root, go=go, state_dir=state)
    shutil.rmtree(state / "scans")
    with closing(sqlite3.connect(state / package_memory.FILE, isolation_level=None)) as database:
        database.execute("begin exclusive")
        assert project_scan.scan(root, go=go, state_dir=state) == found
        database.execute("rollback")
    assert rows(state)


def test_without_a_database_nothing_is_remembered_and_all_is_found(module, go, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    root, state = module(FILES), tmp_path / "state"
    assert project_scan.scan(root, go=go, state_dir=state) == project_scan.scan(root, go=go)
    assert not (state / package_memory.FILE).exists()


class NotOf(Files):
    """Files of which those below a folder may not be read."""

    def __init__(self, closed):
        super().__init__()
        self.closed = closed

    def texts(self, folder, names):
        assert not folder.startswith(self.closed), f"{folder} was read for {names}"
        return super().texts(folder, names)


def test_what_comes_with_wslmem_of_a_release_of_go_is_what_a_scan_finds(module, go, tmp_path):
    settings = go_toolchain.settings(go)
    root = module({"main.go": 'package main\n\nimport "net/http"\n\nvar h http.Handler\n\nfunc main() {}\n'})
    asked = [str(go), *go_list.arguments(["./..."], "")]
    environment = go_toolchain.environment() | {"CGO_ENABLED": "1", "GOFLAGS": ""}
    told = go_list.parse(subprocess.run(asked, cwd=root, env=environment, capture_output=True, check=True).stdout)
    sources = os.path.join(settings["GOROOT"], "src", "")  # noqa: PTH118  with a separator behind it
    comes = settings["GOVERSION"] in dict(standard.releases())
    files = NotOf(sources if comes else "/nowhere/")
    places = Places("/nowhere/", sources, settings["GOVERSION"])
    found = go_list.listing(told, files, PackageMemory(Shelves(tmp_path / "kept"), root, places, files))
    assert found == go_list.listing(told, Files())


@pytest.mark.parametrize("version", [name for name, _ in standard.releases()])
def test_what_comes_with_wslmem_is_read_by_it(version, tmp_path):
    places = Places("/nowhere/", "/go/src/", version)
    entry = {"ImportPath": "errors", "Dir": "/go/src/errors", "Standard": True, "GoFiles": ["errors.go"]}
    with closing(Shelves(tmp_path / "kept")) as kept:
        memory = PackageMemory(kept, tmp_path, places, Unread())
        assert memory.figures(entry, memory.key(entry, [])) is None, "of other files nothing is known"
        memory.write()
        assert kept.body(package_memory.standard_of(places.version)) == standard.shipped(version)


@pytest.mark.parametrize("data", [b"", b"\xfd7zXZ\x00", b"no xz at all"])
def test_a_damaged_file_of_releases_costs_the_scan_its_time_alone(data, tmp_path, monkeypatch):
    monkeypatch.setattr(standard, "FILE", tmp_path / "standard.xz")
    standard.FILE.write_bytes(data)
    entry = {"ImportPath": "errors", "Dir": "/go/src/errors", "Standard": True, "GoFiles": ["errors.go"]}
    memory = PackageMemory(Shelves(tmp_path / "kept"), tmp_path, Places("/nowhere/", "/go/src/", "go1.27.3"), Unread())
    assert memory.figures(entry, memory.key(entry, [])) is None


class Unread(Files):
    """Files that nobody may read."""

    def texts(self, folder, names):
        raise AssertionError(f"{folder} was read for {names}")


ENTRY = {"ImportPath": "x/m/p", "Dir": "/cache/x/m@v1.0.0/p", "GoFiles": ["a.go"]}
FIGURES = Figures(*range(len(Figures._fields) - 2), (3, 4), ())


@contextmanager
def memory(folder, root="/app"):
    with closing(Shelves(folder / "kept")) as kept:
        yield PackageMemory(kept, root, Places("/cache/", "/go/src/", "go1.26.8"), Unread())


@pytest.mark.parametrize("version", ["v1.0.0", "v1.0.0-\udcff"])
def test_a_module_is_known_by_its_version_whatever_project_asks(tmp_path, version):
    outline, _ = go_outline.read([TYPES.encode()])
    entry = ENTRY | {"Dir": f"/cache/x/m@{version}/p"}
    with memory(tmp_path) as first:
        first.keep(entry, first.key(entry, ["a"]), FIGURES, outline)
        first.write()
    with memory(tmp_path, "/other") as again:
        assert again.figures(entry, again.key(entry, ["a"])) == FIGURES
        assert again.outline(entry).declared.spelled == outline.declared.spelled
        assert again.figures(entry, again.key(entry, ["b"])) is None
        newer = entry | {"Dir": "/cache/x/m@v1.1.0/p"}
        assert again.figures(newer, again.key(newer, ["a"])) is None


def test_what_was_not_used_for_longest_makes_room(tmp_path, monkeypatch):
    now = iter(range(0, 900 * 86400, 2 * 86400))
    monkeypatch.setattr(shelves, "time", SimpleNamespace(time=lambda: next(now)))
    with closing(Shelves(tmp_path / "kept")) as kept:
        for number in range(5):
            kept.keep([(f"m{number}", b"x" * 300)], [f"m{number}"])
        kept.keep([], ["m0", "unknown"])
        monkeypatch.setattr(shelves, "ROOM", 1000)
        kept.keep([("new", b"x" * 300)], ["new"])
        assert [name for name in ("m0", "m1", "m2", "m3", "m4", "new") if kept.body(name)] == ["m0", "m4", "new"]


WORDS = [
    "\ntype A struct {\n",
    "\ntype B[T any] interface {\n\tM()\n",
    "}",
    "\n}\n",
    'import x "y"\n',
    "\x1e",
    "\x1f",
    "\x1d",
]
WORDS += ['import x "y"\n', "\nfunc (a A) M() {}\n", "\nfunc F[T any](t T) {"]


@given(st.lists(st.sampled_from(WORDS)))
def test_an_outline_comes_back_as_it_was_or_not_at_all(words):
    outline, _ = go_outline.read(["".join(["package p\n", *words]).encode()])
    again = outline_text.read(outline_text.written(outline))
    if again is not None:
        assert again.declared.spelled == outline.declared.spelled
        assert (again.aliases, again.functions.keys()) == (outline.aliases, outline.functions.keys())
    assert again is not None or any(word in "\x1d\x1e\x1f" for word in words)
