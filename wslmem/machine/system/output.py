"""The output of a child process: read to its end by a thread, kept whole or only its end."""

from __future__ import annotations

import threading
from collections import deque
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK = 65536
"""Most bytes that one read takes, and that a sink gets at once."""
MOST = 64 << 20
"""Bytes of one stream that are kept at most; nothing that is asked here has an answer of a tenth of that."""


class Output:
    """One stream of a child."""

    def __init__(
        self,
        pipe: IO[bytes],
        keep: int | None,
        sink: Callable[[bytes], None] | None,
        on_error: Callable[[], None],
    ) -> None:
        """Start reading; `on_error` is called in the reading thread when the sink has raised, or it is too much."""
        self._pipe, self._keep, self._sink, self._on_error = pipe, keep, sink, on_error
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self.steps = 0
        """How many chunks have been read."""
        self.delivering = False
        """Whether the sink is at work."""
        self.overflown = False
        """Whether it was more than `MOST`: what came then is lost."""
        self.error: Exception | None = None
        """What the sink raised."""
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        with self._pipe as pipe:
            while chunk := pipe.read(CHUNK):
                self._store(chunk)
                self.steps += 1
                if not self.overflown:
                    self._pass_on(chunk)

    def _pass_on(self, chunk: bytes) -> None:
        if self._sink is None or self.error is not None:
            return
        self.delivering = True
        try:
            self._sink(chunk)
        except Exception as error:  # noqa: BLE001 - raised again in the thread that waits for the program
            self.error = error
            self._on_error()
        finally:
            self.delivering = False

    def _store(self, chunk: bytes) -> None:
        if self._keep is None and self._size + len(chunk) > MOST:
            self.overflown = True
            self._on_error()
            return
        self._chunks.append(chunk)
        self._size += len(chunk)
        while self._keep is not None and self._size - len(self._chunks[0]) >= self._keep:
            self._size -= len(self._chunks.popleft())

    @property
    def data(self) -> bytes:
        """What has been read so far, or the kept end of it."""
        whole = b"".join(self._chunks.copy())
        return whole if self._keep is None else whole[max(len(whole) - self._keep, 0) :]


def feed(pipe: IO[bytes], data: bytes) -> None:
    """Write all of `data` into the stdin of a child and close it."""
    try:
        with pipe:
            view = memoryview(data)
            while view:
                view = view[pipe.write(view) :]
    except OSError:
        return  # the program closed its stdin or is gone: what it made of that, its exit code tells
