"""Compiles that were measured: packages that many builds share, the standard library first.

What a package takes beyond what the law expects of it stays with it from one version to the next, and from one project
to another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import exp, fsum, log
from pathlib import Path

from wslmem.patterns import lazy

_VERSION = lazy(r"/v[0-9]+(?=/|$)")
_C = "C "
ELSEWHERE = 0.1
"""Spread of a compile that was measured in another project, perhaps in another version."""
TABLE = Path(__file__).with_name("measured_compiles.json")
"""`{import path: measured peak / what the law expects}`, of C and C++ files as `c_of` names them; written by
`python -m lab.generate calibration`."""


class MeasuredCompiles:
    """Measured peaks over what the law expects of the same package."""

    __slots__ = ("_kin", "over_law")

    def __init__(self, over_law: Mapping[str, float]) -> None:
        """Those of these import paths, each above 0."""
        self.over_law = over_law
        self._kin: dict[str, list[float]] | None = None
        """By what kin share; made when somebody asks for one that was not measured."""

    def __eq__(self, other: object) -> bool:
        """Whether the same was measured of the same packages."""
        return isinstance(other, MeasuredCompiles) and self.over_law == other.over_law

    def __hash__(self) -> int:
        """The same for what is equal."""
        return hash(frozenset(self.over_law.items()))

    def of(self, import_path: str) -> float | None:
        """What to multiply the law by: of this package, else the mean of its kin (`kin`), else None."""
        if import_path in self.over_law:
            return self.over_law[import_path]
        if self._kin is None:
            self._kin = {}
            for path, factor in self.over_law.items():
                self._kin.setdefault(kin(path), []).append(factor)
        others = self._kin.get(kin(import_path))
        return exp(fsum(map(log, others)) / len(others)) if others else None


def c_of(import_path: str) -> str:
    """The name under which the table has the C and C++ files of a package.

    >>> c_of("github.com/mattn/go-sqlite3")
    'C github.com/mattn/go-sqlite3'
    """
    return f"{_C}{import_path}"


def kin(name: str) -> str:
    """What the major versions of a package share, and of C and C++ files forks as well, which keep the library.

    Go packages of one name are too often others (`errors`, `color`).

    >>> kin("github.com/elastic/go-elasticsearch/v9/esapi"), kin("C github.com/rqlite/go-sqlite3")
    ('github.com/elastic/go-elasticsearch/esapi', 'C go-sqlite3')
    """
    path = unversioned(name)
    host, *rest = path.split("/", 2)
    return f"{_C}{rest[-1]}" if host.startswith(_C) and len(rest) > 1 else path


def unversioned(import_path: str) -> str:
    """An import path without major versions.

    >>> unversioned("github.com/elastic/go-elasticsearch/v9/esapi"), unversioned("k8s.io/api/core/v1beta1")
    ('github.com/elastic/go-elasticsearch/esapi', 'k8s.io/api/core/v1beta1')
    """
    return _VERSION.sub("", import_path) if "/v" in import_path else import_path


def measured() -> dict[str, float]:
    """Every measured package."""
    found: dict[str, float] = json.loads(TABLE.read_bytes())
    return found
