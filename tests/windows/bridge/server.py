"""The Linux side of the bridge: programs for Windows call the emulated wsl.exe, make machines and end them.

A shell script called `script` in the folder of a wsl.exe stands in for the emulator.

    python server.py LAUNCHER PYTHON_EXE WINEPREFIX GOROOT

It listens on 127.0.0.1 at a free port, prints `PORT TOKEN`, and ends when its stdin does.
"""

from __future__ import annotations

import ast
import contextlib
import ctypes
import functools
import hmac
import json
import mmap
import os
import secrets
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, ClassVar

sys.path.insert(0, str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[3] / "wslmem" / "emulator"))

import frames
import launcher
import windows_line

HERE = Path(__file__).parent
EMULATOR = HERE.parents[2] / "wslmem" / "emulator"
OWN_FAILURE = 255
"""What a script ends with where wsl.exe would end with -1."""
DRIVE = "Z:"
"""Wine's drive for the root of Linux."""


def linux_path(name: str) -> str:
    r"""`Z:\tmp\x` as `/tmp/x`.

    Raises:
        ValueError: it lies on another drive.
    """
    name = name.removeprefix("\\\\?\\")
    if not name.upper().startswith(DRIVE):
        raise ValueError(f"{name} is not on drive {DRIVE}")
    return name[len(DRIVE) :].replace("\\", "/") or "/"


class Bridge(socketserver.ThreadingTCPServer):
    """Listens; each connection is one call."""

    daemon_threads = True

    def __init__(self, launcher_exe: bytes, python: str, prefix: Path) -> None:
        super().__init__(("127.0.0.1", 0), Crossing)
        self.token = secrets.token_hex(16)
        self._launcher, self._python, self.prefix = launcher_exe, python, prefix

    def wsl_exe(self) -> bytes:
        """The program for Windows that calls here."""
        return launcher.wsl_exe(self._launcher, self._python, port=self.server_address[1], token=self.token)


