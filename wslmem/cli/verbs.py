"""Every verb: its one-line help, and the module that knows its arguments and runs it."""

from __future__ import annotations

from wslmem.records import record
from wslmem.text import Text


@record
class Verb:
    """A verb of the command line. Its module has `add_arguments(parser)` and `run(options) -> Exit`."""

    name: str
    module: str
    help: Text


FLEET = frozenset({"dsc", "intune"})
"""Verbs that engines call; their face is a room of its own."""
VERBS = tuple(
    Verb(name, f"wslmem.{'fleet' if name in FLEET else 'cli'}.{name}", text)
    for name, text in (
        ("status", Text("show memory, WSL and the file; whether a restart is needed")),
        ("show", Text("show what WSL really reads in .wslconfig, and its problems")),
        ("scan", Text("measure a Go project and estimate its build's peak memory")),
        ("recommend", Text("recommend memory=, swap= and -p, with reasons")),
        ("apply", Text("write settings; optionally restart WSL and verify them")),
        ("restore", Text("list backups, or restore one byte for byte")),
        ("run", Text("run any build, watched: its peak, what is left, who killed it; --memory contains it")),
        ("bench", Text("compare a build before and after a settings change")),
        ("report", Text("export a benchmark as Markdown, HTML, CSV, benchstat or hyperfine")),
        ("explain", Text("explain why a build died, with evidence and next steps")),
        ("watch", Text("show live memory of Windows and the VM")),
        ("demo", Text("try wslmem in a sandbox: emulated WSL, real Go build (Linux)")),
        ("selftest", Text("check wslmem's assumptions about Windows and WSL")),
        ("dsc", Text("the resource WslMem/Config for dsc, winget configure and Ansible")),
        ("intune", Text("detection and remediation for Intune, one line each")),
        ("config", Text("show or set preferences: language, theme, defaults, profiles")),
        ("help", Text("print the help of wslmem, or of a verb")),
        ("version", Text("print the version; with -v also Python, system and WSL")),
        ("completion", Text("print a completion script for a shell")),
        ("schema", Text("print the JSON schema of a verb's --json")),
    )
)


WITHOUT_JSON = frozenset({"dsc", "intune", "help", "version", "completion", "schema"})
"""Verbs whose result is a text for a machine already."""


def find(name: str) -> Verb | None:
    """The verb called `name`, None where there is none."""
    return next((verb for verb in VERBS if verb.name == name), None)
