"""What a person should know before the file is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wslmem.telling.fact import Tone
from wslmem.tui.widgets.facts import Fact
from wslmem.units import show_size
from wslmem.words import say, tell
from wslmem.workflows.forecast import Forecast
from wslmem.workflows.survey import Survey


def facts(known: Survey, found: Forecast, running: tuple[str, ...] | None, folder: Path | None) -> Iterator[Fact]:
    """File, backup, what stops, what is at risk.

    Args:
        known: the machine.
        found: what the draft leads to.
        running: the distributions that a restart stops; None where WSL did not tell.
        folder: where the backup goes; None where nothing is written.
    """
    yield Fact(say("File"), str(known.paths.wslconfig))
    if folder is None:
        yield Fact(say("Limits"), _limits(found))
    elif known.file.data is None:
        yield Fact(say("Backup"), say("no file yet; undo removes the new one"))
    else:
        yield Fact(say("Backup"), say("the old file, byte for byte, in {folder}", folder=folder))
    yield _stops(running)
    for caution in found.cautions:
        yield Fact("", tell(caution.text), Tone.CARE)


def _limits(found: Forecast) -> str:
    """What the new VM is proven to have."""
    limits = (("memory", found.limits.memory), ("swap", found.limits.swap))
    told = [f"{name} {show_size(limit.value)}" for name, limit in limits if limit.value is not None]
    return ", ".join([*told, f"processors {found.limits.processors.value or say('all')}"])


def _stops(running: tuple[str, ...] | None) -> Fact:
    if running is None:
        return Fact(say("Restart"), say("stops all of WSL; what runs there now could not be read"), Tone.CARE)
    if not running:
        return Fact(say("Restart"), say("nothing runs in WSL now; it is started once for the proof"))
    names = ", ".join(running)
    docker = say(" Start Docker Desktop again afterwards.") if any("docker-desktop" in name for name in running) else ""
    return Fact(say("Restart"), say("stops {names}: what is not saved there is lost.", names=names) + docker, Tone.CARE)


def restart_label(running: tuple[str, ...] | None) -> str:
    """The second consent, naming what it costs."""
    if running:
        return say("2  stop WSL now ({names}), start it again, verify the limits", names=", ".join(running))
    return say("2  restart WSL now and verify the limits")
