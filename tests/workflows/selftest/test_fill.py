"""`wslmem selftest --fill`: a VM that is really filled and really killed in, and left as it was."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from wslmem.documents.selftest import Truth
from wslmem.errors import UnavailableError
from wslmem.machine.guest.fill import parse
from wslmem.machine.host import host_memory
from wslmem.machine.host.paths import MachinePaths
from wslmem.sizing.host import HostMemory
from wslmem.units import GIB, MIB, Bytes
from wslmem.workflows.selftest import fill
from wslmem.workflows.selftest.selftest import Outcome

pytestmark = pytest.mark.posix_only(reason="the guest is filled through the emulated machine itself")

BUSY = ("-e", "/bin/sh", "-c", "echo here; exec sleep 300")


@pytest.fixture
def running(stand_in: Any, paths: MachinePaths) -> Callable[..., Any]:
    """A VM of a release, with a program in it that must not be killed."""

    @contextmanager
    def run(profile: str, swap: str) -> Iterator[Any]:
        stand_in.knobs(profile=profile, host_memory=8 << 30)
        paths.wslconfig.write_bytes(f"[wsl2]\nmemory=512MB\nswap={swap}\n".encode())
        program = subprocess.Popen([stand_in.wsl_exe, *BUSY], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        assert program.stdout is not None
        assert program.stdout.readline() == b"here\n"
        try:
            yield program
        finally:
            program.kill()
            program.communicate()

    return run


def rows(paths: MachinePaths) -> dict[str, Outcome]:
    return {one.name: one for one in fill.outcomes(paths)}


@pytest.mark.parametrize(("profile", "swap"), [("2.6", "0"), ("3.0.1", "0"), ("3.0.1", "256MB"), ("3.0.1", "2GB")])
def test_a_full_vm_keeps_its_limit_and_everything_else_in_it(
    running: Callable, paths: MachinePaths, profile: str, swap: str
) -> None:
    with running(profile, swap) as beside:
        seen = rows(paths)
        assert beside.poll() is None
    assert [one for one in seen.values() if one.truth is Truth.FAILS] == []
    assert seen["fill-cap"].truth is seen["fill-clean"].truth is Truth.HOLDS
    assert seen["fill-swap"].truth is (Truth.UNSEEN if swap == "0" else Truth.HOLDS)
    assert ("killed by the kernel" in seen["fill-cap"].seen) is (swap != "2GB")
    assert "in a group of its own" in seen["fill-clean"].seen


@pytest.mark.parametrize(
    "short",
    [
        {"commit_limit": Bytes(8 * GIB), "commit_charge": Bytes(8 * GIB - 600 * MIB)},
        {"available": Bytes(600 * MIB)},
    ],
)
def test_a_computer_that_cannot_back_a_full_vm_is_left_alone(
    running: Callable, paths: MachinePaths, monkeypatch: pytest.MonkeyPatch, short: dict[str, Bytes]
) -> None:
    host = replace(host_memory.read(paths), **short)
    monkeypatch.setattr(host_memory, "read", lambda _: host)
    monkeypatch.setattr(fill, "fill", lambda *_, **__: pytest.fail("it was filled"))
    with running("3.0.1", "0"), pytest.raises(UnavailableError, match="to spare") as caught:
        rows(paths)
    assert "nothing was filled" in str(caught.value.on_disk)


WHOLE = """B 1000000 900000 0 0
S 0 1000000 900000 0 0
S 800 1000000 80000 0 0
E 137 1 1
A 1000000 890000 0 0
"""


def test_what_is_cut_short_is_no_result() -> None:
    assert parse(WHOLE).held == 800 * MIB
    lines = WHOLE.splitlines()
    for count in range(len(lines)):
        with pytest.raises((ValueError, LookupError)):
            parse("\n".join(lines[:count]))


@pytest.mark.parametrize(
    ("wrong", "row"),
    [
        (("S 800", "S 3000"), "fill-cap"),
        (("E 137 1 1", "E 137 0 1"), "fill-cap"),
        (("E 137 1 1", "E 3 0 1"), "fill-cap"),
        (("S 800", "S 300"), "fill-cap"),
        (("E 137 1 1", "E 137 1 1 left"), "fill-clean"),
        (("A 1000000 890000", "A 1000000 100000"), "fill-clean"),
    ],
)
def test_a_vm_that_keeps_no_limit_or_is_left_full_is_told(wrong: tuple[str, str], row: str) -> None:
    seen = parse(WHOLE.replace(*wrong))
    found = {one.name: one.truth for one in (fill.cap(seen, Bytes(20 * MIB)), fill.clean(seen))}
    assert found[row] is Truth.FAILS
    assert len(set(found.values())) == 2


@pytest.mark.parametrize(("left", "truth"), [(0, Truth.HOLDS), (524288, Truth.FAILS)])
def test_a_swap_that_stays_empty_in_a_full_vm_is_told(left: int, truth: Truth) -> None:
    seen = parse(WHOLE.replace(" 0 0", " 524288 524288").replace("80000 524288 524288", f"80000 524288 {left}"))
    found = fill.swap(seen, Bytes(20 * MIB))
    assert (found.name, found.truth) == ("fill-swap", truth)


def test_what_windows_holds_for_the_vm_is_held_against_memory() -> None:
    seen = parse(WHOLE)
    host = HostMemory(Bytes(16 * GIB), Bytes(8 * GIB), 8, "windows", vm_process="vmmemWSL")
    assert fill.host(seen, host, replace(host, vm_working_set=Bytes(GIB))).truth is Truth.HOLDS
    assert fill.host(seen, host, replace(host, vm_working_set=Bytes(2 * GIB))).truth is Truth.FAILS
    assert fill.host(seen, host, host).truth is Truth.UNSEEN
