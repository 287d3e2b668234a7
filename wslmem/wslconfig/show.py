"""`wslmem show --json`: what WSL reads in the file, as plain values."""

from __future__ import annotations

from typing import Any

from wslmem.units import Bytes
from wslmem.wslconfig.document import Reading, WslConfigDocument
from wslmem.wslconfig.effective import EffectiveValue, effective
from wslmem.wslconfig.findings import findings
from wslmem.wslconfig.keys import KEYS, spelled

SCHEMA = "wslmem/show/1"


def show(
    document: WslConfigDocument,
    *,
    path: str,
    exists: bool = True,
    host_total: Bytes | None = None,
    processors: int | None = None,
) -> dict[str, Any]:
    """The object of `show --json`; `path` and `exists` tell where the document came from.

    An effective figure that depends on an unknown host is None, with a `reason` beside it.
    """
    found = findings(document, host_total=host_total, processors=processors)
    limits = effective(document, host_total=host_total, processors=processors)
    return {
        "schema": SCHEMA,
        "path": path,
        "exists": exists,
        "encoding": document.encoding,
        "line_ending": document.line_ending,
        "keys": {name: _key(reading) for name, reading in document.readings.items()},
        "unknown": [{"key": one.key, "raw": one.raw, "line": one.line} for one in document.unknown],
        "duplicates": [{"key": spelled(one.key), "line": one.line} for one in document.duplicates],
        "findings": [
            {"rule": one.rule, "line": one.line, "severity": one.severity, "text": one.text, "repair": one.repair}
            for one in found
        ],
        "effective": {
            "memory": _limit("bytes", limits.memory),
            "swap": _limit("bytes", limits.swap),
            "processors": _limit("value", limits.processors),
        },
    }


def _key(reading: Reading) -> dict[str, Any]:
    field = "bytes" if KEYS[reading.key].kind == "size" else "value"
    value = list(reading.value) if isinstance(reading.value, tuple) else reading.value
    return {"raw": reading.raw, "line": reading.line, "valid": reading.valid, field: value}


def _limit(field: str, limit: EffectiveValue) -> dict[str, Any]:
    shown: dict[str, Any] = {field: limit.value, "source": limit.source}
    return shown if limit.value is not None else shown | {"reason": "depends on a host that is not known"}
