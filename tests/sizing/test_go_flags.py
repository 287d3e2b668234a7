"""Flags of a build: what is estimated is read as go reads it, and nothing else passes in silence."""

from __future__ import annotations

import pytest

from wslmem.errors import UsageError
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.go_flags import BuildFlags, parse, within
from wslmem.units import GIB, MIB, Bytes


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", BuildFlags()),
        ("-p 4", BuildFlags(4)),
        ("-p=4 -v -trimpath", BuildFlags(4)),
        ("--tags=a,b", BuildFlags(tags="a,b")),
        ("-tags 'a b'", BuildFlags(tags="a,b")),
        ("-ldflags=-w", BuildFlags(environment=GoEnvironment(no_dwarf=True))),
        ("-ldflags '-s -w'", BuildFlags(environment=GoEnvironment(no_dwarf=True))),
        ("-gcflags=all=-c=1", BuildFlags(environment=GoEnvironment(one_thread=True))),
        ("-race -p 2", BuildFlags(2, environment=GoEnvironment(one_thread=True))),
        ("GOGC=50", BuildFlags(environment=GoEnvironment(gogc=50))),
        ("GOMEMLIMIT=512MiB", BuildFlags(environment=GoEnvironment(gomemlimit=Bytes(512 * MIB)))),
        ("GOMEMLIMIT=1GiB -p 2", BuildFlags(2, environment=GoEnvironment(gomemlimit=Bytes(GIB)))),
        ("'GOFLAGS=-p=3 -tags=x'", BuildFlags(3, "x")),
    ],
)
def test_what_is_estimated_is_read(text: str, meant: BuildFlags):
    assert parse(text) == meant


@pytest.mark.parametrize(
    "text",
    ["-cover", "-ldflags=-X=main.v=1", "GOOS=plan9", "-p", "-p 0", "-p x", "GOGC=off", "'open", "GOMEMLIMIT=x", "x"],
)
def test_what_is_not_is_refused(text: str):
    with pytest.raises(UsageError):
        parse(text)


def test_an_option_wins_over_a_flag():
    assert parse("-p 4", 2).parallelism == 2


@pytest.mark.parametrize(
    ("goflags", "asked", "meant"),
    [
        ("-p=3", BuildFlags(), BuildFlags(3)),
        ("-p=3", BuildFlags(8), BuildFlags(8)),
        ("-mod=mod -race", BuildFlags(2), BuildFlags(2, environment=GoEnvironment(one_thread=True))),
        ("'-ldflags=-s -w' -cover", BuildFlags(), BuildFlags(environment=GoEnvironment(no_dwarf=True))),
        ("-p=x 'open", BuildFlags(4), BuildFlags(4)),
        ("-p=x", BuildFlags(), BuildFlags()),
    ],
)
def test_goflags_hold_where_nothing_else_is_said(goflags: str, asked: BuildFlags, meant: BuildFlags):
    assert within(asked, goflags) == meant
