"""Where everything is on this machine. Found once; a flag wins over the environment, that over what is found."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from wslmem.machine.system import own_folders
from wslmem.machine.system.side import Side, side
from wslmem.records import record

KNOWN_FOLDERS = {
    "\\program files\\wsl": "Program Files: WSL's own",
    "\\system32": "System32: the forwarder",
    "\\sysnative": "System32 of a 32-bit program: the forwarder",
    "\\windowsapps": "an alias of the Store",
}
"""How the folder of a wsl.exe ends, and which of its kinds that is."""


@record
class MachinePaths:
    """Every path that wslmem touches. A folder with these in it stands in for a machine."""

    side: Side
    """Which operating system this process runs on; `wsl` is Linux inside WSL."""
    wslconfig: Path
    """The user's `.wslconfig`; it need not exist."""
    wsl_exe: Path | None
    """wsl.exe, None where there is none."""
    powershell_exe: Path | None
    """powershell.exe, for what only Windows can tell a Linux process inside WSL."""
    state_dir: Path
    """Backups, journal, lock and saved benchmarks."""
    config_toml: Path
    """The user's own settings of wslmem."""


def wsl_environment(*, inside: bool) -> dict[str, str]:
    """The environment for wsl.exe: UTF-8 asked for, warnings not silenced.

    Args:
        inside: whether wsl.exe is reached from inside WSL; then `WSLENV` has to name what shall reach Windows.
    """
    environment = dict(os.environ) | {"WSL_UTF8": "1"}
    environment.pop("WSL_DISABLE_WARNINGS", None)
    if inside:
        environment["WSLENV"] = ":".join(filter(None, [environment.get("WSLENV"), "WSL_UTF8"]))
    return environment


def find(
    *,
    config: str | os.PathLike[str] | None = None,
    wsl: str | os.PathLike[str] | None = None,
    state: str | os.PathLike[str] | None = None,
    environ: Mapping[str, str] = os.environ,
    on: Side | None = None,
) -> MachinePaths:
    """Every path, from the flags given here, else the environment, else what is found.

    Environment: `WSLMEM_CONFIG`, `WSLMEM_WSL`, `WSLMEM_STATE`, `WSLMEM_POWERSHELL`. A path that is given is believed,
    not looked at: whether something is there shows when it is used.

    Args:
        config: the `.wslconfig`.
        wsl: wsl.exe.
        state: the folder for backups, journal, lock and benchmarks; config.toml lies in it too.
        environ: the environment to read.
        on: the operating system to look on; None asks.

    Raises:
        UnavailableError: inside WSL, when Windows does not tell where the profile is and no `config` is given.
    """
    here = on or side()
    powershell = _given(None, environ, "WSLMEM_POWERSHELL") or program("powershell.exe", here, environ)
    folder = Path(own_folders.absolute(os.fspath(state))) if state else None
    return MachinePaths(
        side=here,
        wslconfig=_given(config, environ, "WSLMEM_CONFIG") or _profile(here, environ, powershell) / ".wslconfig",
        wsl_exe=_given(wsl, environ, "WSLMEM_WSL") or wsl_program(here, environ),
        powershell_exe=powershell,
        state_dir=folder or _own_folder("state", here, environ),
        config_toml=config_toml(state=state, environ=environ, on=here),
    )


def state_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of backups, journal and histories alone, without asking Windows where the profile is."""
    return _own_folder("state", side(), environ)


def config_toml(
    *, state: str | os.PathLike[str] | None = None, environ: Mapping[str, str] = os.environ, on: Side | None = None
) -> Path:
    """The user's own settings, found without a look at anything else; the arguments are those of `find`."""
    folder = _given(state, environ, "WSLMEM_STATE") or _own_folder("config", on or side(), environ)
    return folder / "config.toml"


