"""Apply: plan, back up, write, read back; on request restart WSL, prove the new limits, roll back if they fail.

This half decides; what changes anything is in `commit`, which a run with nothing to do never imports.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from wslmem.errors import BusyError
from wslmem.machine.files import files
from wslmem.machine.host.paths import MachinePaths
from wslmem.text import Text
from wslmem.workflows.apply.events import ApplyEvent, ApplyRequest, ApplyResult, Linted, Planned, Shutdown
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import plan

if TYPE_CHECKING:
    from wslmem.workflows.consent import Consent


def apply(request: ApplyRequest, paths: MachinePaths, consent: Consent) -> Generator[ApplyEvent, None, None]:
    """Write `request.settings` into the user's .wslconfig and prove what they do.

    Yields:
        What happens, in order; the last event is an `ApplyResult`.

    Raises:
        BusyError: another run holds the lock, or the file is not what the plan was made from.
        UnsafeFileError, UsageError: WSL would not read the settings as asked, or the host cannot hold them.
        WslmemError: reading, writing, or asking WSL failed; it says what is on disk.
    """
    content = files.read_file(paths.wslconfig)
    if request.expected is not None and request.expected != (content.data or b""):
        raise _changed(paths)
    document = wslconfig.read(content.data or b"")
    edit = plan(document, request.settings)
    if edit.empty and request.shutdown is Shutdown.NEVER and not request.require_effective:
        yield Planned(edit)
        yield ApplyResult(edit, changed=False)
        return
    from wslmem.workflows.apply.commit import Commit
    from wslmem.wslconfig.findings import findings

    yield Linted(findings(document))
    yield Planned(edit)
    yield from Commit.of(request, paths, content, edit, consent).steps(consent)


def _changed(paths: MachinePaths) -> BusyError:
    return BusyError(
        Text("the file changed since it was read"),
        place=str(paths.wslconfig),
        on_disk=Text("what the other program wrote; wslmem wrote nothing"),
        next_step=Text("look at it, then run the same command again"),
    )
