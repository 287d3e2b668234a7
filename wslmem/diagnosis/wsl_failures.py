"""What WSL's own failures mean, to one who calls WSL now and to one who reads a log; `wsl_codes` has their codes."""

from __future__ import annotations

from wslmem.diagnosis.verdict import Ending
from wslmem.records import record
from wslmem.text import Text


@record
class Failure:
    """What a code means, to one who calls WSL now and to one who reads a log."""

    name: str
    """In kebab case, stable, for scripts: `no-resources`."""
    ending: Ending
    """How a build ended that met it."""
    cause: Text
    """At the door: a label, without a full stop."""
    door_next: Text
    headline: Text
    """In a log: a sentence."""
    next_step: Text


GONE_NEXT = Text(
    "a `wsl --shutdown`, a crash and Windows running out of memory look alike here; "
    "check `wslmem status`, then build again"
)
INSTALL = Text("in PowerShell as administrator: wsl.exe --install, then restart Windows")
SMALLER = Text("close programs, enlarge the page file, or set a smaller memory= in .wslconfig, then start WSL again")
SERVICE = Text("in PowerShell as administrator, run: Restart-Service WSLService; or restart Windows")
_READ = Text("read its message; run: wsl --shutdown, then start WSL again; wsl --update where it repeats")
AT_DOOR = Text("read its message; run wsl.exe --shutdown and try again")
SERVICE_AT_DOOR = Text("in PowerShell as administrator: Restart-Service WSLService; or restart Windows")
_FEATURES = Text(
    "in PowerShell as administrator: wsl.exe --install --no-distribution, then restart Windows and turn virtualization "
    "on in the firmware settings"
)
_ON = Text(
    "in PowerShell as administrator, run: wsl --install --no-distribution; restart "
    "Windows, and turn virtualization on in the firmware"
)
LIST = Text("run: wsl --list --verbose")
DISTRIBUTION = Text("WSL does not have that distribution or that user.")
CONFIG = Text("WSL refuses to start with this .wslconfig.")
NO_ROOM = Text("close programs, enlarge the page file or use a smaller memory=, then start WSL again")
_ATTACH = Text("the distribution's virtual disk cannot be attached")
GONE = Text("WSL stopped the VM or the distribution during the build.")
WAIT = Text("wait until that is done")


def own(name: str, cause: Text, door_next: Text, headline: Text | None = None, next_step: Text = _READ) -> Failure:
    """A failure of WSL itself; without a headline the cause is the sentence."""
    said = Text("WSL failed: {cause}.", cause=cause) if headline is None else headline
    return Failure(name, Ending.WSL_ERROR, cause, door_next, said, next_step)


UNKNOWN_DISTRIBUTION = own(
    "unknown-distribution", Text("no such distribution"), Text("to list them: wsl.exe --list"), DISTRIBUTION, LIST
)
NO_DISTRIBUTIONS = own(
    "no-distributions",
    Text("WSL has no distribution"),
    Text("install one: wsl.exe --install Ubuntu"),
    DISTRIBUTION,
    LIST,
)
VIRTUALIZATION_OFF = own(
    "virtualization-off",
    Text("WSL 2 cannot start a VM: virtualization is not enabled"),
    _FEATURES,
    Text("WSL 2 cannot start a VM: virtualization or a Windows feature is off."),
    _ON,
)
DISABLED = own(
    "disabled",
    Text("the Windows feature that WSL needs is off"),
    _FEATURES,
    Text("WSL 2 cannot start a VM: virtualization or a Windows feature is off."),
    _ON,
)
ARGUMENT = own(
    "unknown-option", Text("this wsl.exe does not know an option that wslmem uses"), Text("update it: wsl.exe --update")
)
STUCK = own(
    "service-stuck",
    Text("wsl.exe does not answer"),
    SERVICE_AT_DOOR,
    Text("WSL's service is disabled or not installed."),
    SERVICE,
)
NO_RESOURCES = Text("Windows does not have enough memory for the VM")
DISK = Failure(
    "disk",
    Ending.WSL_ERROR,
    _ATTACH,
    Text("read the message of wsl.exe; check the path of the disk"),
    Text("The virtual disk of the distribution could not be attached."),
    Text("check the path of the disk and its drive; run: wsl --shutdown, then start WSL again"),
)
SLOW = own(
    "vm-timeout",
    Text("the VM did not start in time"),
    Text("run wsl.exe --shutdown and try again; or {step}", step=SERVICE_AT_DOOR),
    Text("The VM did not start in time."),
)
