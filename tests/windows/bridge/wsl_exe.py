"""wsl.exe for programs of Windows: hands its command line and streams to the emulated WSL on the Linux side.

It runs under Python for Windows as the script of a launcher (see `launcher.py`), the address of the bridge beside it.
Every call of it in the tests waits for its imports, hence `_socket` and `_thread` instead of what is built on them.
"""

from __future__ import annotations

import _socket
import _thread
import ctypes
import os
import sys

import frames
from address import PORT, TOKEN


def main():
    """One call of wsl.exe; never returns."""
    connection = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
    connection.connect(("127.0.0.1", PORT))
    request = {
        "token": TOKEN,
        "verb": "call",
        "folder": os.path.dirname(os.path.abspath(sys.argv[0])),
        "line": "wsl.exe " + tail(command_line(), words=len(sys.orig_argv) - len(sys.argv) + 1),
        "environment": dict(os.environ),
        "directory": os.getcwd(),
    }
    frames.ask(connection, request)
    _thread.start_new_thread(feed, (connection,))
    code = relay(Stream(connection))
    connection.close()
    os._exit(code)  # not sys.exit: the thread may wait for our stdin for ever


class Stream:
    """What comes over a connection, to be read in pieces of a known size."""

    def __init__(self, connection):
        self._connection = connection

    def read(self, size):
        data = b""
        while len(data) < size and (more := self._connection.recv(size - len(data))):
            data += more
        return data


def command_line():
    """The line as Windows has it, not as a runtime has split it."""
    get = ctypes.windll.kernel32.GetCommandLineW
    get.restype = ctypes.c_wchar_p
    return get()


def tail(line, words):
    """What follows the first `words` words; the launcher put the interpreter, its options and our name before it."""
    for _ in range(words):
        line = line.lstrip(" \t")
        quoted = False
        for place, sign in enumerate(line):
            quoted ^= sign == '"'
            if sign in " \t" and not quoted:
                line = line[place:]
                break
        else:
            return ""
    return line.lstrip(" \t")


def feed(connection):
    """Send what we are given on stdin, and its end."""
    data = b"-"
    while data:
        try:
            data = os.read(0, frames.CHUNK)
        except OSError:
            data = b""
        frames.send(connection, frames.STDIN, data)


def relay(stream):
    """Write what comes to our own streams; the exit code at the end, 1 when the other side is gone."""
    while (frame := frames.receive(stream)) is not None:
        kind, data = frame
        if kind == frames.EXIT:
            return int(data)
        view = memoryview(data)
        while view:
            view = view[os.write(int(kind), view) :]
    return 1


main()
