"""What a memory group tells of itself and of the groups below it."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
from pathlib import Path

import pytest

from wslmem.machine.run import group as groups
from wslmem.machine.run.counts import Counts
from wslmem.machine.run.readings import PAGE

pytestmark = pytest.mark.posix_only(reason="groups are the Linux kernel's")
LIMITS = ("memory.max", "memory.high", "memory.swap.max")
FILL = """
import os, sys
open(sys.argv[1] + "/cgroup.procs", "w").write(str(os.getpid()))
held = b"x" * (200 << 20)
print("full", flush=True)
sys.stdin.read()
"""

BATCH = 64
"""Pages of which each processor of the kernel tells none before they are so many (MEMCG_CHARGE_BATCH), and of which a
reader leaves as many again for each processor uncounted (mm/memcontrol.c, memcg_vmstats_needs_flush; Linux 6.18)."""
BEHIND = 2 * BATCH * (os.cpu_count() or 1) * PAGE


@pytest.fixture
def group():
    made = groups.make()
    if made is None:
        pytest.skip("no group can be made here")
    (Path(made.path) / "below").mkdir()
    yield made
    (Path(made.path) / "below").rmdir()
    assert made.remove()


def test_the_command_is_put_where_what_it_makes_beside_itself_is_below_the_group(group):
    entrance = Path(group.entrance)
    assert Path(group.path) == (entrance if group.version == 1 else entrance.parent)
    assert (Path(group.path) / "below" / "memory.stat").exists()


def test_what_a_group_below_takes_is_counted_at_once_however_often_one_looks(group):
    """The kernel's total of a group that is read again and again comes up to two seconds later (Linux 6.18)."""
    line = [sys.executable, "-c", FILL, f"{group.path}/below"]
    with (
        subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as filler,
        selectors.DefaultSelector() as full,
    ):
        counts = Counts(group)
        full.register(filler.stdout, selectors.EVENT_READ)
        while not full.select(0.01):
            counts.held()
        assert counts.held()[0] >= (200 << 20) - BEHIND
        counts.close()
        filler.stdin.close()


@pytest.fixture
def beside(tmp_path):
    """Whether a group may be made beside ours of version 2, by what these control files say."""
    own = tmp_path / "own"
    own.mkdir()

    def may(*, controllers="cpu memory", **limits):
        (tmp_path / "cgroup.subtree_control").write_text(f"{controllers}\n")
        for name in LIMITS:
            (own / name).write_text(f"{limits.get(name.replace('.', '_'), 'max')}\n")
        return groups._may_be_beside(str(own), str(tmp_path))

    return may


@pytest.mark.parametrize("name", LIMITS)
def test_no_group_is_made_beside_one_that_has_a_limit_of_its_own(beside, name):
    """With version 2 it would escape that limit; with version 1 it is below."""
    assert beside()
    assert not beside(**{name.replace(".", "_"): 1 << 30})


def test_no_group_is_made_where_memory_is_not_handed_out(beside):
    assert not beside(controllers="cpu")
