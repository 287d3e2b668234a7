"""What an event of an apply sounds like."""

from __future__ import annotations

from pathlib import Path

from wslmem.telling.findings import SEVERITIES, brief
from wslmem.text import Text
from wslmem.units import show_size
from wslmem.words import tell
from wslmem.workflows.apply import events


def line_of(event: events.ApplyEvent) -> str:  # noqa: C901, PLR0911 - one arm an event
    """One line for a person; empty for an event that says nothing new."""
    match event:
        case events.Linted(found) if found:
            return "\n".join(f"{tell(SEVERITIES[one.severity])}: {tell(brief(one))}" for one in found)
        case events.BackedUp(path):
            return f"backed up: {path}"
        case events.Written(path, synced):
            return f"written: {path}" + ("" if synced else " (in place, but not flushed to the disk)")
        case events.WillStop(distributions, docker):
            return _stops(distributions, docker=docker)
        case events.ShuttingDown(elapsed, stage):
            return _shutting_down(elapsed, stage)
        case events.HandedOver(command, delay):
            return f"Windows restarts WSL in {delay:.0f} s ({command}); this shell ends with it. Then: wslmem status"
        case events.VmGone(elapsed, by_another):
            again = "; another program started it again at once" if by_another else ""
            return f"WSL has stopped ({elapsed:.1f} s){again}"
        case events.Restarted(guest, warnings):
            told = "".join(f"\nWSL warns: {warning}" for warning in warnings)
            return f"WSL runs again: {guest.distribution}, MemTotal {show_size(guest.total)}{told}"
        case events.Checked(name, expected, seen, proven):
            return f"{'proven' if proven else 'NOT proven'}: {name}: expected {expected}, seen {seen}"
        case events.NotEffective(_, text):
            return f"not in effect: {text}"
        case events.OldFileBack(path):
            return f"the old file is back, byte for byte: {path}; next, WSL with it"
        case events.RolledBack(path, proven):
            return f"rolled back: {path}" + (
                ", WSL runs with it" if proven else "; WSL could not be proven to run with it"
            )
    return ""


def closing(result: events.ApplyResult, path: Path) -> str:
    """Cause, what is on disk and what to do, as an error tells them; empty where nothing is left to do."""
    if result.problem is None:
        return ""
    return f"wslmem: {result.problem.text}\n  on disk: {on_disk(result, path)}\n  next: {result.problem.next_step}"


def on_disk(result: events.ApplyResult, path: Path) -> Text:
    """What the file holds now."""
    if result.rolled_back:
        return Text("the old file, byte for byte: {path}", path=path)
    if result.backup is not None:
        return Text(
            "the new settings: {path}; `wslmem restore {name}` restores the old file",
            path=path,
            name=result.backup.name,
        )
    return Text("unchanged: {path}", path=path)


def _stops(distributions: tuple[str, ...], *, docker: bool) -> str:
    if not distributions:
        return "nothing runs in WSL"
    return f"this stops: {', '.join(distributions)}" + ("; start Docker Desktop again afterwards" if docker else "")


def _shutting_down(elapsed: float, stage: str) -> str:
    words = {
        "started": "shutting WSL down ...",
        "progress": f"still shutting down ({elapsed:.0f} s)",
        "warning": f"WSL takes unusually long to stop ({elapsed:.0f} s)",
        "choice": f"`wsl --shutdown` hangs ({elapsed:.0f} s); --force-shutdown ends it, unsaved work in WSL is lost",
        "forcing": "forcing the shutdown",
    }
    return words[stage]
