"""The estimate of a build's peak."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sizing_shapes import RUNTIME, package, project, tool

from wslmem.sizing import cautions, compile_memory, tasks
from wslmem.sizing.calibration import CALIBRATION
from wslmem.sizing.compile_memory import release
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.measured_compiles import MeasuredCompiles, c_of
from wslmem.sizing.model import DRAWS, QUANTILES, estimate
from wslmem.sizing.outlook import build_part
from wslmem.sizing.project import GoPackage, GoProject
from wslmem.units import MIB, Bytes


def test_a_small_tool_needs_what_the_compile_of_the_runtime_takes():
    found = estimate(tool(kilobytes=20), processors=8)
    assert {peak.parallelism for peak in found.peaks} == {1, 2, 4, 8}
    for peak in found.peaks:
        assert 250 * MIB < peak.size < 330 * MIB
    assert found.at(1).parts[0].name == "runtime"


def test_memory_does_not_grow_with_p_where_one_package_sets_the_peak():
    giant = project(RUNTIME, package("giant", 8000, "runtime"), package("main", 5, "example.com/giant", main=True))
    sizes = [estimate(giant, processors=8).at(parallelism).size for parallelism in (1, 8)]
    assert sizes[1] < 1.1 * sizes[0]


def test_equal_packages_side_by_side_do_grow_with_p():
    found = estimate(tool(width=16, kilobytes=500), processors=8)
    assert found.at(8).size > 2 * found.at(2).size


def test_a_package_that_was_measured_elsewhere_counts_by_its_measurement():
    giant = project(RUNTIME, package("giant", 8000, "runtime"), package("main", 5, "example.com/giant", main=True))
    plain, told = (
        estimate(giant, processors=1, constants=replace(CALIBRATION, measured=measured)).at(1)
        for measured in (MeasuredCompiles({}), MeasuredCompiles({"example.com/giant": 2.0}))
    )
    held = [next(part.size for part in peak.parts if part.name.endswith("giant")) for peak in (plain, told)]
    assert held[1] == pytest.approx(2 * held[0], rel=0.01)
    assert told.high / told.size < plain.high / plain.size, "what was measured is known better"


def test_a_package_of_one_long_function_is_known_less_well_than_one_of_many():
    def highest(longest):
        giant = package("giant", 900, "runtime", longest=longest)
        giant = replace(giant, branches=9000)  # a state machine, no table
        main = package("main", 5, "example.com/giant", main=True)
        told = estimate(project(RUNTIME, giant, main), processors=1).at(1)
        return told.high / told.size

    assert highest(500_000) > 1.5 * highest(2000)


def test_the_files_that_a_link_maps_have_to_fit_as_well():
    told = estimate(tool(width=400, kilobytes=100), processors=1)
    found = told.at(1)
    assert found.linking is not None
    assert found.linking.size > 2 * told.warm
    assert found.linking.name == "link example.com/main"
    assert build_part(found) >= found.linking.size


def test_what_generic_code_becomes_is_mapped_and_assumed_where_nobody_counted():
    unknown = package("leaf", 1000)
    none = replace(unknown, interface_methods=0)
    counted = replace(none, instances=round(compile_memory.code_bytes(unknown) / compile_memory.INSTANCE_CODE))
    least, assumed, known = (tasks.mapped_memory([one], CALIBRATION) for one in (none, unknown, counted))
    assert assumed == pytest.approx(known, rel=0.01)
    assert 1.2 * least < known < 1.5 * least


def test_links_side_by_side_hold_their_own_memory_each_and_map_the_same_objects():
    leaves = [package(f"leaf{index}", 100, "runtime") for index in range(400)]
    needs = [leaf.import_path for leaf in leaves]
    mains = [package(f"main{index}", 5, *needs, main=True) for index in range(4)]
    told = estimate(project(RUNTIME, *leaves, *mains), processors=1)
    one, four = (told.at(parallelism).linking for parallelism in (1, 4))
    assert one is not None
    assert four is not None
    assert 1.5 * one.size < four.size < 3 * one.size


def test_another_major_version_of_a_measured_package_counts_like_it():
    known = MeasuredCompiles({"example.com/client/v7/api": 2.0, "example.com/api/v1": 4.0, "example.com/api/v2": 1.0})
    assert known.of("example.com/client/v7/api") == known.of("example.com/client/v9/api") == 2.0
    assert known.of("example.com/client/api") == 2.0
    assert known.of("example.com/api/v1") == 4.0
    assert known.of("example.com/api/v3") == pytest.approx(2.0)
    assert known.of("example.com/client/v7") is None


def test_of_c_a_fork_that_keeps_the_name_is_known_as_well_and_of_go_it_is_not():
    known = MeasuredCompiles({c_of("example.com/owner/driver"): 2.0, "example.com/owner/driver": 3.0})
    assert known.of(c_of("example.com/fork/driver/v2")) == 2.0
    assert known.of("example.com/fork/driver") is None
    assert known.of(c_of("example.com/driver")) is None


def test_a_copy_that_is_compiled_with_the_profile_of_one_program_counts_as_what_it_is_a_copy_of():
    known = replace(CALIBRATION, measured=MeasuredCompiles({"example.com/giant": 2.0}))

    def peak(suffix):
        runtime = replace(RUNTIME, import_path=f"runtime{suffix}")
        giant = package(f"giant{suffix}", 8000, runtime.import_path)
        main = package("main", 5, giant.import_path, main=True)
        return estimate(project(runtime, giant, main), processors=1, constants=known).at(1).size

    assert peak(" [example.com/main]") == peak("")


def test_a_larger_program_takes_more_to_link():
    small, large = (estimate(tool(width), processors=1).warm for width in (50, 500))
    assert large > 3 * small


def test_the_default_p_is_among_those_told():
    assert [peak.parallelism for peak in estimate(tool(), processors=12).peaks] == [1, 2, 4, 8, 12]


@given(st.integers(0, 12), st.integers(1, 3000), st.booleans())
def test_parts_add_up_and_the_interval_holds_the_size(width, kilobytes, exact):
    shape = tool(width, kilobytes)
    found = estimate(project(*shape.packages, exact=exact), processors=4)
    assert found.source == ("model" if exact else "walk")
    for peak in found.peaks:
        assert sum(part.size for part in peak.parts) == peak.size
        assert 0 < peak.low <= peak.size <= peak.high


@given(st.integers(50, 3000))
def test_more_source_never_needs_less(kilobytes):
    less, more = (estimate(tool(4, size), processors=4) for size in (kilobytes, 2 * kilobytes))
    for before, after in zip(less.peaks, more.peaks, strict=True):
        assert after.size >= before.size * 0.999


def test_an_estimate_is_the_same_each_time():
    assert estimate(tool(9), processors=8) == estimate(tool(9), processors=8)


@pytest.mark.parametrize(
    "environment",
    [
        GoEnvironment(gogc=100),
        GoEnvironment(gogc=50),
        GoEnvironment(gomemlimit=Bytes(100 * MIB)),
        GoEnvironment(one_thread=True),
    ],
)
def test_what_takes_the_starting_heap_away_lowers_a_peak_of_middling_packages(environment):
    plain, changed = (estimate(tool(16, 200), processors=8, environment=one) for one in (GoEnvironment(), environment))
    assert changed.at(8).size < 0.95 * plain.at(8).size


def test_without_debug_information_the_warm_rebuild_needs_less():
    shape = tool(60, 1000)
    assert (
        estimate(shape, processors=2, environment=GoEnvironment(no_dwarf=True)).warm
        < 0.8 * estimate(shape, processors=2).warm
    )


def test_c_of_others_needs_the_c_linker():
    without = tool(20)
    leaf = without.packages[1]
    changed = type(leaf)(leaf.import_path, leaf.source_bytes, leaf.files, leaf.imports, cgo=True)
    with_c = project(without.packages[0], changed, *without.packages[2:])
    assert estimate(with_c, processors=2).warm > estimate(without, processors=2).warm


def test_a_measured_peak_beats_the_model():
    found = estimate(tool(), processors=8, measured=Bytes(900 * MIB))
    assert found.source == "measured"
    assert found.at(8).size == 900 * MIB
    assert found.at(8).high < 1000 * MIB
    assert sum(part.size for part in found.at(8).parts) == 900 * MIB


def test_a_build_of_several_commands_links_them_all():
    mains = [package(f"main{index}", 5, "runtime", main=True) for index in range(5)]
    found = estimate(project(RUNTIME, *mains), processors=8)
    assert found.warm > 10 * MIB


def test_a_release_that_was_not_measured_counts_as_the_nearest_that_was():
    assert [release(name) for name in ("go1.4", "go1.25.1", "go1.26.8", "go1.27rc1", "go1.40.2", None, "gccgo")] == [
        "go1.21", "go1.25", "go1.26", "go1.27", "go1.27", "go1.26", "go1.26"
    ]  # fmt: skip


@pytest.mark.parametrize("go", ["go1.21.13", "go1.25.5", "go1.26.8", None])
def test_of_every_toolchain_and_of_none_the_compile_of_the_runtime_is_one_that_was_measured(go):
    told = estimate(replace(tool(kilobytes=20), go_version=go, exact=go is not None), processors=8)
    assert 200 * MIB < told.at(8).size < 300 * MIB


def test_one_long_function_that_branches_is_code_and_one_that_does_not_is_a_table():
    table = replace(package("table", 1000, longest=550_000), branches=50)
    machine = replace(table, branches=10_000)
    assert compile_memory.code_bytes(table) == 50_000
    assert compile_memory.code_bytes(machine) == 600_000


@given(
    st.lists(st.tuples(st.integers(1, 4000), st.sets(st.integers(0, 30), max_size=4), st.booleans()), max_size=30),
    st.integers(1, 16),
)
def test_more_slots_never_lower_an_estimate(rows, processors):
    """Packages of any size that need any of those before them, some with C and C++."""
    packages: list[GoPackage] = []
    for index, (kilobytes, needed, cxx) in enumerate(rows):
        one = package(f"p{index}", kilobytes, *(packages[at].import_path for at in needed if at < index))
        foreign = {"largest_cxx": kilobytes * 100, "cxx_standard": 9, "largest_c": kilobytes * 700} if cxx else {}
        foreign |= {"c_files": (kilobytes * 700,) * (index + 1), "cxx_files": (kilobytes * 100,) * 3} if cxx else {}
        packages.append(replace(one, cgo=cxx, **foreign))
    main = package("main", 5, *(one.import_path for one in packages), main=True)
    peaks = estimate(project(*packages, main), processors=processors).peaks
    for fewer, more in pairwise(peaks):
        for name in ("size", "likely", "low", "high", "far"):
            assert getattr(more, name) >= getattr(fewer, name), name
        assert build_part(more) >= build_part(fewer)


def cgo(**figures: int) -> GoProject:
    """A program with one package of cgo that has such C or C++ in it."""
    leaf = replace(package("leaf", 20, "runtime"), cgo=True, **figures)
    return project(RUNTIME, leaf, package("main", 5, leaf.import_path, main=True))


def test_c_that_was_measured_elsewhere_counts_by_its_measurement_and_is_known_better():
    shape = cgo(largest_c=9_000_000)
    plain, told = (
        estimate(shape, processors=1, constants=replace(CALIBRATION, measured=measured)).at(1)
        for measured in (MeasuredCompiles({}), MeasuredCompiles({c_of("example.com/leaf"): 0.7}))
    )
    held = [next(part.size for part in peak.parts if part.name.endswith("leaf")) for peak in (plain, told)]
    assert held[1] == pytest.approx(0.7 * held[0], rel=0.01)
    assert told.high / told.size < 0.6 * plain.high / plain.size


def test_the_part_has_room_for_a_function_that_takes_far_more_in_c_files_that_nobody_measured():
    expected = 782 * MIB  # malgo, which holds miniaudio (lab/sizing/data)
    large, small = (estimate(cgo(largest_c=size), processors=2).at(2) for size in (1_588_440, 500_000))
    assert build_part(large) >= expected
    assert build_part(small) <= 1.6 * small.size
    known = replace(CALIBRATION, measured=MeasuredCompiles({c_of("example.com/leaf"): 1.0}))
    told = estimate(cgo(largest_c=1_588_440), processors=2, constants=known).at(2)
    assert build_part(told) <= 1.6 * told.size, "what was measured needs no such room"


def test_where_many_small_compiles_run_at_once_the_part_has_room_for_all_at_their_peaks():
    shape = tool(width=16, kilobytes=500)
    renamed = [replace(one, import_path=f"{one.import_path}.test") if one.main else one for one in shape.packages]
    slots = (1, 4, 8)
    plain, tests = (
        estimate(one, processors=8, parallelisms=slots) for one in (shape, replace(shape, packages=tuple(renamed)))
    )
    assert [tests.at(each).size for each in slots] == [plain.at(each).size for each in slots]
    assert build_part(plain.at(8)) >= 1.05 * 1.36 * plain.at(8).size
    assert build_part(tests.at(4)) >= 1.05 * 1.36 * tests.at(4).size
    assert build_part(plain.at(4)) < 1.05 * 1.36 * plain.at(4).size
    assert build_part(tests.at(1)) == build_part(plain.at(1)), "one compile makes the peak"


def test_cxx_that_makes_the_peak_is_known_less_well_than_go_and_said_to_be_guessed():
    told = estimate(cgo(largest_cxx=3_000_000, cxx_standard=20), processors=2)
    peak = told.at(2)
    assert peak.high > 2.5 * peak.size
    assert [caution.code for caution in cautions.of_estimate(told, 2)] == ["estimate-guessed"]
    small = estimate(cgo(largest_cxx=3000), processors=2)
    assert not list(cautions.of_estimate(small, 2)), "the runtime makes the peak, which is known"


def test_the_quantiles_are_those_of_the_normal_distribution():
    assert pytest.approx([NormalDist().inv_cdf((index + 0.5) / DRAWS) for index in range(DRAWS)]) == QUANTILES


def test_calls_of_c_are_code_that_nobody_wrote():
    plain, calling, own = (
        compile_memory.expected(
            GoPackage("calls", 10_000, 1, code_bytes=8_000, dots=500, cgo=cgo, standard=standard),
            *(0.0, GoEnvironment(), CALIBRATION, None),
        ).size
        for cgo, standard in ((False, False), (True, False), (True, True))
    )
    assert plain == own < calling
