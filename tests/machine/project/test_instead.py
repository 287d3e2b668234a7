"""Whatever folder is named: it is sized, or what lies there is told, and what to name."""

from __future__ import annotations

from pathlib import Path

import pytest

from wslmem.errors import NotFoundError
from wslmem.machine.project import go_toolchain, project_scan

MODULE = "module example.com/{name}\n\ngo 1.22\n"


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text.replace("{name}", "x"))
    return root


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    main = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println() }\n'
    return write(
        tmp_path / "work",
        {
            "go.work": "go 1.22\n\nuse (\n\t./services/a\n\t./services/b\n\t./lib\n)\n",
            "services/a/go.mod": MODULE.format(name="a"),
            "services/a/main.go": main,
            "services/b/go.mod": MODULE.format(name="b"),
            "services/b/main.go": main,
            "lib/go.mod": MODULE.format(name="lib"),
            "lib/lib.go": "package lib\n",
        },
    )


@pytest.mark.parametrize("go", ["here", "none"])
@pytest.mark.parametrize(
    ("folder", "mains", "own"),
    [(".", {"a", "b"}, {"a", "b", "lib"}), ("services", {"a", "b"}, {"a", "b"}), ("services/a", {"a"}, {"a"})],
)
def test_a_workspace_is_sized_at_its_root_and_below(workspace: Path, go, folder: str, mains: set[str], own: set[str]):
    found = project_scan.scan(workspace / folder, go=go_toolchain.find() if go == "here" else None)
    assert {package.import_path.rpartition("/")[2] for package in found.mains} == mains
    assert {one.import_path.rpartition("/")[2] for one in found.packages if not one.standard} == own
    assert all("..." not in package.import_path for package in found.packages)


@pytest.mark.parametrize("go", ["here", "none"])
def test_a_workspace_folder_without_modules_below_sizes_all_of_them(workspace: Path, go):
    (workspace / "docs").mkdir()
    found = project_scan.scan(workspace / "docs", go=go_toolchain.find() if go == "here" else None)
    assert len(found.mains) == 2


@pytest.mark.posix_only(reason="needs a Go toolchain, which is the guest's")
def test_a_part_of_a_module_is_sized_and_said_to_be_one(tmp_path: Path):
    root = write(
        tmp_path, {"go.mod": MODULE.format(name="x"), "x.go": "package x\n", "sub/s.go": "package s\n", "docs/a": ""}
    )
    found = project_scan.scan(root / "sub", go=go_toolchain.find())
    assert len(found.packages) == 1
    assert [one.code for one in found.cautions] == ["part-of-module"]
    assert not project_scan.scan(root, go=go_toolchain.find()).cautions
    with pytest.raises(NotFoundError) as caught:
        project_scan.scan(root / "docs", go=go_toolchain.find())
    assert str(root) in str(caught.value.next_step)


@pytest.mark.parametrize(
    ("files", "named", "cause", "offer"),
    [
        ({"go.mod": MODULE, "x_test.go": "package x\n"}, ".", "only tests", "go test"),
        ({"go.mod": MODULE}, ".", "no Go files", "another module"),
        ({"a/go.mod": MODULE, "b/c/go.mod": MODULE}, ".", "2 below", "/b/c"),
        ({"Cargo.toml": ""}, ".", "Cargo.toml", "cargo build"),
        ({"package.json": "{}", "node_modules/x/go.mod": MODULE}, ".", "package.json", "npm run build"),
        ({"go.work": "go 1.22\nuse ./gone\n"}, ".", "names no module", "go work use"),
        ({"go.mod": MODULE, "sub/main.go": "package main\n"}, "sub/main.go", "not a folder", "give "),
        ({"a.txt": ""}, "a.txt", "not a folder", "go.mod"),
        ({"a/b/c/d/e/f/go.mod": MODULE}, ".", "no go.mod or go.work", "go.mod"),
        ({}, "nowhere", "no such folder", "go.mod"),
    ],
)
def test_what_is_no_project_is_told_with_what_to_name(
    tmp_path: Path, files: dict[str, str], named: str, cause: str, offer: str
):
    root = write(tmp_path, files)
    with pytest.raises(NotFoundError) as caught:
        project_scan.scan(root / named, go=go_toolchain.find())
    assert cause in str(caught.value.cause)
    assert offer in str(caught.value.next_step).replace("\\", "/")


@pytest.mark.posix_only(reason="needs a Go toolchain, which is the guest's")
def test_a_package_that_is_not_there_is_told_by_its_name(tmp_path: Path):
    root = write(tmp_path, {"go.mod": MODULE.format(name="x"), "x.go": "package x\n"})
    with pytest.raises(NotFoundError) as caught:
        project_scan.scan(root, go=go_toolchain.find(), patterns=["./nope", "./gone/..."])
    assert str(caught.value.cause) == "no Go files to build in ./nope ./gone/..."
    assert "./cmd/app" in str(caught.value.next_step)


def test_the_file_that_makes_a_module_names_its_folder(tmp_path: Path):
    root = write(tmp_path, {"go.mod": MODULE.format(name="x"), "x.go": "package x\n"})
    assert project_scan.scan(root / "go.mod", go=go_toolchain.find()).root == str(root)
