"""What is taken for granted about wsl.exe, looked at without starting the VM."""

from __future__ import annotations

from wslmem.machine.host import paths as machine_paths
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import process
from wslmem.machine.system.process import Completed
from wslmem.machine.wsl.wsl import ANSWER, Wsl
from wslmem.machine.wsl.wsl_errors import OWN_FAILURE
from wslmem.workflows.selftest.selftest import EVERYWHERE, Check, NotHereError, Seen

NOBODY = "wslmem-selftest-nobody"
"""A name that no distribution has."""


def call(paths: MachinePaths, *options: str, stdin: bytes = b"", utf8: bool = True) -> Completed:
    """wsl.exe itself, past everything that the door makes of its answers.

    Raises:
        NotHereError: there is no wsl.exe.
    """
    if paths.wsl_exe is None or not paths.wsl_exe.exists():
        raise NotHereError("there is no wsl.exe")
    env = machine_paths.wsl_environment(inside=paths.side == "wsl")
    if not utf8:
        del env["WSL_UTF8"]
    return process.run([paths.wsl_exe, *options], timeout=ANSWER, stdin=stdin, env=env)


def _version(paths: MachinePaths) -> Seen:
    told = call(paths, "--version")
    rows = told.stdout.decode("utf-8", "replace").split("\r\n")[:-1]
    return Seen(f"{len(rows)} lines; {rows[0] if rows else 'nothing'}", len(rows) >= 7 and told.returncode == 0)  # noqa: PLR2004 - seven lines


def _utf8(paths: MachinePaths) -> Seen:
    asked, plain = call(paths, "--list", "--quiet"), call(paths, "--list", "--quiet", utf8=False)
    wide = plain.stdout.decode("utf-16-le", "replace").encode()
    return Seen(f"asked for {asked.stdout[:40]!r}, else {plain.stdout[:40]!r}", asked.stdout == wide)


def _lists(paths: MachinePaths) -> Seen:
    quiet = call(paths, "--list", "--quiet").stdout.decode("utf-8", "replace").split()
    verbose = [one.name for one in Wsl.at(paths).distributions()]
    return Seen(f"--quiet {quiet}, --verbose {verbose}", sorted(quiet) == sorted(verbose))


def _own_failure(paths: MachinePaths) -> Seen:
    told = call(paths, "--wslmem-no-such-option")
    on_stdout = bool(told.stdout.strip()) and not told.stderr.strip()
    return Seen(f"code {told.returncode}, on stdout alone: {on_stdout}", told.returncode in OWN_FAILURE and on_stdout)


def _unknown(paths: MachinePaths) -> Seen:
    told = call(paths, "-d", NOBODY, "-e", "/bin/true")
    line = told.stdout.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return Seen(
        f"code {told.returncode}, {line!r}", told.returncode in OWN_FAILURE and line.endswith("DISTRO_NOT_FOUND")
    )


def _cut_name(paths: MachinePaths) -> Seen:
    told = call(paths, "-d", f"{NOBODY} x", "-e", "/bin/true")
    return Seen(f"code {told.returncode}", told.returncode in OWN_FAILURE)


def _nothing_running(paths: MachinePaths) -> Seen:
    told = call(paths, "--list", "--running", "--quiet")
    return Seen(f"code {told.returncode}, {len(told.stdout.split())} names", told.returncode == 0)


CHECKS = (
    Check("version-lines", "seven lines in a fixed order, code 0", _version, EVERYWHERE),
    Check("utf8-on-request", "UTF-8 with WSL_UTF8=1, else UTF-16LE", _utf8, EVERYWHERE),
    Check("list-forms-agree", "the same names in both forms", _lists, EVERYWHERE),
    Check("own-failure", "code -1 (255 for a Linux parent), said on stdout", _own_failure, EVERYWHERE),
    Check("unknown-distribution", "code -1, a line that ends in WSL_E_DISTRO_NOT_FOUND", _unknown, EVERYWHERE),
    Check("name-cut-at-blank", "code -1: a name with a blank is none", _cut_name, EVERYWHERE),
    Check("running-list", "code 0, also with none running", _nothing_running, EVERYWHERE),
)
