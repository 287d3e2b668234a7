"""A second reader of .wslconfig, written from the rules alone, one character at a time, to check the first one.

It shares no code with wslmem: no patterns, no offsets, no tables of keys.
"""

from __future__ import annotations

END = ""
WEOF = "\uffff"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
NAME = LETTERS + "0123456789"
ESCAPED = {"\\": "\\", '"': '"', "b": "\b", "n": "\n", "t": "\t", "\n": "", "\r": ""}


class Tape:
    def __init__(self, text):
        self.characters = text.split("\x1a")[0].replace("\r\n", "\n")
        self.place = 0
        self.line = 1

    def take(self):
        character = self.characters[self.place] if self.place < len(self.characters) else END
        self.place += 1
        return character

    def give_back(self):
        self.place -= 1

    def name(self, first):
        found = ""
        while first != END and first in NAME:
            found += first
            first = self.take()
        return found, first

    def blanks(self, character):
        while character != END and character in " \t":
            character = self.take()
        return character

    def end_of_line(self, character):
        """Skip an invalid line, `character` being the first one not understood."""
        while character not in (END, WEOF, "\n"):
            character = self.take()
        self.line += character != END


def read_again(text):
    """The events of a file: ("key", section.key, value, line) and ("bad", kind, line)."""
    tape, buffer, length, events = Tape(text), "", 0, []
    while (character := tape.take()) != END:
        if character in (" ", "\t", "\r", WEOF):
            continue
        if character == "\n":
            tape.line += 1
        elif character == "#":
            while character not in (END, WEOF, "\n"):
                character = tape.take()
            tape.line += character == "\n"
        elif character == "[":
            buffer, length = header(tape, buffer, length, events)
        elif character in LETTERS:
            prefix = buffer[:length] + "\0" * (length - len(buffer))
            key(tape, character, prefix, events)
            buffer = prefix
        else:
            events.append(("bad", "InvalidKey", tape.line))
            tape.end_of_line(character)
    return events


def header(tape, buffer, length, events):
    first = tape.take()
    if first == END or first not in LETTERS:
        events.append(("bad", "InvalidSection", tape.line))
        tape.end_of_line(first)
        return buffer, length
    name, after = tape.name(first)
    if after == "]":
        after = tape.blanks(tape.take())
        if after in ("\n", "\r", WEOF, "#", END):
            finish(tape, after)
            return name, len(name)
    events.append(("bad", "Expected", tape.line))
    tape.end_of_line(after)
    return name, length


def finish(tape, terminator):
    if terminator == "#":
        tape.give_back()
    elif terminator != END:
        tape.line += 1


def key(tape, first, prefix, events):
    name, after = tape.name(first)
    after = tape.blanks(after)
    if after != "=":
        events.append(("bad", "Expected", tape.line))
        tape.end_of_line(after)
        return
    value, kept, quoted, character = "", 0, False, tape.blanks(tape.take())
    while character not in (END, WEOF, "\n", "\r") and not (character == "#" and not quoted):
        if character == '"':
            quoted = not quoted
        elif character == "\\":
            escaped = tape.take()
            if escaped not in ESCAPED:
                events.append(("bad", "InvalidEscape", tape.line))
                tape.end_of_line(tape.take())
                return
            value += ESCAPED[escaped]
            tape.line += escaped == "\n"
        else:
            value += character
        if character not in " \t":
            kept = len(value)
        character = tape.take()
    if quoted:
        events.append(("bad", "Expected", tape.line))
        tape.end_of_line(character)
        return
    full = f"{prefix}.{name}" if prefix else name
    events.append(("key", full.split("\0")[0], low_bytes(value[:kept]), tape.line))
    finish(tape, character)


def low_bytes(value):
    units = value.encode("utf-16-le", "surrogatepass")[::2]
    return units.split(b"\0")[0].decode("utf-8", "replace")
