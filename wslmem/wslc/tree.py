"""The tree of a settings.yaml with the place of each part, read by ruamel.yaml; imported where there is a file."""

from __future__ import annotations

import codecs
from typing import Any, Protocol

from wslmem.records import record
from wslmem.text import Text
from wslmem.units import MIB, Bytes

LIMIT = Bytes(MIB)
"""A settings file is a few hundred bytes; a larger one is none."""
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Mark(Protocol):
    """A place in the text, from 0."""

    index: int
    column: int


class Node(Protocol):
    """What is used of a node of ruamel.yaml."""

    id: str
    """`mapping`, `scalar`, `sequence`."""
    value: Any
    """The text of a scalar; of a mapping its keys and values; of a sequence its items."""
    style: str | None
    """The quote of a scalar, `|` or `>`."""
    flow_style: bool | None
    """Whether a mapping stands in braces."""
    anchor: str | None
    start_mark: Mark
    end_mark: Mark


@record
class Tree:
    """A file that was understood."""

    text: str
    """Without its mark."""
    mark: bytes
    """The byte order mark that it began with, or nothing."""
    encoding: str
    root: Node | None
    """The node of the document; None where it holds nothing but comments."""


def grow(data: bytes) -> Tree | Text:
    """The tree of a file, or why it has none: then wslc warns and uses its defaults for all."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if len(data) > LIMIT:
        return Text("it is larger than a settings file can be")
    mark, encoding = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
        root = YAML(typ="rt", pure=True).compose(text)
    except UnicodeDecodeError:
        return Text("it is not {encoding}", encoding=encoding.upper())
    except (YAMLError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        said = getattr(error, "problem", None) or type(error).__name__
        return Text("line {line} is not YAML: {said}", line="?" if line is None else line + 1, said=said)
    return Tree(text, mark, encoding, root)


def below(node: Node | None, name: str) -> tuple[Node, Node] | None:
    """Key and value of the first entry `name` of a mapping, as yaml-cpp finds it; None where there is none."""
    if node is None or not is_mapping(node):
        return None
    return next(((key, value) for key, value in node.value if key.value == name), None)


def is_mapping(node: Node | None) -> bool:
    """Whether it holds keys and values."""
    return node is not None and node.id == "mapping"


def is_scalar(node: Node | None) -> bool:
    """Whether it is one value."""
    return node is not None and node.id == "scalar"


def is_null(node: Node | None) -> bool:
    """Whether nothing, `~` or `null` stands there."""
    return node is not None and is_scalar(node) and not node.style and node.value in ("", "~", "null", "Null", "NULL")
