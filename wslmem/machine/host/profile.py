"""The Windows user profile, where `.wslconfig` lies, and what may be wrong with it.

WSL reads the file from `GetUserProfileDirectory` of the user that runs it (WSL: helpers.cpp), not from the folder that
the variable USERPROFILE names.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from wslmem.cautions import Caution
from wslmem.errors import UnavailableError
from wslmem.text import Text

if TYPE_CHECKING:
    from wslmem.machine.host.paths import MachinePaths

_KINDS = {
    "temporary": Text("is a temporary profile: Windows deletes it at sign-out, with all changes"),
    "roaming": Text("is a roaming profile: Windows copies it to other computers, which may have less memory"),
    "mandatory": Text("is a mandatory profile: Windows resets it at sign-out, and changes are lost"),
}
"""What becomes of a file in a profile that is not a plain one (Windows: user profile types)."""
SCRIPT = "$env:USERPROFILE"
"""Constrained Language Mode refuses `[Environment]`."""


def on_windows(environ: Mapping[str, str]) -> Path:
    """The profile of the user whom this process runs as; the variable's folder only where Windows does not tell."""
    from wslmem.machine.host import profile_windows

    told = profile_windows.directory()
    return Path(told) if told else Path(environ.get("USERPROFILE") or Path.home())


def from_wsl(powershell_exe: Path | None, environ: Mapping[str, str]) -> Path:
    """The profile of the Windows user, as a path inside WSL: asked of PowerShell, else of cmd.exe.

    Raises:
        UnavailableError: Windows does not tell.
    """
    from wslmem.machine.system import powershell

    try:
        told = powershell.ask(powershell_exe, SCRIPT)
        if "\ufffd" in told:  # it was not allowed to speak UTF-8; cmd.exe speaks UTF-16
            told = _from_cmd(environ) or told
    except UnavailableError as error:
        told = _from_cmd(environ)
        if not told:
            raise UnavailableError(
                Text("the Windows user folder was not found from inside WSL: {cause}", cause=error.cause),
                next_step=Text(
                    "give the path of the file: --config /mnt/c/Users/YOU/.wslconfig; or {next_step}",
                    next_step=error.next_step,
                ),
            ) from error
    return to_linux(told, environ)


def _from_cmd(environ: Mapping[str, str]) -> str:
    from wslmem.machine.host import paths
    from wslmem.machine.system import process

    cmd = paths.program("cmd.exe", "wsl", environ)
    if cmd is None:
        return ""
    try:
        # /u: UTF-16LE, so that no code page stands between us and the name. The working folder is one of Windows, for
        # cmd.exe warns about any other.
        completed = process.run([cmd, "/d", "/u", "/c", "echo %USERPROFILE%"], timeout=15, cwd=cmd.parent)
    except process.ProcessError:
        return ""
    text = completed.stdout.decode("utf-16-le", "replace").strip()
    return "" if "%" in text else text


def to_linux(windows_path: str, environ: Mapping[str, str]) -> Path:
    r"""Where Linux sees a path of Windows: by wslpath, else `/mnt/<drive>`, WSL's default.

    Raises:
        UnavailableError: it is no absolute path of a drive.
    """
    from wslmem.machine.host import paths
    from wslmem.machine.system import process

    wslpath = paths.program("wslpath", "wsl", environ)
    if wslpath is not None:
        try:
            told = process.run([wslpath, "-u", windows_path], timeout=10, check=True).stdout.decode().rstrip("\n")
            return Path(told)
        except (process.ProcessError, UnicodeDecodeError):
            pass  # the default place is tried below
    path = PureWindowsPath(windows_path)
    if len(path.drive) != len("C:") or not path.root:
        raise UnavailableError(
            Text("no Linux path known for {windows_path}", windows_path=repr(windows_path)),
            next_step=Text("give its path: --config FILE"),
        )
    return Path(PurePosixPath("/mnt", path.drive[0].lower(), *path.parts[1:]))


def cautions(paths: MachinePaths, environ: Mapping[str, str] = os.environ) -> tuple[Caution, ...]:
    """What may make WSL read another file than the one that is edited."""
    return (*_misspelt(paths.wslconfig), *_odd_places(paths, environ))


def _misspelt(wslconfig: Path) -> Iterator[Caution]:
    for name in (".wslconfig.txt", ".wslconf", "wslconfig", ".wslconfig.ini"):
        if (wslconfig.parent / name).is_file():
            yield Caution(
                "misspelt-file",
                Text(
                    "WSL never reads {parent}, only {wslconfig}",
                    parent=wslconfig.parent / name,
                    wslconfig=wslconfig,
                ),
            )


def _odd_places(paths: MachinePaths, environ: Mapping[str, str]) -> Iterator[Caution]:
    profile = paths.wslconfig.parent
    if paths.side == "linux":
        return
    if "onedrive" in str(profile).casefold():
        yield Caution(
            "profile-in-onedrive",
            Text("{profile} is synchronized by OneDrive: another computer may change the file", profile=profile),
        )
    if str(profile).startswith(("\\\\", "//")):
        yield Caution(
            "profile-on-network",
            Text("{profile} is a network profile: changes may be lost at sign-out", profile=profile),
        )
    if paths.side == "windows":
        yield from _special_kinds(profile)
        yield from _other_account(profile, environ)


def _special_kinds(profile: Path) -> Iterator[Caution]:
    from wslmem.machine.host import profile_windows

    for kind in profile_windows.kinds():
        yield Caution(f"profile-{kind}", Text("{profile} {kinds}", profile=profile, kinds=_KINDS[kind]))


def _other_account(profile: Path, environ: Mapping[str, str]) -> Iterator[Caution]:
    from wslmem.machine.host import profile_windows

    variable = environ.get("USERPROFILE", "")
    if variable and PureWindowsPath(variable) != PureWindowsPath(profile):
        yield Caution(
            "other-profile",
            Text(
                "USERPROFILE is {variable}, but the edited file is in {profile}: WSL reads the "
                "file of the account that starts it",
                variable=variable,
                profile=profile,
            ),
        )
    elevated_as = profile_windows.other_session_user()
    if elevated_as is not None:
        yield Caution(
            "elevated-as-another",
            Text(
                "wslmem runs as another account than {elevated_as}, who is signed in: that "
                "account's WSL does not read {profile}",
                elevated_as=elevated_as,
                profile=profile,
            ),
        )
