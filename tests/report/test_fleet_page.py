"""The report of a fleet: hostile names stay text, every form is the same for the same fleet, and its figures add up."""

from __future__ import annotations

import csv
import io
import re

import pytest

from wslmem.records import replace
from wslmem.report.fleet.formats import FORMATS, render
from wslmem.report.fleet.summary import summary
from wslmem.report.fleet.tables import account
from wslmem.report.ours import is_report


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_ours_and_the_same_each_time_and_holds_nothing_that_acts(fleet, form):
    text = render(fleet, form)
    assert text == render(fleet, form)
    assert is_report(text.encode())
    assert not {"\x1b", "\u202e"} & set(text)
    assert form == "csv" or "<script>" not in text


def test_the_csv_has_every_computer_and_no_cell_that_a_spreadsheet_runs(fleet):
    rows = list(csv.reader(io.StringIO(render(fleet, "csv"))))
    assert len(rows) == 301
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_the_figures_add_up_in_every_form(fleet):
    (row,) = fleet.builds
    for tally in (row.now, row.then):
        assert tally.fits + tally.swaps + tally.dies + tally.unknown == 300
    assert fleet.killing == row.now.dies
    cells = list(csv.DictReader(io.StringIO(render(fleet, "csv"))))
    (name,) = [key for key in cells[0] if key.startswith("fate:")]
    assert sum(one[name] == "dies" for one in cells) == row.now.dies
    assert sum(change.computers for change in fleet.changes) == 300 - 60
    assert fleet.ignoring == 100
    assert f"{fleet.killing} of 300 computers" in render(fleet, "md")


@pytest.mark.parametrize("builds", [0, 1])
def test_of_one_computer_nothing_is_told_as_if_there_were_more(fleet, builds):
    (row,) = [row for row in fleet.rows if row.computer.computer.startswith("PC3<")]
    own = row.computer.builds if builds else ()
    one = summary([replace(row.computer, builds=own)], fleet.rollout, files=1)
    told = " ".join(map(str, account(one)))
    assert not re.search(r"(?<!of )\b1 (computers|files|VMs|builds)\b", told), told
