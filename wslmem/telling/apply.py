"""What an apply, a restore or a rollback says, once for both faces: each event, how it ended, what is left to do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from pathlib import Path

from wslmem.errors import WslmemError
from wslmem.telling import findings
from wslmem.telling.fact import Fact, Tone, alone, warning
from wslmem.text import Text, verbatim
from wslmem.units import show_size
from wslmem.workflows.apply import events
from wslmem.wslconfig.edits import EditPlan

BACKUP, WRITTEN, STOPPING = Text("backup"), Text("written"), Text("stopping")
VERIFIED, NOT_VERIFIED = Text("verified"), Text("not verified")
LABELS = (BACKUP, WRITTEN, STOPPING, VERIFIED, NOT_VERIFIED)
"""The labels of events, which come one by one: a face that sets them in a column needs to know all."""
NOTHING_TO_DO = Text("nothing to do: the file already has these settings")
DEFAULT = Text("(default)")
STAGES = {
    "started": (Text("shutting down WSL..."), Tone.PLAIN),
    "progress": (Text("still shutting down..."), Tone.PLAIN),
    "warning": (Text("WSL is slow to stop"), Tone.CARE),
    "choice": (Text("`wsl --shutdown` is not responding"), Tone.BAD),
    "forcing": (Text("forcing the shutdown"), Tone.CARE),
}
NAMES = {
    "memory": verbatim("memory"),
    "swap": verbatim("swap"),
    "processors": verbatim("processors"),
    "new VM": Text("new VM"),
}


def changes(plan: EditPlan) -> tuple[Fact, ...]:
    """What a plan changes: `memory  4GB -> 5GB`."""
    if plan.empty:
        return (alone(NOTHING_TO_DO),)
    return tuple(
        Fact(
            verbatim(change.key.removeprefix("wsl2.")),
            Text("{before} -> {after}", before=change.before or DEFAULT, after=change.after or DEFAULT),
            strong=True,
        )
        for change in plan.changes
    )


def ending(result: events.ApplyResult) -> Fact:
    """How it ended, in one sentence."""
    if result.rolled_back:
        return alone(Text("Rolled back: the new settings did not take effect. The old file is restored."), Tone.CARE)
    if result.effective and result.shut_down:
        return alone(Text("Done: the new VM has the new limits."), Tone.GOOD)
    if result.effective:
        return alone(Text("In effect: the running VM has these limits."), Tone.GOOD)
    if not result.changed and not result.shutdown_requested:
        return alone(Text("No change needed."), Tone.GOOD)
    if result.effective is None or not result.shutdown_requested:
        return alone(Text("Written. Takes effect when WSL next starts; to restart it: wsl --shutdown"), Tone.GOOD)
    return alone(Text("Written, but not in effect yet."), Tone.CARE)


def closing(result: events.ApplyResult, path: Path) -> WslmemError | None:
    """What did not take effect, as an error tells it: why, what is on disk, what to do; None where nothing is left."""
    if result.problem is None:
        return None
    return WslmemError(result.problem.text, on_disk=on_disk(result, path), next_step=result.problem.next_step)


def on_disk(result: events.ApplyResult, path: Path) -> Text:
    """What the file holds now."""
    if result.rolled_back:
        return Text("the old file: {path}", path=path)
    if result.number is not None:
        return Text(
            "the new settings: {path}; to restore the old file: wslmem restore {number}",
            path=path,
            number=result.number,
        )
    return Text("nothing changed: {path}", path=path)


@singledispatch
def told(event: object) -> Iterator[Fact]:
    """The facts of one event; none for an event that says nothing new."""
    del event
    return iter(())


@told.register
def _(event: events.Linted) -> Iterator[Fact]:
    for one in event.findings:
        yield Fact(findings.SEVERITIES[one.severity], findings.brief(one), findings.TONES[one.severity])


@told.register
def _(event: events.BackedUp) -> Iterator[Fact]:
    yield Fact(BACKUP, Text("{number} (undo with: wslmem restore {number})", number=event.number))


@told.register
def _(event: events.Written) -> Iterator[Fact]:
    if event.synced:
        yield Fact(WRITTEN, verbatim(event.path), Tone.GOOD)
    else:
        yield Fact(WRITTEN, Text("{path} (in place, but not flushed to the disk)", path=event.path), Tone.CARE)


@told.register
def _(event: events.WillStop) -> Iterator[Fact]:
    if not event.distributions:
        yield alone(Text("WSL is not running"))
        return
    yield Fact(STOPPING, verbatim(", ".join(event.distributions)))
    if event.docker_desktop:
        yield warning(
            Text(
                "start Docker Desktop again afterwards; if it is not responding, click Restart in its message, "
                "or end it"
            )
        )


@told.register
def _(event: events.ShuttingDown) -> Iterator[Fact]:
    text, tone = STAGES[event.stage]
    if event.stage not in ("started", "forcing"):
        text = Text("{what} ({seconds} s)", what=text, seconds=f"{event.elapsed:.0f}")
    yield alone(text, tone)


@told.register
def _(event: events.HandedOver) -> Iterator[Fact]:
    seconds = f"{event.delay:.0f}"
    yield alone(Text("Windows will restart WSL in {seconds} s; this also ends wslmem", seconds=seconds), Tone.CARE)
    yield alone(Text("then run: {command}", command="wslmem status"))


@told.register
def _(event: events.VmGone) -> Iterator[Fact]:
    yield alone(Text("WSL stopped ({seconds} s)", seconds=f"{event.elapsed:.1f}"), Tone.GOOD)
    if event.by_another:
        yield warning(Text("another program restarted WSL immediately"))


@told.register
def _(event: events.Restarted) -> Iterator[Fact]:
    guest = event.guest
    size = show_size(guest.total)
    yield alone(Text("WSL is running: {name}, MemTotal {size}", name=guest.distribution, size=size), Tone.GOOD)
    yield from (warning(Text("WSL says: {words}", words=one)) for one in event.warnings)


@told.register
def _(event: events.Checked) -> Iterator[Fact]:
    fields = {"name": NAMES[event.name], "expected": event.expected, "seen": event.seen}
    if not event.proven:
        yield Fact(NOT_VERIFIED, Text("{name}: expected {expected}, got {seen}", **fields), Tone.BAD)
    elif event.name == "new VM":
        yield Fact(VERIFIED, Text("new VM: boot_id changed"), Tone.GOOD)
    elif event.name == "memory":
        yield Fact(VERIFIED, Text("{name} {expected}: {seen}, the kernel has the rest", **fields), Tone.GOOD)
    else:
        yield Fact(VERIFIED, Text("{name} {expected}: {seen}", **fields), Tone.GOOD)


@told.register
def _(event: events.NotEffective) -> Iterator[Fact]:
    yield alone(Text("not in effect: {why}", why=event.text), Tone.BAD)


@told.register
def _(event: events.OldFileBack) -> Iterator[Fact]:
    yield alone(Text("restored the old file: {path}; starting WSL with it", path=event.path), Tone.GOOD)


@told.register
def _(event: events.RolledBack) -> Iterator[Fact]:
    if event.proven:
        yield alone(Text("rolled back: WSL is running with the old file"), Tone.GOOD)
    else:
        yield alone(Text("rolled back; could not verify that WSL runs with the old file"), Tone.CARE)


@told.register
def _(event: events.ApplyResult) -> Iterator[Fact]:
    yield from (warning(one.text) for one in event.cautions if one.code != "rolled-back")
