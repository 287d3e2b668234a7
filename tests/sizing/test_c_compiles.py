"""What compiles of C and C++ take, and which of them run at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sizing_shapes import RUNTIME, package, project

from wslmem.sizing import c_compiles, tasks
from wslmem.sizing.calibration import ASSUMED, CALIBRATION
from wslmem.sizing.compile_memory import release
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.measured_compiles import MeasuredCompiles, c_of
from wslmem.sizing.model import estimate
from wslmem.sizing.project import GoPackage, GoProject
from wslmem.units import MIB

GO_1_25 = "go1.25.5"


def calls_c(**figures: int | tuple[int, ...]) -> GoPackage:
    return replace(package("leaf", 20, "runtime"), cgo=True, **figures)


def program(leaf: GoPackage, go: str | None = "go1.26.8") -> GoProject:
    return project(RUNTIME, leaf, package("main", 5, leaf.import_path, main=True), go=go)


def largest(**figures: int) -> float:
    return c_compiles.largest(calls_c(**figures), CALIBRATION)


def test_a_file_of_data_takes_the_c_compiler_far_less_than_one_of_code():
    assert largest(largest_c=20_000_000) > 3 * largest(c_tables=20_000_000) > 50


def test_headers_of_the_cxx_library_and_of_the_project_take_more_than_the_file_that_includes_them():
    alone, library, own = (
        largest(largest_cxx=4000, **figures)
        for figures in ({}, {"cxx_standard": 20}, {"cxx_standard": 20, "cxx_headers": 200_000})
    )
    assert 3 * alone < library < own


def test_the_c_compiler_collects_what_large_files_leave_behind():
    small, middling, large = (largest(largest_c=size) for size in (300_000, 900_000, 1_800_000))
    assert 2 * small < middling < 3 * small
    assert middling == large
    assert largest(largest_c=4_000_000) > 1.5 * large


def test_cxx_without_its_library_is_compiled_as_c_is():
    plain, templates = (largest(largest_cxx=1_500_000, cxx_standard=count) for count in (1, 2))
    assert plain < 0.9 * templates


@pytest.mark.parametrize(
    "shape",
    [
        calls_c(largest_c=200_000, c_files=(*[150_000] * 20, 200_000, *[150_000] * 9)),
        calls_c(largest_cxx=90_000, cxx_standard=5, cxx_library=400_000, cxx_files=(90_000, *[80_000] * 11)),
    ],
    ids=["C", "C++"],
)
def test_the_files_of_a_package_are_compiled_side_by_side_since_go_1_26(shape):
    alone = replace(shape, c_files=(), cxx_files=())
    size = c_compiles.largest(shape, CALIBRATION) * MIB
    for go in ("go1.26.8", None):  # what is not known is taken for what needs more
        one, many = (estimate(program(leaf, go), processors=8) for leaf in (alone, shape))
        assert many.at(8).size > max(4 * size, 1.2 * one.at(8).size)
        assert many.at(1).size == pytest.approx(one.at(1).size, rel=0.05)
        assert [part.name for part in many.at(8).parts].count(shape.import_path) == 1, "it is told as one"
    one, many = (estimate(program(leaf, GO_1_25), processors=8) for leaf in (alone, shape))
    assert many.at(8).size == pytest.approx(one.at(8).size, rel=0.1)


@pytest.mark.parametrize("measured", [0.5, 2.0])
def test_what_was_measured_of_the_file_that_takes_most_is_half_true_of_the_others(measured):
    shape = calls_c(largest_c=200_000, c_files=(20_000,) * 9 + (200_000,))
    told_so = replace(CALIBRATION, measured=MeasuredCompiles({c_of(shape.import_path): measured}))
    plain, told = (c_compiles.of_package(shape, ASSUMED, constants) for constants in (CALIBRATION, told_so))
    ratios = [one.size / another.size for one, another in zip(told, plain, strict=True)]
    assert ratios == pytest.approx([measured**0.5] * (c_compiles.GENERATED + 9) + [measured])
    assert [one.spread < c_compiles.SPREAD for one in told] == [one is max(told) for one in told], "known of one only"


def test_no_file_takes_more_than_the_one_that_was_measured_to_take_most():
    shape = calls_c(largest_c=200_000, c_files=(200_000, 199_000))
    half = replace(CALIBRATION, measured=MeasuredCompiles({c_of(shape.import_path): 0.5}))
    sizes = [one.size for one in c_compiles.of_package(shape, ASSUMED, half)]
    assert max(sizes) == sizes[-2] == sizes[-1]


def test_the_c_of_a_package_waits_for_its_imports_and_its_compile_for_the_c():
    shape = program(calls_c(largest_c=200_000, c_files=(1000, 200_000, 0)))
    runtime, *c, leaf, _, _ = tasks.of_build(shape, GoEnvironment(), CALIBRATION)
    assert len(c) == 3 + c_compiles.GENERATED
    assert max(c, key=lambda one: one.size) is c[2]
    assert {one.needs for one in c} == {(0,)}
    assert leaf.needs == (0, *range(1, 1 + len(c)))
    assert (runtime.name, leaf.name) == ("runtime", "example.com/leaf")


SIZES = st.lists(st.integers(0, 3_000_000), max_size=9).map(tuple)


@given(SIZES, SIZES, st.integers(0, 20))
def test_side_by_side_or_one_after_the_other_files_take_the_same_work_and_the_largest_the_same_memory(c, cxx, standard):
    largest = {"largest_c": max(c, default=0), "largest_cxx": max(cxx, default=0)}
    shape = calls_c(**largest, c_files=c, cxx_files=cxx, cxx_standard=standard)
    told, before = (c_compiles.of_package(shape, go, CALIBRATION) for go in (ASSUMED, release(GO_1_25)))
    assert len(before) <= 1
    assert sum(one.work for one in told) == pytest.approx(sum(one.work for one in before))
    assert max((one.size for one in told), default=0) == max((one.size for one in before), default=0)
    assert len(told) >= len(c) + len(cxx)


def test_a_package_without_c_has_none_to_compile():
    assert c_compiles.of_package(package("plain", 20), ASSUMED, CALIBRATION) == []
