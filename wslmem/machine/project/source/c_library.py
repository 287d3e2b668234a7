"""How much stands behind the headers of compilers and of the C++ standard library."""

from __future__ import annotations

from collections.abc import Collection, Mapping

INTRINSICS: Mapping[str, int] = {
    "immintrin.h": 1509,
    "x86intrin.h": 1545,
    "emmintrin.h": 118,
    "tmmintrin.h": 127,
    "smmintrin.h": 140,
}
"""Of the processor's own instructions: 1000 bytes that gcc 12 reads for them, blanks not counted."""
STANDARD: Mapping[str, int] = {
    "algorithm": 323, "any": 85, "array": 172, "atomic": 116, "bitset": 425, "chrono": 154, "cmath": 411,
    "codecvt": 466, "complex": 860, "condition_variable": 649, "deque": 309, "exception": 77, "filesystem": 936,
    "forward_list": 243, "fstream": 627, "functional": 669, "future": 754, "iomanip": 690, "ios": 547,
    "iostream": 587, "istream": 587, "iterator": 494, "limits": 35, "list": 223, "locale": 617, "map": 349,
    "memory": 465, "mutex": 585, "numeric": 126, "optional": 128, "ostream": 560, "queue": 395, "random": 895,
    "regex": 1242, "set": 295, "shared_mutex": 537, "sstream": 604, "stack": 316, "stdexcept": 416,
    "streambuf": 483, "string": 404, "string_view": 223, "system_error": 425, "thread": 330, "tuple": 129,
    "type_traits": 63, "unordered_map": 407, "unordered_set": 403, "utility": 84, "valarray": 733, "variant": 158,
    "vector": 318,
}  # fmt: skip
"""The same of the C++ standard library (libstdc++ 12), each header with all that it includes."""
SHARED = 0.1
"""What another header adds of what it holds: most of it the largest one has as well. Of 56 C++ files it told what the
compiler reads of the library within 13 % in the mean."""


def read_of(headers: Collection[str]) -> int:
    """Bytes that the compiler reads for these headers, nearly."""
    standard = sorted((STANDARD[name] for name in headers if name in STANDARD), reverse=True)
    intrinsics = max((INTRINSICS[name] for name in headers if name in INTRINSICS), default=0)
    return round(1000 * (intrinsics + sum(standard[:1]) + SHARED * sum(standard[1:])))
