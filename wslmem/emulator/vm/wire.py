"""How client and supervisor speak: one JSON line each way over a socket in the state folder."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping

from ..folder import Folder

LIMIT = 1 << 20
"""Bytes of one message; a Windows line has at most 32767 characters."""


def address(directory: int) -> str:
    """The socket's name by way of an open descriptor of its folder: a socket's own path may have 107 bytes only."""
    return f"/proc/self/fd/{directory}/vm.sock"


def connect(folder: Folder) -> socket.socket | None:
    """A connection to the VM's supervisor; None when no VM runs."""
    directory = os.open(folder.state, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        wire.connect(address(directory))
    except (FileNotFoundError, ConnectionRefusedError):
        wire.close()
        return None
    finally:
        os.close(directory)
    return wire


def listen(folder: Folder) -> socket.socket:
    """The supervisor's end."""
    directory = os.open(folder.state, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        wire.bind(address(directory))
    finally:
        os.close(directory)
    wire.listen(64)
    return wire


def send(wire: socket.socket, message: Mapping[str, object], streams: tuple[int, ...] = ()) -> None:
    """Send one message, and descriptors with its first byte.

    Raises:
        OSError: the other side is gone.
    """
    data = json.dumps(message).encode() + b"\n"
    sent = socket.send_fds(wire, [data], list(streams)) if streams else 0
    if sent < len(data):  # sending nothing fails too, once the other side has answered and closed
        wire.sendall(data[sent:])


def receive(wire: socket.socket) -> tuple[dict[str, object], list[int]]:
    """One message and the descriptors that came with it; an empty message when the other side went away."""
    data, streams, _, _ = socket.recv_fds(wire, 1, 3)
    while data and not data.endswith(b"\n"):
        more = wire.recv(_until_line_end(wire))
        if not more:
            return {}, streams
        data += more
    message: dict[str, object] = json.loads(data) if data else {}
    return message, streams


def _until_line_end(wire: socket.socket) -> int:
    """How many bytes of what has come belong to this message: two can stand in the socket at once."""
    waiting = wire.recv(LIMIT, socket.MSG_PEEK)
    return waiting.find(b"\n") + 1 or len(waiting) or 1
