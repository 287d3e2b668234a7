"""What C and C++ files tell: data and code, what conditions leave out, what they include, headers of the library."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.machine.project import go_files
from wslmem.machine.project.source import c_conditions, c_library, c_source
from wslmem.machine.project.source.c_conditions import holds
from wslmem.machine.project.source.c_source import CShape, CUnit
from wslmem.machine.project.source.c_text import CReader

PIECES = st.lists(
    st.sampled_from(
        [
            b"  [1] = 2,\n",
            b"int f(void);\n",
            b"\n",
            b"ACTIONS(3),\n",
            b"#include <map>\n",
            b"/* one, \n",
            b"#if A \\\n",
            b" */\n",
        ]
    )
)


def unit(folder: Path, name: str, *flags: str) -> CUnit:
    (found,) = go_files.c_units(str(folder), [name], flags)
    return found


def files(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / name.replace("_", ".")).write_bytes(text.encode())


def size(folder: Path, text: str, *flags: str) -> int:
    """Bytes of a C file that count."""
    files(folder, a_c=text)
    return unit(folder, "a.c", *flags).size


def told(*blocks: bytes) -> CReader:
    reader = CReader()
    for block in blocks:
        reader.add(block)
    return reader


@given(PIECES, st.integers(0, 30))
def test_a_file_tells_the_same_in_whatever_blocks_it_is_read(lines, cut):
    whole = told(b"".join(lines)).file()
    assert told(b"".join(lines[:cut]), b"".join(lines[cut:])).file() == whole
    assert all(part.tables <= part.size for part in whole)


@pytest.mark.parametrize(
    "line",
    ["  1, 2,", "{ .a = 1 }", "[3] = 4", '"text"', "  ACTIONS(3), anon_sym_LPAREN, // 3", "-1", "\tENTRY(a), \r"],
)
def test_a_line_of_a_table_is_data(line):
    (part,) = told(f"{line}\n".encode()).file()
    assert part.tables == part.size > 0


@pytest.mark.parametrize("line", ["int x = 1;", "if (a) b();", "} else {", "return;"])
def test_a_line_of_code_is_not(line):
    (part,) = told(f"{line}\n".encode()).file()
    assert (part.size, part.tables) == (len(line.replace(" ", "")), 0)


@pytest.mark.parametrize("text", ["// one, two,", "/* 1,\n2,\n */", "/* a\n#define B\n*/", "/**/ // /*"])
def test_a_comment_is_neither_and_holds_no_directive(text):
    (part,) = told(f"{text}\n".encode()).file()
    assert (part.directive, part.size, part.tables) == (b"", 0, 0)


def test_what_only_looks_like_a_comment_in_a_string_is_code(tmp_path):
    text = 'f("*/*", "/*", "http://x");\n'
    assert size(tmp_path, text + "g();\n") == len(text.replace(" ", "").strip()) + len("g();")


@pytest.mark.parametrize(
    ("condition", "taken"),
    [
        ("1", True), ("0", False), ("A", True), ("Z", False), ("defined(A) && !defined Z", True), ("B >= 2 || Z", True),
        ("(B + 1) * 2 == 6", True), ("B << 3 > 0x0f", True), ("-B < 0 && 010 == 8", True), ("F(A, (B)) || Z", False),
        ("A ? 1 : 0", False), ("1 /", False), ("B % 0", False), ("((((((((((((1))))))))))))", False), ("C", False),
    ],
)  # fmt: skip
def test_a_condition_is_read_as_a_preprocessor_reads_it_and_is_false_where_it_cannot_be(condition, taken):
    assert holds(condition.encode(), {b"A": b"1", b"B": b"(1 + 1)", b"C": b"C"}) is taken


@given(st.binary(max_size=40) | st.text("()!-+*/%<>=&|A0189 ", max_size=60).map(str.encode))
def test_no_condition_is_too_odd_to_be_read(text):
    holds(text, {b"A": b"A + 1"})


def test_what_conditions_leave_out_does_not_count(tmp_path):
    for head, left in (
        ("#ifdef A", "n();"), ("#ifndef A", "y();"), ("#if 0", "n();"), ("#if defined(__linux__)", "y();"),
        ("#if 0\n#if 1\nx();\n#else\nx();\n#endif\n#elif 1\nlong_one();\n#elif 1\nx();", "long_one();"),
    ):  # fmt: skip
        assert size(tmp_path, f"{head}\n{'' if 'elif' in head else 'y();'}\n#else\nn();\n#endif\n") == len(left)


def test_macros_come_from_flags_and_from_the_files_before(tmp_path):
    files(tmp_path, a_h="#pragma once\n#define A 2\n#define F(x) x\n", b_h="#undef A\n")
    text = '#include "a.h"\n#include "a.h"\n#if A == 2 && B == 3 && defined(F)\nabc;\n#endif\n'
    assert size(tmp_path, text) == 0
    assert size(tmp_path, text, "-DB=3") == len("abc;")
    assert size(tmp_path, '#include "b.h"\n' + text.replace("== 2", "+ 0"), "-DB=3", "-DA") == len("abc;")
    assert size(tmp_path, '#include "a.h"\n#include "b.h"\n#ifdef A\nabc;\n#endif\n') == 0


def test_a_header_that_is_a_whole_library_is_code_in_the_file_that_asks_for_it(tmp_path):
    files(tmp_path, a_c='#define LIB_IMPLEMENTATION\n#include "lib.h"\n', b_c='#include "lib.h"\n', lib_h="intf;\n" * 9)
    asked, other = (unit(tmp_path, name) for name in ("a.c", "b.c"))
    assert (asked.size, asked.headers) == (45, 0)
    assert (other.size, other.headers) == (0, 45)


def test_files_that_include_each_other_end(tmp_path):
    files(tmp_path, a_c='#include "b.h"\nint a;\n', b_h='#include "c.h"\nint b;\n', c_h='#include "b.h"\nint c;\n')
    found = unit(tmp_path, "a.c")
    assert (found.size, found.headers) == (len("inta;"), len("intb;intc;"))


def test_a_header_with_a_guard_counts_once_and_one_without_as_often_as_it_is_included(tmp_path):
    files(tmp_path, g_h="#ifndef G\n#define G\nint g;\n#endif\n", n_h="int n;\n")
    files(tmp_path, a_c='#include "g.h"\n#include "g.h"\n#include "n.h"\n#include "n.h"\n')
    assert unit(tmp_path, "a.c").headers == len("intg;intn;intn;")


def test_a_header_beside_the_file_comes_before_one_that_flags_lead_to(tmp_path):
    near, far = tmp_path / "near", tmp_path / "far"
    for folder, text in ((near, "int n;\n"), (far, "int far_away;\n")):
        folder.mkdir()
        files(folder, x_h=text)
    files(near, a_c='#include "x.h"\n')
    files(far, only_h="int o;\n")
    files(near, b_c="#include <only.h>\n")
    assert unit(near, "a.c", f"-I{far}").headers == len("intn;")
    for flags, found in (((), 0), ((f"-I{far}",), 5), (("-I", str(far)), 5), (("-I../far",), 5)):
        assert unit(near, "b.c", *flags).headers == found


def test_a_file_that_is_none_and_one_that_includes_a_thousand_folders_are_read_to_their_end(tmp_path):
    (tmp_path / "folder.h").mkdir()
    files(tmp_path, a_c='#include "folder.h"\n#include "none.h"\n' + '#include "../x.h"\n' * 1000)
    assert unit(tmp_path, "a.c").headers == 0
    assert unit(tmp_path, "none.c") == CUnit("none.c", 0, 0, 0, 0, 0)


def test_includes_that_double_at_each_level_are_not_followed_for_ever(tmp_path):
    files(tmp_path, **{f"h{level}_h": f'#include "h{level + 1}.h"\n' * 2 + "int x;\n" for level in range(40)})
    files(tmp_path, a_c='#include "h0.h"\n')
    assert 0 < unit(tmp_path, "a.c").headers <= c_source.MOST_FILES * len("intx;")


class Counted(dict):
    """Macros that count how often they are asked for."""

    asked = 0

    def get(self, name, other=None):
        self.asked += 1
        return super().get(name, other)


def test_macros_of_many_macros_each_are_not_followed_for_ever():
    known = Counted({b"A%d" % level: b"+".join([b"A%d" % (level + 1)] * 20) for level in range(8)})
    assert not holds(b"A0", known)
    assert known.asked < 2 * c_conditions._WORDS


def test_one_compile_is_followed_through_so_many_directives_and_no_more(tmp_path, monkeypatch):
    monkeypatch.setattr(c_source, "MOST_PARTS", 500)
    files(tmp_path, a_c='#include "x.h"\n' * 1000, x_h="#define A_IMPLEMENTATION\nint a;\n" * 20)
    assert 20 * len("inta;") < unit(tmp_path, "a.c").size < 500 * len("inta;")


def test_a_library_of_one_header_gives_its_code_where_its_macro_is_defined_alone(tmp_path):
    files(tmp_path, x_h="int a;\n", a_c='#include "x.h"\n', b_c='#define X_IMPLEMENTATION\n#include "x.h"\n')
    undefined = '#define X_IMPLEMENTATION\n#undef X_IMPLEMENTATION\n#include "x.h"\n'
    files(tmp_path, c_c=undefined)
    assert [unit(tmp_path, name).size for name in ("a.c", "b.c", "c.c")] == [0, len("inta;"), 0]


def test_headers_of_the_library_that_share_what_they_include_are_not_added_up():
    alone, both = c_library.read_of({"string"}), c_library.read_of({"string", "vector", "none"})
    assert alone < both < alone + c_library.read_of({"vector"})
    assert c_library.read_of({"immintrin.h", "emmintrin.h"}) == c_library.read_of({"immintrin.h"})


def test_a_c_file_does_not_see_what_only_c_plus_plus_defines(tmp_path):
    text = "#ifdef __cplusplus\nint x;\n#endif\n"
    files(tmp_path, a_c=text, b_cpp=text)
    assert [unit(tmp_path, name).size for name in ("a.c", "b.cpp")] == [0, len("intx;")]
    assert b"__cplusplus" not in c_conditions.PREDEFINED


def test_of_a_package_the_c_file_that_takes_most_counts_and_of_cxx_what_is_largest_of_each_kind():
    c = [CUnit("a.c", 100, 60, 9, 3, 1), CUnit("b.c", 50, 0, 70, 0, 2), CUnit("a.go", 0, 0, 0, 0, 0)]
    cxx = [CUnit("c.cpp", 7, 5, 800, 2, 900), CUnit("d.cc", 6, 0, 9, 3, 0), CUnit("e.cxx", 4, 0, 0, 0, 0)]
    assert c_source.together([*c, *cxx]) == CShape(
        largest_c=50, c_tables=0, c_headers=72,
        largest_cxx=7, cxx_headers=800, cxx_standard=3, cxx_library=900,
        c_files=(42, 54, 0), cxx_files=(7, 6, 4),
    )  # fmt: skip
    assert c_source.together([]) == CShape()
