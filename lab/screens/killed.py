"""An apply that is killed as soon as it has written the file: what the next start of the app asks about."""

from __future__ import annotations

import os
import signal

from wslmem.machine.host import paths
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.events import ApplyRequest, Shutdown, Written
from wslmem.workflows.consent import Consent

if __name__ == "__main__":
    request = ApplyRequest((("wsl2.memory", "7GB"), ("wsl2.swap", "2GB")), Shutdown.NOW)
    for event in apply(request, paths.find(), Consent.script()):
        if isinstance(event, Written):
            os.kill(os.getpid(), signal.SIGKILL)
