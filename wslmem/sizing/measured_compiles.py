"""Compiles that were measured: packages that many builds share, the standard library first.

What a package takes beyond what the law expects of it stays with it from one version to the next, and from one project
to another.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, fsum, log
from pathlib import Path

TABLE = Path(__file__).with_name("measured_compiles.json")
"""`{import path: measured peak / what the law expects}`, written by `python -m lab.generate calibration`."""


@dataclass(frozen=True, slots=True)
class MeasuredCompiles:
    """Measured peaks over what the law expects of the same package."""

    over_law: Mapping[str, float]
    """By import path, each above 0."""
    _other_versions: dict[str, list[float]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for path, factor in self.over_law.items():
            self._other_versions.setdefault(unversioned(path), []).append(factor)

    def of(self, import_path: str) -> float | None:
        """What to multiply the law by: of this package, else the mean of its other major versions, else None."""
        if import_path in self.over_law:
            return self.over_law[import_path]
        others = self._other_versions.get(unversioned(import_path))
        return exp(fsum(map(log, others)) / len(others)) if others else None


def unversioned(import_path: str) -> str:
    """An import path without major versions.

    >>> unversioned("github.com/elastic/go-elasticsearch/v9/esapi"), unversioned("k8s.io/api/core/v1beta1")
    ('github.com/elastic/go-elasticsearch/esapi', 'k8s.io/api/core/v1beta1')
    """
    return re.sub(r"/v[0-9]+(?=/|$)", "", import_path)


def measured() -> MeasuredCompiles:
    """Every measured package."""
    return MeasuredCompiles(json.loads(TABLE.read_bytes()))