class Crossing(socketserver.StreamRequestHandler):
    """One connection."""

    server: Bridge

    def handle(self) -> None:
        """Answer the request in its first line; without the token not at all."""
        asked = ast.literal_eval(self.rfile.readline().decode() or "{}")
        if not hmac.compare_digest(str(asked.get("token")), self.server.token):
            return
        try:
            folder = linux_path(asked["folder"])
            code = self._calls[asked["verb"]](self, folder, asked)
        except (OSError, ValueError) as error:
            self._send(frames.STDERR, f"bridge: {error}\n".encode())
            code = b"70"
        self._send(frames.EXIT, code)

    def _answer(self, folder: str, asked: dict[str, Any]) -> bytes:
        script = Path(folder, "script")
        return self._script(script, asked) if script.exists() else self._call(folder, asked)

    def _stand_in(self, folder: str, _: dict[str, Any]) -> bytes:
        """Put our program beside a script."""
        Path(folder, "wsl.exe").write_bytes(self.server.wsl_exe())
        return b"0"

    def _drives(self, folder: str, asked: dict[str, Any]) -> bytes:
        r"""Let the guest have Wine's drive C, and Windows the guest's files as `\\wsl.localhost\NAME`."""
        Path(folder, "drives").mkdir()
        Path(folder, "drives", "c").symlink_to(self.server.prefix / "drive_c")
        for name in asked["options"]:
            share = self.server.prefix / "dosdevices" / "unc" / "wsl.localhost" / name
            share.parent.mkdir(parents=True, exist_ok=True)
            if not share.is_symlink():
                share.symlink_to("/")
        return b"0"

    def _send(self, kind: bytes, data: bytes) -> None:
        try:
            frames.send(self.connection, kind, data)
        except OSError:
            return  # the caller was killed; `_call` sees it too, and ends the other half

    def _prepare(self, folder: str, asked: dict[str, Any]) -> bytes:
        """`make` or `clean` a machine; the program in a made one is ours."""
        argv = [sys.executable, str(EMULATOR), asked["verb"], folder, *asked.get("options", [])]
        done = subprocess.run(argv, capture_output=True, check=False)
        if done.returncode == 0 and asked["verb"] == "make":
            Path(folder, "wsl.exe").write_bytes(self.server.wsl_exe())
        self._send(frames.STDERR, done.stdout + done.stderr)
        return str(done.returncode).encode()

    def _script(self, script: Path, asked: dict[str, Any]) -> bytes:
        words = windows_line.split(asked["line"])[1:]
        env = dict(os.environ) | {"WSL_UTF8": asked["environment"].get("WSL_UTF8", "")}
        argv, pipe = ["/bin/sh", str(script), *words], subprocess.PIPE
        with subprocess.Popen(
            argv, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, env=env, start_new_session=True
        ) as process:
            end = functools.partial(os.killpg, process.pid, signal.SIGKILL)
            threading.Thread(target=self._feed, args=(process, end), daemon=True).start()
            self._relay(process)
        return b"-1" if process.returncode == OWN_FAILURE else str(process.returncode).encode()

    def _call(self, folder: str, asked: dict[str, Any]) -> bytes:
        read, write = os.pipe()
        request = json.dumps({"line": asked["line"], "environment": asked["environment"]})
        directory = linux_path(asked["directory"]) if asked["directory"].upper().startswith(DRIVE) else "/"
        argv = [sys.executable, "-IS", str(HERE / "call.py"), folder, directory, request, str(write)]
        pipe = subprocess.PIPE
        with os.fdopen(read, "rb") as told:
            with subprocess.Popen(argv, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, pass_fds=[write]) as process:
                os.close(write)
                threading.Thread(target=self._feed, args=(process, process.kill), daemon=True).start()
                self._relay(process)
            return told.read() or b"1"

    def _feed(self, process: subprocess.Popen[bytes], end: Callable[[], None]) -> None:
        """Pass stdin on; a connection that ends means that the caller was killed, so this half is killed too."""
        assert process.stdin is not None
        while (frame := self._received()) is not None:
            try:
                process.stdin.write(frame[1]) if frame[1] else process.stdin.close()
            except (OSError, ValueError):
                continue  # nobody reads it, as at a pipe of one's own
        with contextlib.suppress(ProcessLookupError):  # it ended by itself
            end()

    def _received(self) -> tuple[bytes, bytes] | None:
        try:
            return frames.receive(self.rfile)
        except (OSError, ValueError):  # the call ended meanwhile, and its connection was closed
            return None

    def _relay(self, process: subprocess.Popen[bytes]) -> None:
        lock = threading.Lock()

        def copy(stream: IO[bytes], kind: bytes) -> None:
            while data := stream.read(frames.CHUNK):
                with lock:
                    self._send(kind, data)

        copies = [
            threading.Thread(target=copy, args=pair, daemon=True)
            for pair in ((process.stdout, frames.STDOUT), (process.stderr, frames.STDERR))
        ]
        for one in copies:
            one.start()
        for one in copies:
            one.join()

    _calls: ClassVar = {"call": _answer, "make": _prepare, "clean": _prepare, "script": _stand_in, "drives": _drives}


def hold(toolchain: Path) -> None:
    """Keep the programs that build in memory, as far as this user may.

    A full VM here would be charged for reading them again, and a kernel that takes them away meanwhile makes a build
    stand still for minutes that is to be killed.
    """
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    for program in [*toolchain.glob("pkg/tool/*/*"), toolchain / "bin" / "go"]:
        with program.open("rb") as file:
            size = ctypes.c_size_t(os.fstat(file.fileno()).st_size)
            pages = libc.mmap(None, size, mmap.PROT_READ, mmap.MAP_SHARED, file.fileno(), ctypes.c_long(0))
            libc.mlock(ctypes.c_void_p(pages), size)


def main(launcher_exe: str, python: str, prefix: str, toolchain: str) -> None:
    """Serve until stdin ends."""
    hold(Path(toolchain))
    with Bridge(Path(launcher_exe).read_bytes(), python, Path(prefix)) as bridge:
        print(bridge.server_address[1], bridge.token, flush=True)
        threading.Thread(target=bridge.serve_forever, daemon=True).start()
        sys.stdin.buffer.read()
        bridge.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
