"""Where functions end, and which constraints hold: the same as the go command has it, of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.machine.project.source import go_constraint, go_functions, go_source

TABLE = "var table = []int{\n" + "\t1,\n" * 50 + "}\n"
"""What stands behind a function and is none of it."""


@pytest.mark.parametrize(
    ("function", "body"),
    [
        ("func f() {\n\tg()\n}", "f() {\n\tg()"),
        ("func (*A) isX() {}", "(*A) isX() {}"),
        ("func (*A) isX() {} // nothing", "(*A) isX() {} // nothing"),
        ('func f() string { return "http://a/{b}" }', 'f() string { return "http://a/{b}" }'),
        ("func add(a, b int) int", "add(a, b int) int"),
        ("func add(a, b int) int // in assembly", "add(a, b int) int // in assembly"),
        ("func f() { // begins\n\tg()\n}", "f() { // begins\n\tg()"),
        ("func f(\n\ta int, // one\n\t// and\n\tb int,\n) (\n\terror,\n) {\n\tg()\n}",
         "f(\n\ta int, // one\n\t// and\n\tb int,\n) (\n\terror,\n) {\n\tg()"),
        ("func f(\n\ta int,\n) int", "f(\n\ta int,\n) int"),
        ("func f() struct{}", "f() struct{}"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_function_ends_where_it_ends_and_swallows_nothing(function: str, body: str, end: str) -> None:
    text = f"package p\n\n{function}\n\n{TABLE}".replace("\n", end).encode()
    outside, functions, _ = go_functions.split(text)
    around = b"package p" + outside[len(b"package p") :].partition(TABLE[:9].encode())[0]
    table = TABLE.replace("\n", end).encode()
    assert (around.strip(b"}\r\n"), [one.strip() for one in functions]) == (
        b"package p",
        [body.replace("\n", end).encode()],
    )
    assert outside.endswith(table)


def test_a_type_that_only_marks_is_no_long_function() -> None:
    text = f"package p\n\nfunc (*A) isX() {{}}\n\n{TABLE}"
    assert go_source.shape(text.encode()).largest_function == len("(*A) isX() {}")


@given(st.lists(st.sampled_from(["\nfunc ", "\n}", " {", "{", "}", "(", ",", "\n", " // ", "a", "\r", ")"])))
def test_functions_are_pieces_of_the_text_in_their_order(parts: list[str]) -> None:
    text = "".join(parts).encode()
    _, functions, heads = go_functions.split(text)
    assert heads.count(b"\nfunc ") == text.count(b"\nfunc ")
    assert len(functions) == text.count(b"\nfunc ")
    position = 0
    for function in functions:
        position = text.index(b"\nfunc " + function, position) + 1


@pytest.mark.parametrize(
    ("constraint", "holds"),
    [
        ("!" * 100_000 + "linux", False),
        ("!!linux", False),
        ("(" * 999 + "linux" + ")" * 999, True),
        ("(" * 1000 + "linux" + ")" * 1000, False),
        ("linux || " * 999 + "linux", True),
        ("linux || " * 1000 + "linux", False),
        ("go1." + "9" * 5000, True),
        ("linux (linux)", False),
        ("linux ()", False),
        ("linux $ cgo", False),
        (")(", False),
        ("", False),
    ],
)
def test_expressions_of_any_size_are_taken_as_the_go_command_takes_them(constraint: str, holds: bool) -> None:
    assert go_constraint.holds(constraint) is holds


_TAGS = st.sampled_from(["linux", "darwin", "cgo"])
EXPRESSIONS = st.recursive(
    _TAGS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" && ", "||"]), inner).map("".join),
        inner.map(lambda one: f"({one})"),
        inner.map(lambda one: f"!({one})"),
    ),
)


@given(EXPRESSIONS)
def test_an_expression_is_worth_what_it_says(expression: str) -> None:
    said = expression.replace("&&", " and ").replace("||", " or ").replace("!", " not ")
    assert go_constraint.holds(expression) is bool(eval(said, {"linux": True, "cgo": True, "darwin": False}))  # noqa: S307 - made above
