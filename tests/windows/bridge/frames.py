"""What goes over the bridge: one line that is a literal of Python, then frames of a kind, a length and that many bytes.

Kinds: `0` bytes for stdin (none: its end), `1` and `2` bytes of stdout and stderr, `x` the exit code as a number.
Imported on both sides, so nothing here may belong to one of them.
"""

from __future__ import annotations

import struct

STDIN, STDOUT, STDERR, EXIT = b"0", b"1", b"2", b"x"
_HEAD = struct.Struct(">cI")
CHUNK = 65536


def ask(connection, request):
    """The line that begins a call; `request` is a dict of strings and such dicts or tuples."""
    connection.sendall(ascii(request).encode() + b"\n")


def send(connection, kind, data):
    """One frame; `connection` is a socket."""
    connection.sendall(_HEAD.pack(kind, len(data)) + data)


def receive(stream):
    """The next frame from a socket's `makefile("rb")` as (kind, data); None at the end of the connection."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    data = stream.read(length)
    return (kind, data) if len(data) == length else None
