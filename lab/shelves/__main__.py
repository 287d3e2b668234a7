"""What the shelves of Windows want: manifests for winget and scoop, made from the zips of a release.

    python -m lab.shelves ZIP... --url https://example.org/releases/v0.1.0 --home https://example.org --into OUT

Writes OUT/winget/*.yaml (schema 1.12.0: version, installer, default locale), OUT/scoop/wslmem.json and OUT/SHA256SUMS.
The zips are those of `.ci/windows-zip`; their names tell version and architecture.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from pathlib import Path

from lab.shelves import scoop, winget
from lab.shelves.release import Archive, Release

_NAME = re.compile(r"wslmem-(?P<version>\d+\.\d+\.\d+)-windows-(?P<architecture>x64|arm64)\.zip")


def archive(path: Path, url: str) -> Archive:
    """What a zip is, by its name and its bytes."""
    match = _NAME.fullmatch(path.name)
    if match is None:
        sys.exit(f"{path}: not the name of a release: wslmem-VERSION-windows-ARCHITECTURE.zip")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Archive(match["version"], match["architecture"], f"{url.rstrip('/')}/{path.name}", digest, path.name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("zips", nargs="+", type=Path)
    parser.add_argument("--url", required=True, help="folder that the zips will be downloaded from; https")
    parser.add_argument("--home", required=True, help="page of the project; https")
    parser.add_argument("--into", type=Path, required=True)
    options = parser.parse_args()
    archives = tuple(sorted((archive(path, options.url) for path in options.zips), key=lambda one: one.name))
    if len({one.version for one in archives}) != 1:
        sys.exit("the zips are of several versions")
    release = Release(archives[0].version, options.home, archives)
    made = {f"winget/{name}": text for name, text in winget.manifests(release).items()}
    made |= {"scoop/wslmem.json": scoop.manifest(release)}
    made["SHA256SUMS"] = "".join(f"{one.sha256}  {one.name}\n" for one in archives)
    for name, text in made.items():
        path = options.into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path)


if __name__ == "__main__":
    main()
