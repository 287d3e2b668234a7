"""Numbered questions on stdin and stdout, for screen readers and terminals that cannot draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from wslmem.cautions import Caution
from wslmem.cli import output
from wslmem.cli.apply_story import line, lines_of
from wslmem.cli.columns import laid_out
from wslmem.cli.error_text import as_text as error_text
from wslmem.cli.settings import KEYS, check
from wslmem.cli.status_text import as_text
from wslmem.cli.watched_survey import LOOKING
from wslmem.errors import CancelledError, Exit, UsageError, WslmemError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import stop_signals
from wslmem.telling import questions
from wslmem.telling import recovery as telling
from wslmem.telling.apply import ending
from wslmem.telling.fact import Fact, Tone, alone, warning
from wslmem.telling.restore import held
from wslmem.text import Text
from wslmem.workflows.apply import guards, recovery
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.events import ApplyEvent, ApplyRequest, ApplyResult, Shutdown
from wslmem.workflows.apply.recovery import Interruption
from wslmem.workflows.consent import Consent
from wslmem.workflows.history import Version, versions
from wslmem.workflows.survey import Survey, survey
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import EditPlan, plan
from wslmem.wslconfig.effective import effective

Settings = tuple[tuple[str, str | None], ...]
DIGITS = 4
"""A longer number is none of a list."""
WHAT_NOW = Text("What now?")
QUIT = Text("Quit")
PATIENCE = 100
"""Answers in a row that fit nothing: what gives more of them is no person, and has no end."""
RESTORED = alone(Text("The old file is restored, byte for byte."), Tone.GOOD)


def ask(paths: MachinePaths, project: Path) -> Exit:
    """Tell how things are, then ask what to do until the answer is to leave, or there is no more input."""
    try:
        found = recovery.look(paths)
        for group in telling.remarks(found, paths.state_dir):
            _say(*group)
        for one in found.interrupted:
            _offer(paths, one)
        while True:
            output.result(LOOKING)
            known = _look(paths, project)
            output.result(as_text(known, recovery.look(paths)))
            choice = choose(WHAT_NOW, [label for label, _ in ACTS])
            if choice is None:
                return Exit.OK
            ACTS[choice][1](known)
    except EOFError:
        return Exit.OK


def _look(paths: MachinePaths, project: Path) -> Survey:
    *_, known = survey(paths, project=project)
    return known


def _say(*facts: Fact) -> None:
    output.result("\n".join(laid_out(facts)))


def _offer(paths: MachinePaths, one: Interruption) -> None:
    """Ask what becomes of what a killed run left; nothing is done without an answer."""
    _say(*telling.facts(one))
    acts: list[tuple[Text, Callable[[MachinePaths, Interruption], None]]] = [(Text("Leave it as it is"), _dismiss)]
    if one.backup is not None:
        acts.insert(0, (Text("Restore the old file"), _put_back))
    choice = choose(WHAT_NOW, [label for label, _ in acts], nothing=Text("Ask me later"))
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
        output.result(error_text(error))


def _tell(events: Iterable[ApplyEvent]) -> None:
    for event in events:
        for told in lines_of(event):
            output.result(told)
        if isinstance(event, ApplyResult):
            _say(ending(event))


def choose(question: Text, choices: list[Text], *, nothing: Text = QUIT) -> int | None:
    """The index of the choice whose number was typed; None for 0, which stands for `nothing`."""
    for number, text in enumerate([*choices, nothing], 1):
        output.result(Text("{number}  {choice}", number=number % (len(choices) + 1), choice=text))
    for _ in range(PATIENCE):
        typed = output.answer(Text("{question} [0-{most}]", question=question, most=len(choices)))
        if typed.isdecimal() and len(typed) <= DIGITS and int(typed) <= len(choices):
            return int(typed) - 1 if int(typed) else None
        output.result(Text("Enter one of the numbers."))
    raise EOFError


def _agrees(question: Text) -> bool:
    return output.answer(questions.yes_or_no(question)).lower() in questions.YES


def _apply_advice(known: Survey) -> None:
    advice = known.recommendation
    if advice is None:
        output.result(Text("A recommendation needs a Go project and this computer's memory."))
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
    for _ in range(PATIENCE):
        text = output.answer(Text("{name} (Enter: no change; default: WSL default):", name=name))
        try:
            return text if text in ("", "default") else check(name, text)
        except UsageError as error:
            output.result(error_text(error))
    raise EOFError


def _apply(known: Survey, settings: Settings) -> None:
    try:
        edit = plan(known.document, settings)
        if edit.empty:
            output.result(Text("The file already has these settings. Nothing to write."))
            return
        output.result(edit.diff(str(known.paths.wslconfig)))
        for caution in _cautions(known, edit):
            output.result(line(warning(caution.text)))
        if not _agrees(questions.WRITE):
            return
        shutdown = Shutdown.NOW if _agrees(_restart_question(known)) else Shutdown.NEVER
        request = ApplyRequest(settings, shutdown, expected=edit.before, accept_small=True)
        consent = Consent.script()
        with stop_signals.handled(consent.cancel.set):
            _tell(apply(request, known.paths, consent))
    except CancelledError:
        raise
    except WslmemError as error:
        output.result(error_text(error))


def _restart_question(known: Survey) -> Text:
    """With the names of what a restart stops, as far as they are known."""
    if known.wsl is None or known.wsl.problem is not None:
        return questions.restart(None)
    return questions.restart([one.name for one in known.wsl.distributions if one.running])


def _cautions(known: Survey, edit: EditPlan) -> list[Caution]:
    """What agreeing to write agrees to as well."""
    if known.host is None:
        return []
    host = known.host
    limits = effective(wslconfig.read(edit.after), host_total=host.total, processors=host.processors)
    return list(guards.cautions(limits, host))


def _restore(known: Survey) -> None:
    from wslmem.workflows.apply.restore import restore

    found = versions(known.paths)[::-1]
    if not found:
        output.result(Text("No backups yet. wslmem makes one before each change."))
        return
    choice = choose(Text("Which one?"), [_version(one) for one in found])
    if choice is None:
        return
    try:
        with stop_signals.to_the_end():
            restore(known.paths, found[choice].backup)
            _say(RESTORED)
    except WslmemError as error:
        output.result(error_text(error))


def _version(one: Version) -> Text:
    return Text("backup {number}, {moment}: {held}", number=one.backup.number, moment=one.taken, held=held(one))


ACTS: tuple[tuple[Text, Callable[[Survey], None]], ...] = (
    (Text("Write the recommended settings"), _apply_advice),
    (Text("Enter settings"), _apply_typed),
    (Text("Restore a backup"), _restore),
    (Text("Refresh"), lambda _: None),
)
"""What can be done, in the order of its numbers."""
