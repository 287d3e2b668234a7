"""Edits that touch nothing but what they were asked for, proven by reading the new bytes again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wslmem.errors import UnsafeFileError, UsageError
from wslmem.records import record
from wslmem.text import Text
from wslmem.wslconfig.characters import is_unmarked_utf16
from wslmem.wslconfig.document import WslConfigDocument, read
from wslmem.wslconfig.keys import KEYS, find
from wslmem.wslconfig.placing import has_block, insertion, native_line_end, removal
from wslmem.wslconfig.proof import Wanted, objection, says
from wslmem.wslconfig.spelling import check, replacement, written
from wslmem.wslconfig.splice import Splice, spliced

MOST_BYTES = 64 * 1024 * 1024
"""A larger file is read but not edited: something else was put in the place of `.wslconfig`."""


@record
class Change:
    """One key that changes."""

    key: str
    """`wsl2.memory`, in WSL's spelling."""
    before: str | None
    """The value WSL reads now, valid or not; None where it reads none."""
    after: str | None
    """The value WSL will read; None where the key is removed."""


@record
class EditPlan:
    """A file before and after; made here, written elsewhere."""

    before: bytes
    after: bytes
    changes: tuple[Change, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return self.before == self.after

    def diff(self, path_label: str) -> str:
        """A unified diff for a person, line ends shown as they are; empty when nothing changes."""
        if self.empty:
            return ""
        from wslmem.wslconfig.diff import unified

        return unified(self.before, self.after, path_label)


def plan(document: WslConfigDocument, settings: Iterable[tuple[str, str | None]]) -> EditPlan:
    """The edit after which WSL reads exactly `settings` and everything else as before.

    Args:
        document: the file as it is.
        settings: `("wsl2.memory", "8GB")`; None removes the key, every instance of it; the case
            of a name does not matter.

    Raises:
        UsageError: a key that WSL does not know, or a value that it would not accept as written.
        UnsafeFileError: no edit of this file would make WSL read exactly that.
    """
    wanted = _checked(settings)
    open_ones = {key: value for key, value in wanted.items() if not says(document, key, value)}
    if not open_ones:
        return EditPlan(document.data, document.data, ())
    _refuse_unreadable(document)
    reason = None
    for end in dict.fromkeys((native_line_end(document.text), b"\n")):
        after = document.source.encode(spliced(document.text, _splices(document, open_ones, end)))
        reason = objection(document, read(after), wanted)
        if not reason:
            return EditPlan(document.data, after, tuple(_changes(document, open_ones)))
    raise UnsafeFileError(
        Text("no edit of this file would be safe: {reason}", reason=reason),
        on_disk=Text("unchanged"),
        next_step=Text("see `wslmem show` for the lines that WSL misreads, and repair those first"),
    )


def _checked(settings: Iterable[tuple[str, str | None]]) -> dict[str, str | None]:
    wanted: dict[str, str | None] = {}
    for name, value in settings:
        key = find(name)
        if key is None:
            raise UsageError(
                Text("WSL knows no setting {name}", name=name),
                next_step=Text("write it as section.key, such as wsl2.memory"),
            )
        if value is not None:
            check(key, value)
        wanted[key.name] = value
    return wanted


def _refuse_unreadable(document: WslConfigDocument) -> None:
    """Refuse a file of which WSL reads so little that no line in it can take effect."""
    reason = None
    if len(document.data) > MOST_BYTES:
        reason = Text(
            "it has {bytes} bytes, more than the {most} of any settings file",
            bytes=len(document.data),
            most=MOST_BYTES,
        )
    elif not document.opened:
        reason = Text("it is UTF-16 big-endian, which WSL cannot open")
    elif is_unmarked_utf16(document.data):
        reason = Text("it looks like UTF-16 without a byte order mark, which WSL reads as garbage")
    elif document.encoding == "utf-16le-bom" and len(document.data) % 2:
        reason = Text("it is UTF-16 with half a character at its end")
    if reason:
        raise UnsafeFileError(
            reason, on_disk=Text("unchanged"), next_step=Text("look at the file; save it as UTF-8 text, then try again")
        )


def _splices(document: WslConfigDocument, wanted: Wanted, end: bytes) -> Iterator[Splice]:
    new: dict[str, list[tuple[str, bytes]]] = {}
    for key, value in wanted.items():
        reading = document.readings.get(key)
        if value is None:
            yield from _removals(document, key)
        elif reading is None:
            section, name = key.split(".")
            new.setdefault(section, []).append((name, written(value)))
        else:
            spans = reading.spans
            old = document.text[spans.value : spans.end]
            _refuse_swallowed(key, old)
            yield Splice(spans.value, spans.end, replacement(old, KEYS[key], value))
    # A new section comes last: where both land at the end of the file, it must not take in a key of another one.
    for section in sorted(new, key=lambda one: not has_block(document, one)):
        yield insertion(document, section, new[section], end)


def _removals(document: WslConfigDocument, key: str) -> Iterator[Splice]:
    for statement in document.statements:
        if statement.kind == "key":
            found = document.names.of(statement)[1]
            if found is not None and found.name == key:
                _refuse_swallowed(key, document.text[statement.value : statement.end])
                yield removal(document, statement)


def _refuse_swallowed(key: str, old: bytes) -> None:
    """A value that goes on over a line end may have swallowed a line that the user still wants."""
    _, broken, swallowed = old.replace(b"\r\n", b"\n").partition(b"\\\n")
    if broken and (b"=" in swallowed or b"[" in swallowed):
        raise UnsafeFileError(
            Text("the value of {key} ends in a backslash and so has swallowed the next line", key=key),
            on_disk=Text("unchanged"),
            next_step=Text("remove the backslash at the end of that line, or double it"),
        )


def _changes(document: WslConfigDocument, wanted: Wanted) -> Iterator[Change]:
    for key, value in wanted.items():
        reading = document.readings.get(key)
        yield Change(key, reading.raw if reading else None, value)
