"""One build in the VM, with the sampler beside it, as a stream of what it tells while it runs."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from wslmem.errors import WslmemError
from wslmem.machine.guest import load
from wslmem.machine.system.background import Background
from wslmem.machine.wsl.guest_result import GuestResult
from wslmem.machine.wsl.wsl import Wsl
from wslmem.units import Seconds

INTERVAL = Seconds(0.1)
"""Between two samples; see docs/benchmark-method.md for what it costs and how exact it is."""
QUIET = Seconds(0.2)
"""The stream yields at least as often as this, so that its reader can look around."""
OVERHEAD = Seconds(120)
"""On top of the watchdog's limit, for start, removal of the cache and a VM that answers late."""
FAREWELL = Seconds(20)
"""For a build that was told to stop: 2 s until SIGKILL, the rest for a VM short of memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What to build, and how to watch it."""

    distribution: str
    project: str
    """Absolute path in the guest."""
    command: tuple[str, ...]
    time_limit: Seconds
    pressure_limit: float
    """PSI memory `full avg10`, percent."""
    cache: str
    """Name of the GOCACHE folder under the user's cache folder; a new name is an empty cache."""
    keep_cache: bool = False
    """Leave the cache behind for the next build."""
    goflags: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    """Variables; `{cache}` in a value is the cache's folder."""
    aside: tuple[str, ...] = ()
    """Paths in the project that are set aside while the build runs; without a blank or line feed."""
    prepare: str = ""
    """Shell command before the build; empty for none."""
    nonce: str = field(default_factory=lambda: os.urandom(8).hex())
    """Tells this build's report and processes from all others."""

    def arguments(self) -> tuple[str, ...]:
        """The arguments of the script, see the top of `build.sh`."""
        numbers = (f"{INTERVAL:g}", f"{self.time_limit:g}", f"{self.pressure_limit:g}")
        keep = "1" if self.keep_cache else "0"
        variables = (f"{name}={value}" for name, value in self.environment)
        place = (self.project, self.cache, keep, " ".join(self.goflags), self.prepare, " ".join(self.aside))
        return (self.nonce, *numbers, *place, *variables, "--", *self.command)


class GuestBuild:
    """A build that runs. Read `chunks` to its end, or call `stop`; `close` whatever happens."""

    def __init__(self, wsl: Wsl, request: BuildRequest) -> None:
        """Start it in a thread of its own."""
        self._wsl = wsl
        self._request = request
        self._arrived: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._told_to_stop = False
        self._call = Background(self._run)

    def chunks(self) -> Iterator[bytes]:
        """What the script prints, as it arrives; empty bytes in quiet moments. Ends with the script."""
        while not self._call.ended or not self._arrived.empty():
            try:
                yield self._arrived.get(timeout=QUIET)
            except queue.Empty:
                yield b""

    def lost(self) -> WslmemError | None:
        """After the end: why the script did not come to its own end, None where it did.

        Raises:
            BaseException: whatever else went wrong in the thread.
        """
        try:
            self._call.result()
        except WslmemError as error:
            return error
        return None

    def stop(self, reason: str) -> None:
        """Tell the guest to stop the build, by a second call, and see to it that it does; `chunks` then ends.

        Raises:
            WslmemError: WSL cannot be asked; the first call is ended all the same.
        """
        if self._told_to_stop or self._call.ended:
            return
        self._told_to_stop = True
        try:
            where = self._request.distribution
            self._wsl.script(
                where, load.script("stop.sh"), (self._request.nonce, reason), timeout=FAREWELL, cancel=threading.Event()
            )
            self._call.wait(FAREWELL)
        finally:
            if not self._call.ended:
                self._call.abandon()

    def close(self) -> None:
        """Leave no build behind: stop one that still runs."""
        self.stop("cancelled")

    def _run(self, stop: threading.Event) -> GuestResult:
        request = self._request
        return self._wsl.script(
            request.distribution,
            load.build_script(),
            request.arguments(),
            timeout=Seconds(request.time_limit + OVERHEAD),
            cancel=stop,
            on_stdout=self._arrived.put,
        )
