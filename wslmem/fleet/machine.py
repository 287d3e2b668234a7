"""The computer behind an instance: which files it is about, what they say, and changing them."""

from __future__ import annotations

from pathlib import Path

from wslmem.errors import NotPermittedError, UsageError, WslmemError
from wslmem.fleet.instance import AUTO, SETTINGS, Desired, Value, equal
from wslmem.machine.files import files
from wslmem.machine.host import host_memory, profile, users
from wslmem.machine.host.paths import MachinePaths
from wslmem.records import record, replace
from wslmem.sizing.policy import Decision, decide
from wslmem.text import Text
from wslmem.units import spell_size
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.events import ApplyRequest, ApplyResult, Shutdown
from wslmem.workflows.consent import Consent
from wslmem.wslconfig import document as wslconfig

Compared = tuple[tuple[MachinePaths, tuple[str, ...]], ...]
"""For each file, the names of the properties that are not as asked."""
STRANGERS = frozenset({"elevated-as-another", "other-profile"})
"""Cautions on the profile that mean: WSL of the person at this computer reads another file."""


@record(kw_only=True)
class State:
    """What one .wslconfig holds, in the resource's terms."""

    path: Path
    exists: bool
    """Whether it holds any key of the resource."""
    values: tuple[tuple[str, Value], ...]
    """Each key's value as WSL reads it; None where the file says nothing that counts."""

    def value(self, name: str) -> Value:
        """What the file says for a property."""
        return dict(self.values)[name]


def targets(paths: MachinePaths, desired: Desired, *, named: bool) -> tuple[MachinePaths, ...]:
    """The files that are meant, each as a machine of its own.

    Args:
        paths: this computer.
        desired: what is asked for.
        named: whether the file was named outside the instance (`--config`, WSLMEM_CONFIG): then it is that one.

    Raises:
        NotPermittedError: this account is not that of the person whose WSL is meant, and no file is named.
        UsageError: both a path and all users are named.
    """
    if desired.path is not None and desired.all_users:
        raise UsageError(Text("path and allUsers exclude each other"), on_disk=Text("unchanged"))
    if desired.path is not None:
        return (replace(paths, wslconfig=Path(desired.path)),)
    if desired.all_users:
        return tuple(replace(paths, wslconfig=folder / ".wslconfig") for folder in users.profiles(paths))
    if named:
        return (paths,)
    for caution in (*profile.cautions(paths), *users.service_account(paths)):
        if caution.code in STRANGERS or caution.code == users.SERVICE:
            raise NotPermittedError(
                Text("this account's .wslconfig is not the one that counts: {why}", why=caution.text),
                place=str(paths.wslconfig),
                on_disk=Text("unchanged"),
                next_step=Text("run it as the signed-in person, or name the file with `path`, or say `allUsers`"),
            )
    return (paths,)


def read(paths: MachinePaths) -> State:
    """What the file holds now.

    Raises:
        WslmemError: it cannot be read.
    """
    document = wslconfig.read(files.read_file(paths.wslconfig).data or b"")
    values: list[tuple[str, Value]] = []
    for name, key in SETTINGS.items():
        found = document.readings.get(key)
        text = None if found is None or not found.valid else found.raw
        values.append((name, int(text) if name == "processors" and text is not None and text.isdigit() else text))
    return State(path=paths.wslconfig, exists=any(value is not None for _, value in values), values=tuple(values))


def resolved(desired: Desired, paths: MachinePaths) -> tuple[dict[str, Value], Decision | None]:
    """Each property with the value it shall have here, and how `auto` came out.

    Raises:
        UsageError: this computer cannot give what the policy asks for.
    """
    if not desired.exists:
        return dict.fromkeys(SETTINGS), None
    wanted = dict(desired.settings)
    if wanted.get("memory") != AUTO:
        return wanted, None
    decision = decide(desired.policy, host_memory.read(paths).total)
    if decision.memory is None:
        raise UsageError(
            Text("this computer cannot give it: {because}", because=decision.because),
            on_disk=Text("unchanged"),
            next_step=Text("lower atLeast, or leave this computer out of the assignment"),
        )
    return wanted | {"memory": spell_size(decision.memory)}, decision


def differing(state: State, wanted: dict[str, Value]) -> tuple[str, ...]:
    """The names of the properties that are not as wanted."""
    return tuple(name for name, value in wanted.items() if not equal(name, state.value(name), value))


def change(paths: MachinePaths, names: tuple[str, ...], wanted: dict[str, Value], *, restart: bool) -> ApplyResult:
    """Write the properties `names`, and restart WSL where that is asked for.

    Raises:
        WslmemError: it could not be written, or did not take effect; says what is on disk.
    """
    settings = tuple((SETTINGS[name], None if wanted[name] is None else str(wanted[name])) for name in names)
    request = ApplyRequest(
        settings, shutdown=Shutdown.NOW if restart else Shutdown.NEVER, accept_small=True, rollback=True
    )
    last: ApplyResult | None = None
    for event in apply(request, paths, Consent.script()):
        if isinstance(event, ApplyResult):
            last = event
    if last is None or (restart and last.effective is False):
        raise WslmemError(
            Text("the settings did not take effect: {why}", why=last.problem.text if last and last.problem else "?"),
            place=str(paths.wslconfig),
            on_disk=Text("the old file again") if last and last.rolled_back else Text("the new settings"),
        )
    return last
