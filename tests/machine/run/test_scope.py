"""systemd is asked for a scope in words that the version at hand knows."""

from __future__ import annotations

import pytest

from wslmem.machine.run.scope import by_version

EXPAND, POLICY = "--expand-environment=no", "--property=OOMPolicy=continue"


@pytest.mark.parametrize(
    ("version", "options"),
    [(247, []), (249, []), (252, [POLICY]), (253, [POLICY]), (254, [EXPAND, POLICY]), (257, [EXPAND, POLICY])],
)
def test_an_older_systemd_is_asked_for_nothing_that_it_refuses(version, options):
    assert by_version(version) == options
