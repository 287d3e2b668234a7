"""What the app itself does for a terminal that takes keys from it."""

from __future__ import annotations

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from wslmem.machine.system import terminal
from wslmem.tui.safe_app import USUAL_KEYS, SafeApp


@pytest.mark.parametrize("loses", [True, False])
async def test_the_usual_keys_are_given_back_where_they_would_be_lost_and_only_there(monkeypatch, loses):
    written: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda _, data: written.append(data))
    monkeypatch.setattr(terminal, "loses_keys", lambda _: loses)
    async with SafeApp(ascii_only=False).run_test():
        assert (USUAL_KEYS in written) is loses
