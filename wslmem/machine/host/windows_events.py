"""When Windows ran short of memory, and what it has committed now, asked through PowerShell."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from wslmem.diagnosis.windows import Exhaustion, HeldByProgram, WindowsMemory
from wslmem.errors import UnavailableError
from wslmem.machine.system import powershell
from wslmem.patterns import lazy
from wslmem.text import Text
from wslmem.units import KIB, Bytes

if TYPE_CHECKING:
    import threading
    from pathlib import Path

SCRIPT = """\
$found = @(Get-WinEvent -MaxEvents 20 -ErrorAction SilentlyContinue -FilterHashtable @{
    LogName = 'System'; ProviderName = 'Microsoft-Windows-Resource-Exhaustion-Detector'; Id = 2004 });
$os = Get-CimInstance Win32_OperatingSystem;
@{
    Now = (Get-Date).ToString('yyyy-MM-ddTHH:mm:sszzz', [Globalization.CultureInfo]::InvariantCulture);
    CommitLimitKB = $os.TotalVirtualMemorySize; CommitFreeKB = $os.FreeVirtualMemory;
    Found = $found.Count; Events = @($found | ForEach-Object { try { $_.ToXml() } catch { } });
} | ConvertTo-Json -Compress;
"""
"""The provider's name and the XML are the same in every language; the event's text is not. No event is no error.

Constrained Language Mode lets the events be found and refuses ToXml, for their type is none of its own: hence both the
number of them and what could be read.
"""

_SYSTEM_TIME = lazy(r"<TimeCreated SystemTime=['\"](\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")
_PROCESS = lazy(r"<Process_\d{1,2}>")
"""Without an XML library, which the folder for Windows has none of; the form is Windows' own and has no attributes."""


def read(powershell_exe: Path | None, *, cancel: threading.Event | None = None) -> WindowsMemory:
    """What Windows records of its memory.

    Raises:
        UnavailableError: there is no PowerShell, or it does not answer with these figures.
        ProcessCancelledError: asked to stop.
    """
    return powershell.ask_for(parse, powershell_exe, SCRIPT, cancel=cancel)


def parse(answer: str) -> WindowsMemory:
    """What the script prints.

    Raises:
        UnavailableError: there are events, and PowerShell may not read them.
        ValueError, LookupError, TypeError, OverflowError, RecursionError: it is no such JSON.
    """
    values: dict[str, Any] = json.loads(answer)
    told = values["Events"] or ()
    if int(values["Found"]) > len(told):
        raise UnavailableError(
            Text("Windows has a record of running short of memory, and does not let PowerShell read it"),
            next_step=Text(
                "a policy restricts PowerShell here (Constrained Language mode); look for event 2004 in the Event "
                "Viewer, log System"
            ),
        )
    limit = Bytes(int(values["CommitLimitKB"]) * KIB)
    events = [found for xml in told if (found := exhaustion(str(xml))) is not None]
    return WindowsMemory(
        now=datetime.fromisoformat(values["Now"]),
        commit_charge=Bytes(limit - int(values["CommitFreeKB"]) * KIB),
        commit_limit=limit,
        exhaustions=tuple(sorted(events, key=lambda event: event.when, reverse=True)),
    )


def exhaustion(xml: str) -> Exhaustion | None:
    """One event 2004 from its XML; None where it has no time. Sizes are bytes."""
    when = _SYSTEM_TIME.search(xml)
    if when is None:
        return None
    programs = [
        held for said in _PROCESS.split(xml)[1:] if (held := _held(said.partition("</Process_")[0])) is not None
    ]
    charge, limit = _number(xml, "SystemCommitCharge"), _number(xml, "SystemCommitLimit")
    return Exhaustion(
        datetime.fromisoformat(when[1]).replace(tzinfo=UTC),
        tuple(sorted(programs, key=lambda one: -one.commit)),
        None if charge is None else Bytes(charge),
        None if limit is None else Bytes(limit),
    )


def _held(said: str) -> HeldByProgram | None:
    name, pid, commit = _element(said, "Name"), _number(said, "ID"), _number(said, "CommitCharge")
    if not name or commit is None:
        return None
    return HeldByProgram(html.unescape(name), pid or 0, Bytes(commit))


def _element(xml: str, name: str) -> str | None:
    found = re.search(rf"<{name}>([^<]*)</{name}>", xml)
    return found[1].strip() if found else None


def _number(xml: str, name: str) -> int | None:
    said = _element(xml, name)
    return int(said) if said is not None and said.isdecimal() else None
