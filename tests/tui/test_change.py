"""The screen of changes: what becomes of the build is told as far as it is known."""

from __future__ import annotations

import pytest

from wslmem.records import replace
from wslmem.telling import change
from wslmem.workflows.forecast import forecast


@pytest.mark.parametrize(
    ("complete", "said"), [(False, "What the build needs is not known yet."), (True, "No project, so no forecast")]
)
def test_while_a_project_is_still_sized_nobody_says_that_there_is_none(known, complete, said):
    unsized = replace(known, project=None, estimate=None, recommendation=None, complete=complete)
    told = [str(fact.text) for fact in change.outcome(unsized, forecast(unsized))]
    assert told[0].startswith(said)
