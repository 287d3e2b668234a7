"""Manifests for the shelves of Windows follow their schemas' rules, and tell the zips that they were made from."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
URL = "https://example.org/releases/v1.2.3"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shelves")
    zips = [folder / f"wslmem-1.2.3-windows-{name}.zip" for name in ("x64", "arm64")]
    for path in zips:
        path.write_bytes(path.name.encode())
    into = folder / "out"
    subprocess.run(
        [sys.executable, "-m", "lab.shelves", *zips, "--url", URL, "--home", "https://example.org", "--into", into],
        check=True,
        cwd=ROOT,
    )
    return {path.relative_to(into).as_posix(): path.read_text() for path in into.rglob("*") if path.is_file()}


def digest(name):
    return hashlib.sha256(f"wslmem-1.2.3-windows-{name}.zip".encode()).hexdigest()


def values(text):
    """The top-level scalars of a manifest."""
    return dict(re.findall(r"^(\w+): (.+)$", text, re.MULTILINE))


def test_winget_gets_its_three_files_of_one_version(made):
    files = {name: values(text) for name, text in made.items() if name.startswith("winget/")}
    assert sorted(one["ManifestType"] for one in files.values()) == ["defaultLocale", "installer", "version"]
    for name, one in files.items():
        assert Path(name).name.startswith(one["PackageIdentifier"])
        assert re.fullmatch(r"[^.\s\\/:*?\"<>|]{1,32}(\.[^.\s\\/:*?\"<>|]{1,32}){1,7}", one["PackageIdentifier"])
        assert one["PackageVersion"] == "1.2.3"
        assert one["ManifestVersion"] == "1.12.0"


def test_the_installer_is_a_zip_with_a_portable_program_and_its_folder_on_path(made):
    text = made["winget/wslmem.wslmem.installer.yaml"]
    one = values(text)
    assert (one["InstallerType"], one["NestedInstallerType"]) == ("zip", "portable")
    assert one["ArchiveBinariesDependOnPath"] == "true"
    inner = re.findall(r"RelativeFilePath: (\S+)", text)
    assert inner == [f"wslmem-1.2.3-windows-{name}\\wslmem.exe" for name in ("arm64", "x64")]
    found = re.findall(r"Architecture: (\w+)\n    InstallerUrl: (\S+)\n    InstallerSha256: ([0-9A-F]{64})", text)
    assert found == [
        (name, f"{URL}/wslmem-1.2.3-windows-{name}.zip", digest(name).upper()) for name in ("arm64", "x64")
    ]


def test_the_locale_keeps_to_the_lengths_that_winget_allows(made):
    one = values(made["winget/wslmem.wslmem.locale.en-US.yaml"])
    assert 3 <= len(json.loads(one["ShortDescription"])) <= 256
    assert len(re.findall(r"^  - \w+$", made["winget/wslmem.wslmem.locale.en-US.yaml"], re.MULTILINE)) <= 16
    assert {"PackageLocale", "Publisher", "PackageName", "License"} <= set(one)


def test_scoop_gets_every_architecture_with_its_hash(made):
    whole = json.loads(made["scoop/wslmem.json"])
    assert {"version", "homepage", "license"} <= set(whole)
    assert {name: one["hash"] for name, one in whole["architecture"].items()} == {
        "64bit": digest("x64"),
        "arm64": digest("arm64"),
    }
    assert whole["bin"] == "wslmem.exe"


def test_the_sums_are_those_of_the_zips(made):
    lines = made["SHA256SUMS"].splitlines()
    assert lines == [f"{digest(name)}  wslmem-1.2.3-windows-{name}.zip" for name in ("arm64", "x64")]


def test_a_zip_of_another_name_is_refused(tmp_path):
    other = tmp_path / "other.zip"
    other.write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "-m", "lab.shelves", other, "--url", URL, "--home", URL, "--into", tmp_path / "out"],
        check=False,
        cwd=ROOT,
        capture_output=True,
    )
    assert done.returncode
    assert not (tmp_path / "out").exists()
