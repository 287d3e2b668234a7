"""What is taken for granted about wsl.exe, looked at without starting the VM."""

from __future__ import annotations

from pathlib import Path

from wslmem.machine.host import paths as machine_paths
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import console_text, process
from wslmem.machine.system.process import Completed
from wslmem.machine.wsl import distributions, wsl_problems, wsl_version
from wslmem.machine.wsl.wsl import ANSWER
from wslmem.machine.wsl.wsl_errors import OWN_FAILURE
from wslmem.workflows.selftest.selftest import EVERYWHERE, Check, NotHereError, Seen

NOBODY = "wslmem-selftest-nobody"
"""A name that no distribution has."""
LINES = 7
"""Of `--version`."""


def program(paths: MachinePaths) -> Path:
    """wsl.exe.

    Raises:
        NotHereError: there is none.
    """
    if paths.wsl_exe is None or machine_paths.is_absent(paths.wsl_exe):
        raise NotHereError("there is no wsl.exe")
    return paths.wsl_exe


def call(paths: MachinePaths, *options: str, stdin: bytes = b"", utf8: bool = True) -> Completed:
    """wsl.exe itself, past everything that the door makes of its answers.

    Raises:
        NotHereError: there is no wsl.exe.
    """
    exe = program(paths)
    env = machine_paths.wsl_environment(inside=paths.side == "wsl")
    if not utf8:
        del env["WSL_UTF8"]
    return process.run([exe, *options], timeout=ANSWER, stdin=stdin, env=env)


def _version(paths: MachinePaths) -> Seen:
    told = call(paths, "--version")
    _insist_on_wsl(told)
    rows = told.stdout.decode("utf-8", "replace").split("\r\n")[:-1]
    return Seen(f"{len(rows)} lines; {rows[0] if rows else 'nothing'}", len(rows) >= LINES and told.returncode == 0)


def _insist_on_wsl(told: Completed) -> None:
    if wsl_problems.offers_to_install(told):
        raise NotHereError("WSL is not installed")


def _utf8(paths: MachinePaths) -> Seen:
    asked, plain = call(paths, "--version"), call(paths, "--version", utf8=False)
    if not asked.stdout or not plain.stdout:
        return Seen(f"asked for {len(asked.stdout)} bytes, else {len(plain.stdout)}", holds=False)
    wide = plain.stdout.decode("utf-16-le", "replace").encode()
    return Seen(f"asked for {asked.stdout[:16]!r}, else {plain.stdout[:16]!r}", asked.stdout == wide)


def quiet_names(paths: MachinePaths) -> list[str]:
    """The names of the distributions as `--list --quiet` prints them.

    Raises:
        NotHereError: there is none, or no WSL.
    """
    told = call(paths, "--list", "--quiet")
    _insist_on_wsl(told)
    names = [name for name in console_text.lines(told.stdout) if name]
    if not names:
        raise NotHereError("WSL has no distribution")
    return names


def _verbose(paths: MachinePaths) -> Seen:
    quiet_names(paths)
    rows = [row for row in console_text.lines(call(paths, "--list", "--verbose").stdout) if row]
    read = distributions.parse_verbose(rows)
    return Seen(f"{len(rows)} rows, {len(read)} read", len(read) == len(rows) - 1 > 0)


def _lists(paths: MachinePaths) -> Seen:
    quiet = quiet_names(paths)
    rows = console_text.lines(call(paths, "--list", "--verbose").stdout)
    verbose = [one.name for one in distributions.parse_verbose(rows)]
    same = sorted(quiet) == sorted(verbose)
    return Seen(f"--quiet {len(quiet)} names, --verbose {len(verbose)}, the same: {same}", same)


def _usage(paths: MachinePaths) -> Seen:
    told = call(paths, "--help")
    _insist_on_wsl(told)
    known = wsl_problems.recognise(told)
    code = known.code if known else "nothing"
    return Seen(f"code {told.returncode}, taken for: {code}", known is not None and known.code == "unknown-option")


def _stub(paths: MachinePaths) -> Seen:
    told = call(paths, "--version")
    offer = wsl_problems.offers_to_install(told)
    if offer is None and wsl_version.parse(console_text.lines(told.stdout)):
        raise NotHereError("WSL is installed")
    if offer is None and (known := wsl_problems.recognise(told)):
        raise NotHereError(f"this is another wsl.exe: {known.code}")
    where = "stdout" if told.stdout.strip() else "stderr"
    wide = b"\0" in told.stdout + told.stderr
    return Seen(f"code {told.returncode}, on {where}, UTF-16: {wide}, known: {offer is not None}", offer is not None)


def _own_failure(paths: MachinePaths) -> Seen:
    told = call(paths, "--wslmem-no-such-option")
    _insist_on_wsl(told)
    on_stdout = bool(told.stdout.strip()) and not told.stderr.strip()
    return Seen(f"code {told.returncode}, on stdout alone: {on_stdout}", told.returncode in OWN_FAILURE and on_stdout)


def _unknown(paths: MachinePaths) -> Seen:
    told = call(paths, "-d", NOBODY, "-e", "/bin/true")
    _insist_on_wsl(told)
    line = console_text.decode(told.stdout).strip().rpartition("\n")[2].rpartition(" ")[2]
    return Seen(
        f"code {told.returncode}, {line!r}", told.returncode in OWN_FAILURE and line.endswith("DISTRO_NOT_FOUND")
    )


def _cut_name(paths: MachinePaths) -> Seen:
    told = call(paths, "-d", f"{NOBODY} x", "-e", "/bin/true")
    _insist_on_wsl(told)
    return Seen(f"code {told.returncode}", told.returncode in OWN_FAILURE)


def _nothing_running(paths: MachinePaths) -> Seen:
    told = call(paths, "--list", "--running", "--quiet")
    _insist_on_wsl(told)
    return Seen(f"code {told.returncode}, {len(told.stdout.split())} names", told.returncode == 0)


CHECKS = (
    Check("version-lines", "seven lines in a fixed order, code 0", _version, EVERYWHERE),
    Check("utf8-on-request", "UTF-8 with WSL_UTF8=1, else UTF-16LE", _utf8, EVERYWHERE),
    Check("list-verbose-parsed", "every row but the first is read", _verbose, EVERYWHERE),
    Check("list-forms-agree", "the same names in both forms", _lists, EVERYWHERE),
    Check("usage-text", "known as usage, not as a lack of distributions", _usage, EVERYWHERE),
    Check("stub-answer", "a Windows without WSL is known by it", _stub, EVERYWHERE),
    Check("own-failure", "code -1 (255 for a Linux parent), said on stdout", _own_failure, EVERYWHERE),
    Check("unknown-distribution", "code -1, a line that ends in WSL_E_DISTRO_NOT_FOUND", _unknown, EVERYWHERE),
    Check("name-cut-at-blank", "code -1: a name with a blank is none", _cut_name, EVERYWHERE),
    Check("running-list", "code 0, also with none running", _nothing_running, EVERYWHERE),
)
