"""Print the JSON schema of a saved benchmark, made from the types it is read back by and their docstrings.

python docs/reports/make_schema.py > wslmem/report/schemas/bench.json
"""

from __future__ import annotations

import ast
import inspect
import json
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from wslmem.bench.comparison import Comparison
from wslmem.bench.measures import SideSummary
from wslmem.bench.result import BenchResult
from wslmem.cautions import Caution
from wslmem.report.record import COLUMNS
from wslmem.report.saved import SCHEMA
from wslmem.text import Text

PLAIN = {str: "string", Text: "string", bool: "boolean", int: "integer", float: "number"}
LEAST_ZERO = {"Bytes", "Seconds"}
WHY = {
    "type": "object",
    "additionalProperties": {"type": "string"},
    "description": "By field: why it is null. A figure is null where it is unknown, never 0.",
}


def told(kind: type) -> dict[str, str]:
    """The docstring under each field of a dataclass."""
    body = ast.parse(inspect.getsource(kind)).body[0].body  # type: ignore[attr-defined]
    found = {}
    for field, note in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(note, ast.Expr) and isinstance(note.value, ast.Constant):
            found[field.target.id] = " ".join(str(note.value.value).split())  # type: ignore[union-attr]
    return found


class Schema:
    """The definitions met so far, by the name of their type."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}

    def of(self, kind: Any) -> dict[str, Any]:  # noqa: ANN401 - any type of a field
        if isinstance(kind, NewType):
            least = {"minimum": 0} if kind.__name__ in LEAST_ZERO else {}
            return self.of(kind.__supertype__) | least
        if get_origin(kind) in {Union, UnionType}:
            arms = [arm for arm in get_args(kind) if arm is not NoneType]
            return {"anyOf": [self.of(arms[0]), {"type": "null"}]}
        if get_origin(kind) is tuple:
            return self.row(get_args(kind))
        if is_dataclass(kind):
            return self.record(kind)  # type: ignore[arg-type]
        if issubclass(kind, Enum):
            return {"enum": [member.value for member in kind]}
        return {"type": PLAIN[kind]}

    def row(self, arms: tuple[Any, ...]) -> dict[str, Any]:
        if arms[-1] is not Ellipsis:
            size = len(arms)
            return {"type": "array", "prefixItems": [self.of(arm) for arm in arms], "minItems": size, "maxItems": size}
        if arms[0] in COLUMNS:
            columns = {"anyOf": [self.columns(arms[0]), {"type": "array", "maxItems": 0}]}
            return columns | {"description": "One list a field, all of one length; or [] where there are none."}
        return {"type": "array", "items": self.of(arms[0])}

    def record(self, kind: type) -> dict[str, Any]:
        if kind.__name__ not in self.definitions:
            self.definitions[kind.__name__] = {}
            self.definitions[kind.__name__] = self.fields(kind, lambda schema: schema)
            self.definitions[kind.__name__]["properties"]["why_null"] = WHY
        return {"$ref": f"#/$defs/{kind.__name__}"}

    def columns(self, kind: type) -> dict[str, Any]:
        self.definitions[kind.__name__] = self.fields(kind, lambda schema: {"type": "array", "items": schema})
        return {"$ref": f"#/$defs/{kind.__name__}"}

    def fields(self, kind: type, wrap: Any) -> dict[str, Any]:  # noqa: ANN401 - a function on schemas
        hints, notes = get_type_hints(kind), told(kind)
        properties = {
            field.name: wrap(self.of(hints[field.name]))
            | ({"description": notes[field.name]} if field.name in notes else {})
            for field in fields(kind)  # type: ignore[arg-type]
        }
        required = [field.name for field in fields(kind) if field.default is MISSING]  # type: ignore[arg-type]
        description = " ".join((kind.__doc__ or "").split())
        return {"type": "object", "description": description, "properties": properties, "required": required}


def bench_schema() -> str:
    """The text of the schema."""
    made = Schema()
    root = made.fields(BenchResult, lambda schema: schema)
    summaries = {"type": "array", "items": made.of(SideSummary)}
    derived = {
        "type": "object",
        "description": "Computed from the rest for scripts; passed over when the file is read.",
        "properties": {
            "headline": {"type": "string"},
            "comparison": {"anyOf": [made.of(Comparison), {"type": "null"}]},
            "sides": summaries,
            "warm": summaries,
            "cautions": {"type": "array", "items": made.of(Caution)},
            "why_null": WHY,
        },
        "required": ["headline", "comparison", "sides", "warm", "cautions"],
    }
    properties = {"schema": {"const": SCHEMA}, "derived": derived, **root["properties"]}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "description": root["description"],
        "type": "object",
        "properties": properties,
        "required": ["schema", *root["required"]],
        "$defs": made.definitions,
    }
    return json.dumps(whole, indent=2, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    print(bench_schema(), end="")
