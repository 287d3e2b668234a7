"""The JSON schemas that `wslmem schema` prints, made from the types: written, or with --check compared.

python docs/schemas.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from wslmem.bench.result import BenchResult
from wslmem.codec.schema import schema_text
from wslmem.report.saved import SCHEMA, Derived

FOLDER = Path(__file__).parents[1] / "wslmem" / "report" / "schemas"


def schemas() -> dict[str, str]:
    """Every schema by its name."""
    return {
        "bench": schema_text(BenchResult, SCHEMA, title="A saved benchmark", first={"derived": Derived}, files=True),
    }


def main() -> int:
    """Write the files, or tell which ones are not what the types make."""
    stale = [name for name, text in schemas().items() if not _is(FOLDER / f"{name}.json", text)]
    if "--check" in sys.argv:
        print("\n".join(f"stale: {name}.json" for name in stale) or "all schemas are what the types make")
        return 1 if stale else 0
    for name in stale:
        (FOLDER / f"{name}.json").write_text(schemas()[name], encoding="ascii", newline="\n")
    return 0


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="ascii") == text


if __name__ == "__main__":
    sys.exit(main())
