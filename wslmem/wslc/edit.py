"""A change of `session.memorySize`: only the value changes, every other byte stays; what was asked is read again."""

from __future__ import annotations

import re

from wslmem.errors import UnsafeFileError
from wslmem.text import Text
from wslmem.wslc.settings import DEFAULT, memory_of, read
from wslmem.wslc.tree import Node, Tree, below, grow, is_mapping, is_null, is_scalar

KEY = "memorySize"
INDENT = "  "


def plan(data: bytes | None, value: str) -> bytes:
    """Every byte of the file with `memorySize` as asked.

    Args:
        data: what it holds; None: there is none.
        value: a size that wslc reads, or `default`.

    Raises:
        UnsafeFileError: the file is no YAML, has something else in the place of the key, or would not be read so.
    """
    if value == DEFAULT and read(data).problem is None and read(data).memory is None:
        return data or b""
    if not data:
        return f"session:\r\n{INDENT}{KEY}: {value}\r\n".encode("ascii")
    tree = grow(data)
    if isinstance(tree, Text):
        raise _refused(tree)
    changed = _changed(tree, value)
    after = tree.mark + changed.encode(tree.encoding)
    wanted = None if value == DEFAULT else memory_of(value)
    seen = read(after)
    if seen.problem is not None or seen.memory != wanted or not _rest_is_same(tree, after):
        raise _refused(Text("wslc would not read what was asked"))
    return after


def _changed(tree: Tree, value: str) -> str:
    if tree.root is None or is_null(tree.root):
        return _appended(tree, value)
    if not is_mapping(tree.root):
        raise _refused(Text("it holds no settings"))
    session = below(tree.root, "session")
    if session is None:
        if tree.root.flow_style:
            raise _refused(Text("its settings are in braces"))
        return _appended(tree, value)
    key, node = session
    if is_null(node) and node.start_mark.index == node.end_mark.index:
        return _inserted(tree.text, key, INDENT * (1 + _depth(key)), value)
    if not is_mapping(node) or _is_shared(tree.text, node):
        raise _refused(Text("session: is no list of settings of its own"))
    found = below(node, KEY)
    if found is not None:
        return _replaced(tree.text, *found, value)
    if node.flow_style:
        at = node.start_mark.index + 1
        return f"{tree.text[:at]}{KEY}: {value}{', ' if node.value else ''}{tree.text[at:]}"
    first = node.value[0][0]
    return _inserted(tree.text, key, " " * first.start_mark.column, value)


def _depth(key: Node) -> int:
    return int(key.start_mark.column) // len(INDENT)


def _is_shared(text: str, node: Node) -> bool:
    """Whether the mapping has a name by which other parts use it, or is another part by its name."""
    return bool(node.anchor) or text[node.start_mark.index : node.start_mark.index + 1] in ("&", "*")


def _inserted(text: str, key: Node, indent: str, value: str) -> str:
    """On a line of its own below that of `key`, so that comments stay with the settings that they stand above."""
    end = text.find("\n", key.end_mark.index)
    line = f"{indent}{KEY}: {value}"
    if end < 0:
        return f"{text}{_line_end(text)}{line}{_line_end(text)}"
    return f"{text[: end + 1]}{line}{_line_end(text)}{text[end + 1 :]}"


def _appended(tree: Tree, value: str) -> str:
    text, end = tree.text, _line_end(tree.text)
    if re.search(r"^(---|\.\.\.)", text, re.MULTILINE):
        raise _refused(Text("it holds more than one document"))
    gap = "" if not text or text.endswith("\n") else end
    return f"{text}{gap}session:{end}{INDENT}{KEY}: {value}{end}"


def _replaced(text: str, key: Node, node: Node, value: str) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    if not is_scalar(node) or node.style in ("|", ">") or node.anchor or text[start : start + 1] in ("*", "&", "!"):
        raise _refused(Text("memorySize is no plain value"))
    if start == end:  # nothing stands there yet
        at = text.index(":", key.end_mark.index) + 1
        return f"{text[:at]} {value}{text[at:]}"
    quote = node.style or ""
    return f"{text[:start]}{quote}{value}{quote}{text[end:]}"


def _rest_is_same(tree: Tree, after: bytes) -> bool:
    grown = grow(after)
    return not isinstance(grown, Text) and _without(tree.root) == _without(grown.root)


def _without(root: Node | None) -> object:
    """All that the document says, but memorySize; a session without anything is none."""
    said = _plain(root)
    if not isinstance(said, list):
        return []
    kept = []
    for key, value in said:
        left = [one for one in value if one[0] != KEY] if key == "session" and isinstance(value, list) else value
        if key != "session" or left:
            kept.append((key, left))
    return kept


def _plain(node: Node | None) -> object:
    if node is None or is_null(node):
        return ""
    if is_mapping(node):
        return [(key.value, _plain(value)) for key, value in node.value]
    return (node.value, node.style) if is_scalar(node) else [_plain(one) for one in node.value]


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text or "\n" not in text else "\n"


def _refused(why: Text) -> UnsafeFileError:
    return UnsafeFileError(
        Text("wslmem does not edit this file: {why}", why=why),
        on_disk=Text("unchanged"),
        next_step=Text("write session: and memorySize: below it by hand"),
    )
