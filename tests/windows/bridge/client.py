"""Asking the bridge, from the Windows side, to make an emulated machine in a folder or to end it."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import frames

VARIABLE = "WSLMEM_BRIDGE"
"""`PORT:TOKEN` of a bridge that listens here."""


def prepare(verb: str, folder: Path, *options: str) -> None:
    """`make` or `clean` the machine in `folder`, which must lie on drive Z.

    Raises:
        RuntimeError: the emulator's words.
    """
    port, _, token = os.environ[VARIABLE].partition(":")
    asked = {"token": token, "verb": verb, "folder": str(folder), "options": options}
    said = b""
    with socket.create_connection(("127.0.0.1", int(port))) as connection:
        frames.ask(connection, asked)
        stream = connection.makefile("rb")
        while (frame := frames.receive(stream)) is not None:
            if frame[0] == frames.EXIT:
                break
            said += frame[1]
    if frame is None or int(frame[1]) != 0:
        raise RuntimeError(said.decode("utf-8", "replace"))
