"""From text to settings and complaints: the grammar of `.wslconfig` (WSL: configfile.cpp, ParseConfigFile)."""

from __future__ import annotations

from collections.abc import Callable

from ..lean import dataclass, field

BLANKS = " \t"
END = "\uffff"
"""WEOF in 16 bits: the end of the file, and a character that counts as one."""
_ESCAPES = {"\\": "\\", '"': '"', "b": "\b", "n": "\n", "t": "\t", "\n": "", "\r": ""}


class _Invalid(Exception):  # noqa: N818 - not an error of the program: the line is skipped
    def __init__(self, kind: str, what: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.what = what


@dataclass(slots=True)
class Scanner:
    """One pass over the text; settings and complaints are handed out in the order WSL meets them."""

    text: str
    setting: Callable[[str, str, int], None]
    """Gets the key with its section, the value, the line."""
    complain: Callable[[str, str, int], None]
    """Gets the kind of the complaint, what it is about, the line."""
    place: int = 0
    line: int = 1
    name: str = ""
    """The buffer for section and key: an invalid header overwrites it, and the next keys inherit that."""
    section_length: int = field(default=0)
    """Length of the last valid section name; an invalid header leaves it as it is."""

    def run(self) -> None:
        """Scan to the end; a line that is not understood is skipped with a complaint."""
        while self.place < len(self.text):
            try:
                self._line()
            except _Invalid as invalid:
                self.complain(invalid.kind, invalid.what, self.line)
                self._to_line_end()

    def _peek(self) -> str:
        return self.text[self.place] if self.place < len(self.text) else END

    def _blanks(self) -> None:
        while self._peek() in BLANKS:
            self.place += 1

    def _to_line_end(self) -> None:
        """Skip what is left of the line, its LF included."""
        end = self.text.find("\n", self.place)
        if end < 0:
            self.place = len(self.text)
        else:
            self.place = end + 1
            self.line += 1

    def _line(self) -> None:
        self._blanks()
        sign = self._peek()
        if sign in ("\n", "#"):
            self._to_line_end()
        elif sign == "[":
            self.place += 1
            self._section()
        elif _letter(sign):
            self._setting()
        elif sign == END:
            self.place += 1
        else:
            raise _Invalid("InvalidKey")

    def _word(self) -> str:
        start = self.place
        while _letter(self._peek()) or _digit(self._peek()):
            self.place += 1
        return self.text[start : self.place]

    def _section(self) -> None:
        if not _letter(self._peek()):
            raise _Invalid("InvalidSection")
        self.name = self._word()
        if self._peek() != "]":
            raise _Invalid("Expected", "']'")
        self.place += 1
        self._blanks()
        if self._peek() not in ("\n", "\r", "#", END):
            raise _Invalid("Expected", "' ' or '\\n'")
        self.section_length = len(self.name)
        self._end_line()

    def _setting(self) -> None:
        key = self._word()
        self._blanks()
        if self._peek() != "=":
            raise _Invalid("Expected", "'='")
        self.place += 1
        value = self._value()
        prefix = self.name[: self.section_length].ljust(self.section_length, "\0")
        full = f"{prefix}.{key}" if self.section_length else key
        self.name = full
        self.setting(full.partition("\0")[0], value, self.line)
        self._end_line()

    def _end_line(self) -> None:
        """Leave a line that was understood; a lone CR ends it, too, and so does U+FFFF."""
        if self._peek() in ("\r", END):
            self.place += 1
            self.line += 1
        else:
            self._to_line_end()

    def _value(self) -> str:
        """The value, its quotes and escapes undone; only the low 8 bits of each character survive."""
        self._blanks()
        value: list[str] = []
        kept, quoted = 0, False
        while (sign := self._peek()) not in ("\n", "\r", END) and not (sign == "#" and not quoted):
            self.place += 1
            if sign == '"':
                quoted = not quoted
                continue
            literal = sign == "\\"
            value.append(self._escape() if literal else sign)
            if quoted or literal or sign not in BLANKS:
                kept = len(value)
        if quoted:
            raise _Invalid("Expected", '"')
        narrow = bytes(ord(sign) & 0xFF for sign in "".join(value[:kept]))
        return narrow.partition(b"\0")[0].decode("utf-8", "replace")

    def _escape(self) -> str:
        sign = self._peek()
        if sign not in _ESCAPES:
            raise _Invalid("InvalidEscape", sign)
        self.place += 1
        self.line += sign == "\n"
        return _ESCAPES[sign]


def _letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _digit(sign: str) -> bool:
    return sign.isascii() and sign.isdigit()
