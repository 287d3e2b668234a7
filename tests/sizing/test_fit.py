"""The constants of the model against the measurements that the repository keeps."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from wslmem.sizing.calibration import CALIBRATION

SCRIPTS = Path(__file__).parents[2] / "docs" / "sizing"


@pytest.mark.posix_only(reason="scripts of this repository, run where its measurements are made")
def test_what_packages_links_and_the_go_command_were_measured_to_take_are_those_of_the_data(monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    fit = import_module("fit")
    for step in (fit.fit_measured, fit.fit_mapped, fit.fit_go, fit.fit_unknown):
        assert step(CALIBRATION, without="") == CALIBRATION, "run docs/sizing/fit.py and paste what it prints"
