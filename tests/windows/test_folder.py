"""The folder that runs without an installed Python: built, unpacked at an odd place, and used."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import zipfile
from pathlib import Path

import pytest

from wslmem import __version__
from wslmem.machine.system import process

pytestmark = pytest.mark.xdist_group("folder")  # one worker unpacks it once
BUILDER = Path(__file__).parent / "folder"
LIMIT = 300
OF_WINDOWS = re.compile(
    r"api-ms-win-.+|(kernel32|ntdll|advapi32|user32|gdi32|shell32|shlwapi|ole32|oleaut32|rpcrt4|version|bcrypt|crypt32"
    r"|ws2_32|iphlpapi|pdh|powrprof|psapi|secur32|winmm|netapi32|ucrtbase)\.dll"
)
"""Libraries of every Windows 10, the universal C runtime among them."""
OLD = b"# mine\r\n[wsl2]\r\nmemory=3GB   # was 8GB\r\n"
IMPORT_ALL = """
import importlib, pkgutil, sys
import wslmem
for module in pkgutil.walk_packages(wslmem.__path__, "wslmem."):
    if not module.name.startswith(("wslmem.emulator", "wslmem.__main__")):
        importlib.import_module(module.name)
import configobj, platformdirs, psutil, ruamel.yaml, tomlkit
print(len(sys.modules))
"""


def plain(name: str) -> str:
    """A name and version however their parts are joined: `ruamel.yaml-0.19` is `ruamel_yaml-0.19`."""
    return re.sub(r"[-_.]+", "-", name).casefold()


def build(lane_parts, target: Path) -> Path:
    """Build the zip; the builder is a program of its own, with the Python that it packs."""
    path = target / f"wslmem-{__version__}-windows-x64.zip"
    argv = [sys.executable, "-I", str(BUILDER), *lane_parts, str(path)]
    process.run(argv, timeout=LIMIT, check=True)
    return path


@pytest.fixture(scope="module")
def zipped(lane_parts, tmp_path_factory) -> Path:
    return build(lane_parts, tmp_path_factory.mktemp("folder"))


@pytest.fixture(scope="module")
def folder(zipped) -> Path:
    """The unpacked folder, at a place whose name has a blank, an umlaut and Chinese."""
    place = zipped.parent / "für 内存 x"
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(place)
    return place / zipped.stem


def test_built_twice_it_has_the_same_bytes(lane_parts, zipped, tmp_path):
    again = build(lane_parts, tmp_path)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(zipped.read_bytes()).digest()


def test_every_part_has_its_licence_inside(zipped):
    with zipfile.ZipFile(zipped) as archive:
        files = [name.split("/") for name in archive.namelist()]
    packages = {name[3].removesuffix(".dist-info") for name in files if name[-1] == "METADATA"}
    licensed = {name[2] for name in files if name[1] == "licences" and len(name) > 3}
    assert len(packages) > 10
    assert {plain(name) for name in licensed} >= {plain(name) for name in packages}
    assert any(name.startswith("distlib") for name in licensed)
    assert [zipped.stem, "licences", "python.txt"] in files


def test_it_starts_where_it_lies_whatever_python_is_told_from_outside(folder, tmp_path):
    (tmp_path / "wslmem.py").write_text("raise SystemExit('not this one')")
    given = {"PYTHONPATH": str(tmp_path), "PYTHONHOME": str(tmp_path), "PYTHONSTARTUP": str(tmp_path)}
    done = process.run([folder / "wslmem.exe", "--version"], env=dict(os.environ) | given, cwd=tmp_path, timeout=LIMIT)
    assert (done.returncode, done.stdout.decode().split()) == (0, ["wslmem", __version__])


def test_it_needs_no_library_that_windows_does_not_come_with(folder):
    """Above all not the Visual C++ runtime, which a fresh machine lacks: what is needed of it lies in the folder."""
    import pefile

    programs = [path for path in folder.rglob("*") if path.suffix in (".exe", ".dll", ".pyd")]
    own = {path.name.casefold() for path in programs}
    assert {"wslmem.exe", "vcruntime140.dll"} <= own
    wanted = {}
    for path in programs:
        program = pefile.PE(str(path))
        for kind in ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT"):
            for entry in getattr(program, kind, []):
                wanted.setdefault(entry.dll.decode().casefold(), path.name)
    missing = {name: by for name, by in wanted.items() if name not in own and not OF_WINDOWS.fullmatch(name)}
    assert missing == {}


def test_engines_find_the_resource_beside_the_program_and_get_an_answer(folder, tmp_path):
    made = json.loads((folder / "wslmem.dsc.resource.json").read_text(encoding="ascii"))
    words = [word for word in made["get"]["args"] if isinstance(word, str)]
    given = {"WSLMEM_CONFIG": str(tmp_path / ".wslconfig"), "WSLMEM_STATE": str(tmp_path / "state")}
    done = process.run(
        [folder / f"{made['get']['executable']}.exe", *words], env=dict(os.environ) | given, timeout=LIMIT
    )
    assert json.loads(done.stdout)["_exist"] is False


def test_all_that_wslmem_imports_is_in_it(folder):
    done = process.run([folder / "python" / "python.exe", "-c", IMPORT_ALL], timeout=LIMIT)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert int(done.stdout) > 400


def test_an_exit_code_and_a_wrong_line_pass_through_the_launcher(folder):
    done = process.run([folder / "wslmem.exe", "apply", "--memory", "8gb"], timeout=LIMIT)
    assert done.returncode == 64
    assert b"8GB" in done.stderr


def test_it_changes_the_file_restarts_wsl_and_proves_it(folder, stand_in, tmp_path):
    stand_in.wslconfig.write_bytes(OLD)
    given = {
        "WSLMEM_WSL": str(stand_in.wsl_exe),
        "WSLMEM_CONFIG": str(stand_in.wslconfig),
        "WSLMEM_STATE": str(tmp_path / "state"),
    }
    line = ("apply", "--memory", "2GB", "--shutdown", "now", "--require-effective", "--yes", "--json")
    done = process.run([folder / "wslmem.exe", *line], env=dict(os.environ) | given, timeout=LIMIT)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert json.loads(done.stdout)["shutdown"]["done"]
    assert stand_in.wslconfig.read_bytes() == OLD.replace(b"3GB", b"2GB")
