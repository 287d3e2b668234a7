"""Logs made from parts get the verdict that follows from how they were made: 5,000 of them, every one."""

from __future__ import annotations

import os

from made_logs import made

from wslmem.diagnosis.explain import explain

COUNT = 50_000 if os.environ.get("WSLMEM_THOROUGH") else 5_000


def test_every_log_made_of_parts_gets_the_ending_that_it_was_made_for():
    wrong = []
    for log in made(COUNT, seed=1911):
        verdict = explain([log.data])
        right = verdict.ending in log.endings and verdict.proven == (log.proven or verdict.ending == "oom-elsewhere")
        if not right or verdict.victim not in log.victims:
            wrong.append((log.recipe, str(verdict.ending), verdict.proven, verdict.victim))
    assert not wrong, f"{len(wrong)} of {COUNT} are wrong, such as {wrong[:12]}"
