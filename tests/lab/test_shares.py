"""What is assumed of packages that nobody took apart, beside the small packages of the measured projects."""

from __future__ import annotations

from statistics import quantiles

import pytest

from lab.sizing import fit
from wslmem.machine.project.source import glance
from wslmem.records import replace
from wslmem.sizing import compile_memory
from wslmem.sizing.calibration import ASSUMED
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.project import GoPackage


@pytest.fixture(scope="module")
def small() -> list[GoPackage]:
    """Each small package without cgo outside the standard library, as a walk could have counted it."""
    found = {
        (one.import_path, one.source_bytes): replace(
            one, interface_methods=None, wrappers=None, instances=0, generic_reached=0
        )
        for _, one, _ in fit.packages()
        if not one.standard and not one.cgo and one.source_bytes < glance.SMALL
    }
    return list(found.values())


def expected(package: GoPackage) -> float:
    """MiB of its compile."""
    return compile_memory.expected(package, 0, GoEnvironment(), fit.LAW, ASSUMED).size


def test_the_assumed_shares_are_those_of_small_packages_together(small: list[GoPackage]) -> None:
    code = sum(one.code_bytes or 0 for one in small)
    assert code / sum(one.source_bytes for one in small) == pytest.approx(compile_memory.CODE_SHARE, rel=0.01)
    assert code / sum(one.dots or 0 for one in small) == pytest.approx(compile_memory.DOT_CODE, rel=0.01)
    assert code / sum(one.lines or 0 for one in small) == pytest.approx(compile_memory.LINE_CODE, rel=0.01)
    assert code / sum(one.branches or 0 for one in small) == pytest.approx(compile_memory.BRANCH_CODE, rel=0.01)


def test_by_shares_small_packages_take_together_what_they_take_by_what_was_counted(small: list[GoPackage]) -> None:
    counted = [expected(one) for one in small]
    assumed = [expected(replace(one, **glance.NONE._asdict())) for one in small]
    assert sum(assumed) == pytest.approx(sum(counted), rel=0.01)
    apart = quantiles((one / two for one, two in zip(assumed, counted, strict=True)), n=20)
    assert apart[0] > 0.8
    assert apart[-1] < 1.3
