"""wsl.exe for programs of Windows: hands its command line and streams to the emulated WSL on the Linux side.

It runs under Python for Windows as the script of a launcher (see `launcher.py`), the address of the bridge beside it.
"""

from __future__ import annotations

import ctypes
import json
import os
import socket
import sys
import threading

import frames
from address import PORT, TOKEN


def main():
    """One call of wsl.exe; never returns."""
    with socket.create_connection(("127.0.0.1", PORT)) as connection:
        request = {
            "token": TOKEN,
            "verb": "call",
            "folder": os.path.dirname(os.path.abspath(sys.argv[0])),
            "line": "wsl.exe " + tail(command_line(), words=len(sys.orig_argv) - len(sys.argv) + 1),
            "environment": dict(os.environ),
            "directory": os.getcwd(),
        }
        connection.sendall(json.dumps(request).encode() + b"\n")
        threading.Thread(target=feed, args=(connection,), daemon=True).start()
        code = relay(connection.makefile("rb"))
    os._exit(code)  # not sys.exit: the thread may wait for our stdin for ever


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
