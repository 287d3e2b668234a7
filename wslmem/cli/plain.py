"""Numbered questions on stdin and stdout, for screen readers and terminals that cannot draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from wslmem.cautions import Caution
from wslmem.cli import output
from wslmem.cli.apply_story import line_of
from wslmem.cli.columns import laid_out
from wslmem.cli.settings import KEYS, check
from wslmem.cli.status_text import as_text
from wslmem.cli.watched_survey import LOOKING
from wslmem.errors import CancelledError, Exit, UsageError, WslmemError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import stop_signals
from wslmem.telling import recovery as telling
from wslmem.telling.fact import WARNING
from wslmem.words import say, tell
from wslmem.workflows.apply import guards, recovery
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.events import ApplyEvent, ApplyRequest, Shutdown
from wslmem.workflows.apply.recovery import Interruption
from wslmem.workflows.consent import Consent
from wslmem.workflows.survey import Survey, survey
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import EditPlan, plan
from wslmem.wslconfig.effective import effective

Settings = tuple[tuple[str, str | None], ...]


def ask(paths: MachinePaths, project: Path) -> Exit:
    """Tell how things are, then ask what to do until the answer is to leave, or there is no more input."""
    try:
        found = recovery.look(paths)
        for line in laid_out(fact for group in telling.remarks(found, paths.state_dir) for fact in group):
            output.result(line)
        for one in found.interrupted:
            _offer(paths, one)
        while True:
            output.result(tell(LOOKING))
            known = _look(paths, project)
            output.result(as_text(known, recovery.look(paths)))
            choice = choose(say("What now?"), [label for label, _ in _acts()])
            if choice is None:
                return Exit.OK
            _acts()[choice][1](known)
    except EOFError:
        return Exit.OK


def _acts() -> tuple[tuple[str, Callable[[Survey], None]], ...]:
    return (
        (say("Write the recommended settings"), _apply_advice),
        (say("Type settings"), _apply_typed),
        (say("Restore a backup"), _restore),
        (say("Refresh"), lambda _: None),
    )


def _look(paths: MachinePaths, project: Path) -> Survey:
    *_, known = survey(paths, project=project)
    return known


def _offer(paths: MachinePaths, one: Interruption) -> None:
    """Ask what becomes of what a killed run left; nothing is done without an answer."""
    output.result("\n".join(laid_out(telling.facts(one))))
    acts: list[tuple[str, Callable[[MachinePaths, Interruption], None]]] = [(say("Leave it as it is"), _dismiss)]
    if one.backup is not None:
        acts.insert(0, (say("Put the old file back"), _put_back))
    choice = choose(say("What now?"), [label for label, _ in acts], nothing=f"0  {say('Ask me later')}")
    if choice is not None:
        acts[choice][1](paths, one)


def _dismiss(paths: MachinePaths, one: Interruption) -> None:
    why = recovery.dismiss(paths, one)
    if why is not None:
        output.result(why)


def _put_back(paths: MachinePaths, one: Interruption) -> None:
    try:
        _tell(recovery.put_back(paths, one))
    except WslmemError as error:
        output.result(str(error))


def _tell(events: Iterable[ApplyEvent]) -> None:
    for event in events:
        if line := line_of(event):
            output.result(line)


def choose(question: str, choices: list[str], *, nothing: str = "") -> int | None:
    """The index of the choice whose number was typed; None for 0, which is to leave unless `nothing` says otherwise."""
    for number, text in enumerate(choices, 1):
        output.result(f"{number}  {text}")
    output.result(nothing or say("0  Leave"))
    while True:
        answer = output.answer(f"{question} [0-{len(choices)}]")
        if answer.isdecimal() and int(answer) <= len(choices):
            return int(answer) - 1 if int(answer) else None
        output.result(say("Type one of the numbers."))


def _agrees(question: str) -> bool:
    return output.answer(f"{question} [y/N]").lower() in ("y", "yes")


def _apply_advice(known: Survey) -> None:
    advice = known.recommendation
    if advice is None:
        output.result(say("There is no advice yet: it needs the host's memory and a Go project."))
        return
    _apply(known, tuple((key, value) for key in KEYS.values() if (value := advice.value(key)) is not None))


def _apply_typed(known: Survey) -> None:
    settings: list[tuple[str, str | None]] = []
    for name, key in KEYS.items():
        text = _typed(name)
        if text:
            settings.append((key, None if text == "default" else text))
    _apply(known, tuple(settings))


def _typed(name: str) -> str:
    """What was typed for a setting, once it is something that WSL reads; empty leaves it as it is."""
    while True:
        text = output.answer(say("{name} (empty: as it is; default: WSL's default): ", name=name))
        try:
            return text if text in ("", "default") else check(name, text)
        except UsageError as error:
            output.result(str(error))


def _apply(known: Survey, settings: Settings) -> None:
    try:
        edit = plan(known.document, settings)
        output.result(
            edit.diff(str(known.paths.wslconfig)) or say("The file already has these settings. Nothing to write.")
        )
        for caution in _cautions(known, edit):
            output.result(f"{tell(WARNING)}: {tell(caution.text)}")
        if edit.empty or not _agrees(say("Write the file? A backup is made first.")):
            return
        now = _agrees(say("Restart WSL now? Everything that runs in it ends."))
        shutdown = Shutdown.NOW if now else Shutdown.NEVER
        request = ApplyRequest(settings, shutdown, expected=edit.before, accept_small=True)
        consent = Consent.script()
        with stop_signals.handled(consent.cancel.set):
            _tell(apply(request, known.paths, consent))
    except CancelledError:
        raise
    except WslmemError as error:
        output.result(str(error))


def _cautions(known: Survey, edit: EditPlan) -> list[Caution]:
    """What agreeing to write agrees to as well."""
    if known.host is None or edit.empty:
        return []
    host = known.host
    limits = effective(wslconfig.read(edit.after), host_total=host.total, processors=host.processors)
    return list(guards.cautions(limits, host))


def _restore(known: Survey) -> None:
    from wslmem.machine.own.backups import Backups
    from wslmem.workflows.apply.restore import restore

    backups = Backups(known.paths.state_dir).list(known.paths.wslconfig)[::-1]
    choice = choose(say("Which one?"), [f"{one.number}  {one.taken}" for one in backups])
    if choice is None:
        return
    try:
        restore(known.paths, backups[choice])
        output.result(say("The old file is back, byte for byte."))
    except WslmemError as error:
        output.result(str(error))
