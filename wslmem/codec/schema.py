"""JSON schemas (draft 2020-12) made from types: what `encode` writes, described by the docstrings in the code.

For the generator and its test; nothing at run time imports this. It reads the source of the types, where the
docstrings of fields are.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from itertools import pairwise
from pathlib import PurePath
from textwrap import dedent
from types import NoneType, UnionType
from typing import Any, Literal, NewType, get_args, get_origin

from wslmem.codec.shape import SENTENCES, WHY_NULL, arms, plain, record_fields
from wslmem.records import is_record
from wslmem.text import Text
from wslmem.units import Bytes, Seconds

Schema = dict[str, Any]

PLAIN: Mapping[Any, str] = {str: "string", Text: "string", bool: "boolean", int: "integer", float: "number"}
LEAST_ZERO = (Bytes, Seconds)
WHY: Schema = {
    "type": "object",
    "additionalProperties": {"type": "string"},
    "description": "By field: why it is null. A figure is null where it is unknown, never 0.",
}
TEMPLATES: Schema = {
    "type": "object",
    "description": "By field: what its sentence is made of, so that a reader may translate it.",
}


def schema_text(
    kind: type | UnionType,
    name: str,
    *,
    title: str,
    first: Mapping[str, type] | None = None,
    files: bool = False,
) -> str:
    """The schema of a document as JSON text.

    Args:
        kind: the record that is written, or a union of them.
        name: what the document says of itself, `wslmem/bench/1`.
        title: one line for a person.
        first: members that stand in the document beside the fields of `kind`.
        files: whether the document is a file that is read again: fields with a default may then be missing, and
            records may keep the templates of their sentences.
    """
    made = _Schemas(files=files)
    roots = [made.root(arm, name, first or {}) for arm in arms(kind)]
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **(roots[0] if len(roots) == 1 else {"anyOf": roots}),
        **({"$defs": made.definitions} if made.definitions else {}),
    }
    return json.dumps(whole, indent=1, ensure_ascii=True) + "\n"


class _Schemas:
    def __init__(self, *, files: bool) -> None:
        self.definitions: dict[str, Schema] = {}
        self._kinds: dict[str, Any] = {}
        self._files = files

    def root(self, kind: Any, name: str, first: Mapping[str, type]) -> Schema:  # noqa: ANN401 - a record
        """The whole document: what it says of itself, what stands beside the fields, and they."""
        fields = self.members(kind, lambda member: member)
        extra = {key: self.of(member) for key, member in first.items()}
        return {
            **fields,
            "properties": {"schema": {"const": name}, **extra, **fields["properties"]},
            "required": ["schema", *extra, *fields["required"]],
        }

    def of(self, kind: Any) -> Schema:  # noqa: ANN401 - any type of a field
        if isinstance(kind, NewType):
            return self.of(kind.__supertype__) | ({"minimum": 0} if kind in LEAST_ZERO else {})
        kind = plain(kind)
        if len(arms(kind)) > 1:
            return self._union(arms(kind))
        if get_origin(kind) is not None:
            return self._generic(get_origin(kind), get_args(kind))
        if is_record(kind):
            return self._record(kind)
        return self._simple(kind)

    def members(self, kind: Any, wrap: Callable[[Schema], Schema]) -> Schema:  # noqa: ANN401 - a record
        """A record as an object, its fields wrapped each."""
        notes = _notes(kind)
        shown = record_fields(kind)
        properties = {
            field.name: wrap(self._columns(field.kind) if field.columns else self.of(field.kind))
            | ({"description": notes[field.name]} if field.name in notes else {})
            for field in shown
        }
        required = [field.name for field in shown if field.required or not self._files]
        return {"type": "object", "description": _flat(kind.__doc__), "properties": properties, "required": required}

    def _simple(self, kind: Any) -> Schema:  # noqa: ANN401 - a class
        if kind is object:
            return {}
        if issubclass(kind, Enum):
            return {"enum": [member.value for member in kind]}
        return {"type": "string" if issubclass(kind, PurePath) else PLAIN[kind]}

    def _union(self, members: tuple[Any, ...]) -> Schema:
        found: list[Schema] = []
        for member in members:
            made = {"type": "null"} if member is NoneType else self.of(member)
            found += [] if made in found else [made]
        return found[0] if len(found) == 1 else {"anyOf": found}

    def _generic(self, origin: Any, members: tuple[Any, ...]) -> Schema:  # noqa: ANN401 - any generic type
        if origin is Literal:
            return {"enum": list(members)}
        if origin is not tuple:
            return {"type": "object", "additionalProperties": self.of(members[1])}
        if members[-1] is Ellipsis:
            return {"type": "array", "items": self.of(members[0])}
        size = len(members)
        return {"type": "array", "prefixItems": [self.of(one) for one in members], "minItems": size, "maxItems": size}

    def _columns(self, kind: Any) -> Schema:  # noqa: ANN401 - a tuple of records
        row = get_args(kind)[0]
        self.definitions[row.__name__] = self.members(row, lambda member: {"type": "array", "items": member})
        reference = {"$ref": f"#/$defs/{row.__name__}"}
        return {
            "anyOf": [reference, {"type": "array", "maxItems": 0}],
            "description": "One list a field, all of one length; or [] where there are none.",
        }

    def _record(self, kind: Any) -> Schema:  # noqa: ANN401 - a record
        if self._kinds.setdefault(kind.__name__, kind) is not kind:
            raise ValueError(f"two types of one document are called {kind.__name__}")
        if kind.__name__ not in self.definitions:
            self.definitions[kind.__name__] = {}
            found = self.members(kind, lambda member: member)
            if self._files or any(field.why_null for field in record_fields(kind)):
                found["properties"][WHY_NULL] = WHY
            if self._files:
                found["properties"][SENTENCES] = TEMPLATES
            self.definitions[kind.__name__] = found
        return {"$ref": f"#/$defs/{kind.__name__}"}


@cache
def _notes(kind: type) -> dict[str, str]:
    """The docstring under each field of a record, its bases' fields included."""
    found = {}
    for base in reversed([one for one in kind.__mro__ if is_record(one)]):
        made = ast.parse(dedent(inspect.getsource(base))).body[0]
        for field, note in pairwise(made.body if isinstance(made, ast.ClassDef) else []):
            if isinstance(field, ast.AnnAssign) and isinstance(note, ast.Expr) and isinstance(note.value, ast.Constant):
                found[ast.unparse(field.target)] = _flat(str(note.value.value))
    return found


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())
