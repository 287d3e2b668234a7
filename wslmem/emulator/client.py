"""wsl.exe: one call, from its Windows command line to its exit code."""

from __future__ import annotations

import os
import signal
import time

from . import commands, journal, knobs
from .console import Console
from .distributions import load
from .failures import OWN, SERVICE_ERRORS, Failure, MissingRightError, Usage
from .folder import Folder
from .lean import dataclass
from .options import Request, parse
from .releases import RELEASES, Release
from .session import Session
from .text import sentence
from .windows_line import joined

NO_RIGHT = 69
BAD_KNOBS = 64
BUG = 70
STUB_STATUS = 50
WITHOUT_SERVICE = frozenset({"help", "version", "update"})
"""Commands that ask nothing of WSL's service."""


@dataclass(frozen=True, slots=True)
class Streams:
    """File descriptors of the call's stdin, stdout and stderr."""

    stdin: int = 0
    stdout: int = 1
    stderr: int = 2


def main(path: str, argv: list[str]) -> int:
    """Be the wsl.exe of a folder.

    Args:
        path: the folder.
        argv: the arguments, without the program's name.

    Returns:
        the exit code as a Linux parent sees it: the low 8 bits of Windows' own.
    """
    try:
        code = call(path, joined(["wsl.exe", *argv]), Streams(), dict(os.environ), os.getcwd())
    except KeyboardInterrupt:
        code = 130
    return code & 0xFF


def call(path: str, line: str, streams: Streams, environment: dict[str, str], directory: str) -> int:
    """One call, whoever makes it: a process with an argv, or a Windows client over a socket.

    Args:
        path: the folder of the emulated machine.
        line: the whole Windows command line, the program's name included.
        streams: where the call reads and writes.
        environment: the caller's environment.
        directory: the caller's working directory.

    Returns:
        the exit code as Windows gives it; its own failures are -1.
    """
    started = time.monotonic()
    folder = Folder(os.path.abspath(path))
    journal.write(folder, call=line, pid=os.getpid())
    try:
        code = _answer(folder, line, streams, environment, directory)
    except MissingRightError as missing:
        code = _refuse(streams, str(missing), NO_RIGHT)
    except RuntimeError as broken:
        code = _refuse(streams, str(broken), BUG)
    except ValueError as wrong:
        code = _refuse(streams, str(wrong), BAD_KNOBS)
    journal.write(folder, line=line, rc=code, ms=round((time.monotonic() - started) * 1000, 1), pid=os.getpid())
    return code


def _refuse(streams: Streams, text: str, code: int) -> int:
    """Words of the emulator itself, not of WSL: plain, on stderr."""
    os.write(streams.stderr, f"wslmem emulator: {text}\n".encode())
    return code


def _answer(folder: Folder, line: str, streams: Streams, environment: dict[str, str], directory: str) -> int:
    settings = knobs.read(folder, environment)
    release = RELEASES[settings.profile]
    utf16 = release.inbox or "utf16" in settings.faults
    console = Console(
        streams.stdout,
        streams.stderr,
        utf8=environment.get("WSL_UTF8") == "1" and not utf16,
        line_end="\r\r\n" if "crcrlf" in settings.faults else "\r\n",
        warnings=environment.get("WSL_DISABLE_WARNINGS") != "1",
        noise=b"\xff\x00\xfe\x9d?\r\n" if "garbage-stdout" in settings.faults else b"",
    )
    if release.says:
        console.say(_told(settings.language, Failure(release.says, release.says_code)))
        if settings.profile == "stub" and "stub-waits" in settings.faults:
            signal.pause()
        return _without_wsl(release, line)
    registry = load(folder, settings)
    session = Session(folder, settings, release, console, registry, environment, directory)
    handles = (streams.stdin, streams.stdout, streams.stderr)
    try:
        return _dispatch(session, parse(line, registry.named), handles)
    except Failure as failure:
        console.say(_told(settings.language, failure))
        return OWN


def _without_wsl(release: Release, line: str) -> int:
    """The exit code where WSL's own program is not there."""
    if release.says_code:
        return OWN
    return STUB_STATUS if release.says == "stub" and "--status" in line.split() else 1


def _dispatch(session: Session, request: Request, handles: tuple[int, int, int]) -> int:
    refusal = session.knobs.faults.word("service-refuses")
    if refusal and request.command not in WITHOUT_SERVICE:
        raise Failure(*SERVICE_ERRORS[refusal])
    if request.command == "run":
        from .run import run

        return run(session, request, handles)
    return commands.COMMANDS[request.command](session, request.rest)


def _told(language: str, failure: Failure) -> str:
    """The failure's sentence, and the line with its code where it has one (WSL: wslutil.cpp, error strings)."""
    text = sentence(language, failure.sentence, *failure.values) + "\n"
    if failure.code and not isinstance(failure, Usage):
        text += sentence(language, "error-code", failure.code) + "\n"
    return text
