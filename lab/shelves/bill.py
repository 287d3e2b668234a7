"""The bill of materials of a release, as CycloneDX: what an installation of the wheel consists of, with licences.

    python -m lab.shelves.bill INTO --python PYTHON

PYTHON is that of an environment with nothing but the wheel and what it asks for. cyclonedx-py of PyPI makes it and
checks it against its schema; the same installation gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from wslmem import __version__

ROOT = Path(__file__).parents[2]
TOOLS = frozenset({"pip", "setuptools", "wheel"})
"""What an environment comes with and a release does not."""


def made(python: Path) -> dict[str, Any]:
    """The document.

    Raises:
        subprocess.CalledProcessError: cyclonedx-py refused.
    """
    act = [
        *(
            sys.executable,
            "-m",
            "cyclonedx_py",
            "environment",
            str(python),
            "--pyproject",
            str(ROOT / "pyproject.toml"),
        ),
        *("--output-format", "JSON", "--output-reproducible", "--validate", "--output-file", "-"),
    ]
    done = subprocess.run(act, check=True, stdout=subprocess.PIPE)
    whole: dict[str, Any] = json.loads(done.stdout)
    return whole | {"components": [one for one in whole["components"] if one["name"] not in TOOLS]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("into", type=Path)
    parser.add_argument("--python", type=Path, required=True)
    options = parser.parse_args()
    bill = made(options.python)
    bill["metadata"]["component"]["version"] = __version__  # which pyproject.toml leaves to the build
    unlicensed = [one["name"] for one in bill["components"] if not one.get("licenses")]
    if unlicensed:
        sys.exit(f"without a licence: {', '.join(unlicensed)}")
    path = options.into / f"wslmem-{__version__}.cdx.json"
    path.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
    print(f"{path}: {len(bill['components'])} components")


if __name__ == "__main__":
    main()
