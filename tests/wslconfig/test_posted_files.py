"""Files as people post them in forums, each finding read by a person: nothing missed, no false alarm, the right fix.

Bytes are written as Latin-1. WSL 3.0.1, 16 GB, 8 processors; nobody looked whether paths exist.
"""

from __future__ import annotations

import pytest
from answered import POSTED

from wslmem.units import GIB, Bytes
from wslmem.wslconfig.document import read
from wslmem.wslconfig.effective import effective
from wslmem.wslconfig.findings import findings
from wslmem.wslconfig.repairs import ALL, fix
from wslmem.wslconfig.sight import Sight

NEW = Sight((3, 0, 1))
HOST = {"host_total": Bytes(16 * GIB), "processors": 8, "sight": NEW}


@pytest.mark.parametrize("posted", POSTED, ids=[one["name"] for one in POSTED])
def test_an_expert_agrees_with_every_finding(posted):
    document = read(posted["file"].encode("latin-1"))
    limits = effective(document, **HOST)
    seen = [
        [one.line, one.severity, one.rule, str(one.fixes[0]) if one.fixes else None]
        for one in findings(document, **HOST)
    ]
    assert seen == posted["findings"]
    assert [limits.memory.value, limits.swap.value, limits.processors.value] == posted["limits"]


@pytest.mark.parametrize("posted", POSTED, ids=[one["name"] for one in POSTED])
def test_all_fixes_at_once_leave_nothing_that_can_be_fixed(posted):
    document = read(posted["file"].encode("latin-1"))
    plan = fix(document, ALL, **HOST).plan
    after = document if plan.empty else read(plan.after)
    assert [one for one in findings(after, **HOST) if one.fixes] == []