def is_given(name: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a variable of ours says something."""
    return bool(environ.get(name))


def _given(flag: str | os.PathLike[str] | None, environ: Mapping[str, str], name: str) -> Path | None:
    text = flag or environ.get(name)
    return Path(own_folders.absolute(os.fspath(text))) if text else None


def _profile(here: Side, environ: Mapping[str, str], powershell: Path | None) -> Path:
    from wslmem.machine.host import profile

    if here == "windows":
        return profile.on_windows(environ)
    return profile.from_wsl(powershell, environ) if here == "wsl" else _known(Path.home)


def _own_folder(kind: Literal["state", "config"], here: Side, environ: Mapping[str, str]) -> Path:
    found = own_folders.find(kind, environ, windows=here == "windows")
    if found is not None:
        return Path(found)
    import platformdirs

    ask = platformdirs.user_state_path if kind == "state" else platformdirs.user_config_path
    return _known(lambda: ask("wslmem", appauthor=False))


def _known(ask: Callable[[], Path]) -> Path:
    """A folder in this user's home.

    Raises:
        UnavailableError: nothing tells which that is: the users of a container are not always in its list of them.
    """
    try:
        return ask()
    except RuntimeError as error:
        from wslmem.errors import UnavailableError
        from wslmem.text import Text

        raise UnavailableError(
            Text("the home folder of this user is not known"),
            on_disk=Text("nothing changed"),
            next_step=Text("set HOME to a folder that this user can write"),
        ) from error


def program(name: str, here: Side, environ: Mapping[str, str]) -> Path | None:
    """The first `name` of Windows in PATH, else in the places where Windows or WSL's installer puts it."""
    if here == "linux":
        return None
    in_path = [Path(folder) for folder in environ.get("PATH", "").split(os.pathsep)]
    for folder in (*in_path, *_usual_folders(here, environ)):
        # A relative folder would let whoever owns the working folder choose the program.
        if folder.is_absolute() and is_program(candidate := folder / name):
            return candidate
    return None


def is_program(candidate: Path) -> bool:
    """Whether a file is there; a folder in PATH that this account may not look into, or a share that is gone, is no."""
    try:
        return candidate.is_file()
    except (OSError, ValueError):
        return False


def is_absent(program: Path) -> bool:
    """Whether nothing is there; what this account may not look at, an alias of the Store among it, may be there."""
    try:
        program.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def forwards(wsl_exe: Path) -> bool:
    """Whether this wsl.exe lies where the one of Windows and the alias of the Store lie, which start WSL's own."""
    folder = str(wsl_exe.parent).replace("/", "\\").casefold()
    return folder.endswith(_FORWARDERS)


_FORWARDERS = ("\\system32", "\\sysnative", "\\windowsapps")


def wsl_program(here: Side, environ: Mapping[str, str]) -> Path | None:
    """The wsl.exe to call, None where there is none."""
    return installed_wsl(here, environ) or program("wsl.exe", here, environ)


def installed_wsl(here: Side, environ: Mapping[str, str]) -> Path | None:
    """The wsl.exe of WSL's own installer on Windows.

    The one in System32 only forwards to it: one or two more processes a call, and none at all in a service's session
    (WSL: package.wix.in; microsoft/WSL#9231).
    """
    if here != "windows":
        return None
    from wslmem.machine.host import installed_windows

    folders = (installed_windows.wsl_folder(), environ.get("PROGRAMW6432", ""), environ.get("PROGRAMFILES", ""))
    places = (Path(folders[0] or ""), *(Path(folder) / "WSL" for folder in folders[1:] if folder))
    return next((path for place in places if place.is_absolute() and is_program(path := place / "wsl.exe")), None)


def _usual_folders(here: Side, environ: Mapping[str, str]) -> tuple[Path, ...]:
    on_windows = here == "windows"
    windows = Path(environ.get("WINDIR", r"C:\Windows")) if on_windows else Path("/mnt/c/Windows")
    programs = Path(environ.get("PROGRAMFILES", r"C:\Program Files")) if on_windows else Path("/mnt/c/Program Files")
    return (
        windows / "System32",
        windows / "Sysnative",  # System32 as a 32-bit Python has to call it
        windows / "System32" / "WindowsPowerShell" / "v1.0",
        programs / "WSL",
    )
