"""What a preprocessor knows: macros, and whether a condition holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from wslmem.patterns import lazy

Macros = dict[bytes, bytes]
PREDEFINED: Mapping[bytes, bytes] = dict.fromkeys(
    b"__linux__ __linux linux __unix__ __unix unix __x86_64__ __x86_64 __amd64__ __amd64 __STDC__ __SSE__ __SSE2__ "
    b"__LP64__ _LP64 __ELF__ __OPTIMIZE__".split(),
    b"1",
) | {
    b"__GNUC__": b"12",
    b"__GLIBC__": b"2",
    b"__STDC_VERSION__": b"201710",
    b"__CHAR_BIT__": b"8",
    b"__SIZEOF_POINTER__": b"8",
    b"__SIZEOF_INT128__": b"16",
    b"__ORDER_LITTLE_ENDIAN__": b"1234",
    b"__BYTE_ORDER__": b"1234",
    b"__ORDER_BIG_ENDIAN__": b"4321",
    b"__INT_MAX__": b"2147483647",
    b"__PIC__": b"2",
}
"""What gcc defines for Linux (`gcc -dM -E -x c /dev/null`), as far as sources ask for it."""
CPLUSPLUS = {b"__cplusplus": b"201703"}
_DEEPEST = 8
"""Macros within macros, and brackets within brackets, that are followed."""
_WORDS = 1000
"""Macros and numbers that are looked at for one condition, those that stand for others among them: a few macros of many
others each would be more than could ever be."""
_TOKEN = lazy(rb"\s*+(defined\b|\w++|&&|\|\||[=!<>]=|<<|>>|[-+*/%<>!~&|^()?:,]|$|.)")
_NUMBER = lazy(rb"(0[xX][0-9a-fA-F]++|[0-9]++)[uUlL]*+")
_MOST = 1 << 63
_BINARY: Mapping[bytes, tuple[int, Callable[[int, int], int]]] = {
    b"||": (1, lambda a, b: int(bool(a or b))),
    b"&&": (2, lambda a, b: int(bool(a and b))),
    b"|": (3, lambda a, b: a | b),
    b"^": (4, lambda a, b: a ^ b),
    b"&": (5, lambda a, b: a & b),
    b"==": (6, lambda a, b: int(a == b)),
    b"!=": (6, lambda a, b: int(a != b)),
    b"<": (7, lambda a, b: int(a < b)),
    b">": (7, lambda a, b: int(a > b)),
    b"<=": (7, lambda a, b: int(a <= b)),
    b">=": (7, lambda a, b: int(a >= b)),
    b"<<": (8, lambda a, b: a << min(max(b, 0), 63)),
    b">>": (8, lambda a, b: a >> min(max(b, 0), 63)),
    b"+": (9, lambda a, b: a + b),
    b"-": (9, lambda a, b: a - b),
    b"*": (10, lambda a, b: a * b),
    b"/": (10, lambda a, b: a // b if b else 0),
    b"%": (10, lambda a, b: a % b if b else 0),
}
"""How tightly an operator binds, and what it makes."""


def holds(condition: bytes, macros: Mapping[bytes, bytes]) -> bool:
    """Whether an `#if` takes what follows; what is not known counts as 0, and so does what cannot be read.

    >>> holds(b"defined(A) && B >= 2", {b"A": b"", b"B": b"(1 + 1)"}), holds(b"WIN(3) || !X", {b"X": b"1"})
    (True, False)
    """
    return bool(_Condition(condition, macros, iter(range(_WORDS)), 0).value())


def defined_by(flags: Iterable[str]) -> Macros:
    """The macros that a compiler's flags define.

    >>> defined_by(["-DA", "-DB=2", "-O2", "-mavx2", "-msse4.1"])
    {b'A': b'1', b'B': b'2', b'__AVX2__': b'1', b'__SSE4_1__': b'1'}
    """
    found: Macros = {}
    for flag in flags:
        name, equals, value = flag[2:].partition("=")
        if flag.startswith("-D"):
            found[name.encode()] = value.encode() if equals else b"1"
        elif flag.startswith("-m") and not equals:
            found[f"__{name.upper().replace('.', '_')}__".encode()] = b"1"
    return found


class _Condition:
    def __init__(self, text: bytes, macros: Mapping[bytes, bytes], words: Iterator[int], depth: int) -> None:
        self._macros = macros
        self._words = words
        """One for each word that may still be looked at, for this condition and all macros in it."""
        self._depth = depth
        self._tokens = _TOKEN.findall(text)
        self._at = 0

    def value(self) -> int:
        try:
            found = self._binary(0, self._depth)
        except _UnreadableError:
            return 0
        return found if self._next() == b"" else 0

    def _next(self) -> bytes:
        token: bytes = self._tokens[self._at] if self._at < len(self._tokens) else b""
        self._at += 1
        return token

    def _peek(self) -> bytes:
        return self._tokens[self._at] if self._at < len(self._tokens) else b""

    def _binary(self, least: int, depth: int) -> int:
        left = self._unary(depth)
        while (known := _BINARY.get(self._peek())) is not None and known[0] > least:
            self._at += 1
            left = known[1](left, self._binary(known[0], depth))
            if not -_MOST <= left < _MOST:
                raise _UnreadableError
        return left

    def _unary(self, depth: int) -> int:
        if depth > _DEEPEST:
            raise _UnreadableError
        token = self._next()
        if token == b"!":
            return int(not self._unary(depth + 1))
        if token == b"-":
            return -self._unary(depth + 1)
        if token == b"(":
            found = self._binary(0, depth + 1)
            if self._next() != b")":
                raise _UnreadableError
            return found
        if token == b"defined":
            return self._defined()
        return self._word(token, depth)

    def _defined(self) -> int:
        bracket = self._peek() == b"("
        self._at += bracket
        name = self._next()
        self._at += bracket
        return int(name in self._macros)

    def _word(self, token: bytes, depth: int) -> int:
        if next(self._words, None) is None:
            raise _UnreadableError
        number = _NUMBER.fullmatch(token)
        if number is not None:
            digits = number[1]
            return int(digits, 16 if digits[1:2] in (b"x", b"X") else 8 if _octal(digits) else 10)
        if not token[:1].isalpha() and token[:1] != b"_":
            raise _UnreadableError
        if self._peek() == b"(":
            self._skip()
            return 0
        return _Condition(self._macros.get(token, b"0") or b"0", self._macros, self._words, depth + 1).value()

    def _skip(self) -> None:
        """Past what stands in brackets."""
        open_ = 0
        while self._at < len(self._tokens):
            token = self._next()
            open_ += (token == b"(") - (token == b")")
            if not open_:
                return


def _octal(digits: bytes) -> bool:
    return digits[:1] == b"0" and not digits.strip(b"01234567")


class _UnreadableError(Exception):
    """What stands there is no condition."""
