"""A record is to everybody what a frozen dataclass with slots is."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, fields, is_dataclass, replace
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem import records
from wslmem.records import record


@record
class Point:
    """Somewhere."""

    x: int
    """To the right."""
    y: float | None
    name: str = "a"
    KNOWN: ClassVar[int] = 3

    @property
    def twice(self) -> int:
        return self.x * 2


@dataclass(frozen=True, slots=True)
class Plain:
    x: int
    y: float | None
    name: str = "a"


@record(kw_only=True)
class Named:
    first: str = ""
    second: Point


@record
class Far(Point):
    z: int = 0


POINTS = st.tuples(st.integers(), st.none() | st.floats(), st.text())


@given(POINTS, POINTS)
def test_it_compares_hashes_and_prints_as_a_dataclass_does(one, other):
    ours, theirs = (Point(*one), Point(*other)), (Plain(*one), Plain(*other))
    assert (ours[0] == ours[1]) == (theirs[0] == theirs[1])
    assert hash(ours[0]) == hash(theirs[0])
    assert repr(ours[0]).removeprefix("Point") == repr(theirs[0]).removeprefix("Plain")
    assert ours[0] != theirs[0]


@given(POINTS)
def test_dataclasses_takes_it_for_one_of_its_own(values):
    one, plain = Point(*values), Plain(*values)
    assert is_dataclass(one)
    assert [(f.name, f.type, f.default) for f in fields(one)] == [(f.name, f.type, f.default) for f in fields(plain)]
    assert repr(asdict(one)) == repr(asdict(plain))
    assert repr(records.replace(one, x=7)) == repr(replace(one, x=7))
    assert records.replace(one, x=7).x == 7


def test_a_field_that_there_is_not_cannot_be_replaced():
    with pytest.raises(TypeError):
        records.replace(Point(1, None), z=3)


@given(POINTS)
def test_a_copy_and_what_was_pickled_are_the_same_again(values):
    one = Point(*values)
    for again in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):  # noqa: S301 - our own
        assert repr(again) == repr(one)


def test_it_cannot_be_changed():
    one = Point(1, None)
    with pytest.raises(FrozenInstanceError):
        one.x = 2
    with pytest.raises(FrozenInstanceError):
        one.other = 2
    with pytest.raises(FrozenInstanceError):
        del one.x
    assert not hasattr(one, "__dict__")


def test_what_else_the_class_holds_stays():
    assert Point(4, None).twice == 8
    assert Point.KNOWN == 3
    assert Point.__doc__ == "Somewhere."
    match Point(1, 2.0):
        case Point(x, y):
            assert (x, y) == (1, 2.0)


def test_keywords_may_be_asked_for_and_then_defaults_may_come_first():
    assert Named(second=Point(1, None)).first == ""
    with pytest.raises(TypeError):
        Named("a", Point(1, None))


def test_fields_are_inherited():
    assert Far(1, None, "b", 3) == Far(x=1, y=None, name="b", z=3)
    assert [one.name for one in fields(Far)] == ["x", "y", "name", "z"]
    assert Far(1, None).twice == 2
    assert Far(1, None) != Point(1, None)


def test_wrong_arguments_are_told_by_name():
    with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'y'"):
        Point(1)
    with pytest.raises(TypeError, match="unexpected keyword argument 'w'"):
        Point(1, None, w=1)
    Point(1, None)
    assert list(inspect.signature(Point.__init__).parameters) == ["self", "x", "y", "name"]


def test_a_default_that_an_instance_could_change_for_all_is_refused():
    with pytest.raises(ValueError, match=r"Wrong\.items"):

        @record
        class Wrong:
            items: list[int] = []  # noqa: RUF012 - that is the point

    with pytest.raises(TypeError, match=r"Wrong2\.second"):

        @record
        class Wrong2:
            first: int = 0
            second: int


def test_two_threads_may_make_the_first_one_at_once():
    @record
    class Late:
        x: int

    entered = Late.__init__  # where the second thread already is when the first one is done
    assert Late(1).x == 1
    second = object.__new__(Late)
    entered(second, 2)
    assert second.x == 2
