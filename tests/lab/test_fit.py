"""The constants of the model against the measurements that the repository keeps."""

from __future__ import annotations

import pytest

from lab.sizing import fit
from wslmem.sizing.calibration import CALIBRATION

pytestmark = pytest.mark.posix_only(reason="the laboratory runs where its measurements are made")


def test_what_packages_links_and_the_go_command_were_measured_to_take_are_those_of_the_data():
    for step in (fit.fit_measured, fit.fit_c, fit.fit_external_link, fit.fit_mapped, fit.fit_go, fit.fit_unknown):
        assert step(CALIBRATION, without=fit.ALL) == CALIBRATION, "run python -m lab.generate calibration"


def test_a_fitted_value_takes_the_place_of_the_old_one_and_changes_nothing_else():
    source = "    dot: float = 54.4707\n    line: float = 8.4059  # why\n"
    assert fit.with_values(source, {"dot": 51.0}) == "    dot: float = 51.0\n    line: float = 8.4059  # why\n"


def test_a_constant_that_the_source_does_not_have_is_told():
    with pytest.raises(ValueError, match=r"0 lines of calibration\.py give dash a value"):
        fit.with_values("    dot: float = 54.4707\n", {"dash": 1.0})
