"""Manifests for winget, schema 1.12.0: a zip with a portable program in it.

`ArchiveBinariesDependOnPath` puts the unpacked folder itself on PATH, where the libraries beside the program and the
DSC manifest are found, instead of a link to the program alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from lab.shelves.release import Release

IDENTIFIER = "wslmem.wslmem"
SCHEMA = "1.12.0"


def manifests(release: Release) -> dict[str, str]:
    """File name to text, for the folder `manifests/w/wslmem/wslmem/VERSION`."""
    return {
        f"{IDENTIFIER}.yaml": _file("version", release, _version()),
        f"{IDENTIFIER}.installer.yaml": _file("installer", release, _installer(release)),
        f"{IDENTIFIER}.locale.en-US.yaml": _file("defaultLocale", release, _locale(release)),
    }


def _file(kind: str, release: Release, lines: Iterator[str]) -> str:
    head = (
        f"# yaml-language-server: $schema=https://aka.ms/winget-manifest.{kind}.{SCHEMA}.schema.json",
        f"PackageIdentifier: {IDENTIFIER}",
        f"PackageVersion: {release.version}",
    )
    return "\n".join([*head, *lines, f"ManifestType: {kind}", f"ManifestVersion: {SCHEMA}", ""])


def _version() -> Iterator[str]:
    yield "DefaultLocale: en-US"


def _installer(release: Release) -> Iterator[str]:
    yield "InstallerType: zip"
    yield "NestedInstallerType: portable"
    yield "ArchiveBinariesDependOnPath: true"
    yield "Commands:"
    yield "  - wslmem"
    yield "Installers:"
    for one in release.archives:
        yield f"  - Architecture: {one.architecture}"
        yield f"    InstallerUrl: {one.url}"
        yield f"    InstallerSha256: {one.sha256.upper()}"
        yield "    NestedInstallerFiles:"
        yield f"      - RelativeFilePath: {one.folder}\\wslmem.exe"
        yield "        PortableCommandAlias: wslmem"


def _locale(release: Release) -> Iterator[str]:
    yield "PackageLocale: en-US"
    yield "Publisher: The wslmem authors"
    yield f"PackageUrl: {release.home}"
    yield "PackageName: wslmem"
    yield "License: MIT"
    short = "Right-size the memory of WSL2 for heavy builds: recommend, edit .wslconfig to the byte, prove, explain."
    yield f"ShortDescription: {json.dumps(short)}"
    yield "Moniker: wslmem"
    yield "Tags:"
    for tag in ("build", "go", "memory", "oom", "wsl", "wsl2", "wslconfig"):
        yield f"  - {tag}"
