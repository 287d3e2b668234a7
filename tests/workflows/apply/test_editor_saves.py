"""An editor saves at the first event of an apply, at its second, ...: its text stays, and no lie is told of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from wslmem.errors import WslmemError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backups
from wslmem.workflows.apply import events
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.events import ApplyRequest, Patience, Shutdown
from wslmem.workflows.apply.recovery import Left, look
from wslmem.workflows.consent import Consent

pytestmark = pytest.mark.posix_only(reason="drives the emulated WSL for long; the lane tries single saves")

OLD = b"# mine\r\n[wsl2]\r\nmemory=3GB   # was 8GB\r\nprocessors=1\r\n"
EDIT = OLD.replace(b"was 8GB", b"I have just saved this")
THOROUGH = bool(os.environ.get("WSLMEM_THOROUGH"))


class Ended:
    """One apply during which an editor saved."""

    def __init__(self) -> None:
        self.seen: list[events.ApplyEvent] = []
        self.error: WslmemError | None = None
        self.saved: int | None = None
        """The number of the event at which the editor saved."""

    def told(self, kind: type) -> int | None:
        """The number of the first event of this kind."""
        return next((number for number, event in enumerate(self.seen) if isinstance(event, kind)), None)

    @property
    def result(self) -> events.ApplyResult | None:
        return self.seen[-1] if self.seen and isinstance(self.seen[-1], events.ApplyResult) else None


def each_save(paths: MachinePaths, patience: Patience, step: int = 1, **wishes: Any) -> Iterator[tuple[str, Ended]]:
    """An apply for each event, with a save at that event; the name of the event, and how the apply ended.

    An event is known by its kind and by how many of the kind came before: a slow apply tells more than a quick one, and
    what follows has another number then.
    """
    tried: set[tuple[type, int]] = set()
    while True:
        shutil.rmtree(paths.state_dir, ignore_errors=True)
        paths.wslconfig.write_bytes(OLD)
        subprocess.run([str(paths.wsl_exe), "--shutdown"], check=True, input=b"")
        request = ApplyRequest((("wsl2.memory", "2GB"),), **({"shutdown": Shutdown.NOW, "patience": patience} | wishes))
        ended, kinds = Ended(), Counter[type]()
        try:
            for number, event in enumerate(apply(request, paths, Consent.script())):
                ended.seen.append(event)
                kinds[type(event)] += 1
                one = (type(event), kinds[type(event)])
                if ended.saved is None and number % step == 0 and one not in tried:
                    tried.add(one)
                    ended.saved = number
                    paths.wslconfig.write_bytes(EDIT)
        except WslmemError as error:
            ended.error = error
        if ended.saved is None:
            return
        yield type(ended.seen[ended.saved]).__name__, ended


def check(paths: MachinePaths, name: str, ended: Ended) -> None:
    """The editor's text is there, the old one is in a backup if it was replaced, and no journal says otherwise."""
    assert paths.wslconfig.read_bytes() == EDIT, name
    assert look(paths) == Left(), name
    assert not list(paths.state_dir.glob("journal-*")), name
    kept = Backups(paths.state_dir)
    copies = [kept.read(one) for one in kept.list(paths.wslconfig)]
    assert copies == ([OLD] if ended.told(events.BackedUp) is not None else []), (
        "a refused write adds no backup and says none"
    )
    if ended.error is not None:
        assert "another program's version" in str(ended.error.on_disk), name
        assert ended.error.next_step, name
    elif name != "ApplyResult":
        assert ended.result is not None
        assert "changed-meanwhile" in [caution.code for caution in ended.result.cautions], name


def test_a_save_at_any_event_stays(paths: MachinePaths, patience: Patience) -> None:
    codes = {}
    for name, ended in each_save(paths, patience):
        check(paths, name, ended)
        codes[name] = int(ended.error.exit) if ended.error is not None else 0
    assert {"Linted", "Planned", "BackedUp", "Written", "WillStop", "ShuttingDown", "VmGone", "Restarted"} <= {*codes}
    assert codes["Planned"] == 75, "between plan and write it is too late"
    assert codes["TookEffect"] == 0, "what was proven was proven"


def test_a_save_at_any_event_of_an_apply_that_would_roll_back_stays(
    paths: MachinePaths, patience: Patience, stand_in: Any
) -> None:
    stand_in.knobs(faults=["config-ignored"])
    rolled_back = 0
    for name, ended in each_save(paths, patience, step=1 if THOROUGH else 4):
        check(paths, name, ended)
        back = ended.told(events.OldFileBack)
        assert back is None or ended.saved >= back, f"saved at {name}, and put back over it"
        rolled_back += back is not None
    assert rolled_back or not THOROUGH


def test_a_save_at_any_event_of_a_write_without_restart_stays(paths: MachinePaths, patience: Patience) -> None:
    for name, ended in each_save(paths, patience, shutdown=Shutdown.NEVER):
        check(paths, name, ended)
