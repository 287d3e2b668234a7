"""A manifest for a scoop bucket."""

from __future__ import annotations

import json

from lab.shelves.release import Release

ARCHITECTURES = {"x64": "64bit", "arm64": "arm64"}
"""Ours to scoop's."""


def manifest(release: Release) -> str:
    """The text of `bucket/wslmem.json`."""
    whole = {
        "version": release.version,
        "description": "Right-size the memory of WSL2 for heavy builds.",
        "homepage": release.home,
        "license": "MIT",
        "architecture": {
            ARCHITECTURES[one.architecture]: {"url": one.url, "hash": one.sha256, "extract_dir": one.folder}
            for one in release.archives
        },
        "bin": "wslmem.exe",
        "env_add_path": ".",
    }
    return json.dumps(whole, indent=4) + "\n"
