"""JSON schemas (draft 2020-12) of what wslmem prints and saves, one file a name."""

from __future__ import annotations

from importlib.resources import files

from wslmem.errors import NotFoundError
from wslmem.text import Text


def schema_names() -> tuple[str, ...]:
    """Every NAME that `schema` knows, in alphabetical order."""
    return tuple(sorted(entry.name[:-5] for entry in files(__name__).iterdir() if entry.name.endswith(".json")))


def schema(name: str) -> str:
    """The text of the schema called `name`: `bench`.

    Raises:
        NotFoundError: there is none of this name.
    """
    if name not in schema_names():
        raise NotFoundError(Text("no schema {name}", name=repr(name)), next_step="one of: " + ", ".join(schema_names()))
    return (files(__name__) / f"{name}.json").read_text(encoding="utf-8")
