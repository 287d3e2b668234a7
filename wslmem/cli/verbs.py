"""Every verb: its one-line help, and the module that knows its arguments and runs it."""

from __future__ import annotations

from wslmem.records import record


@record
class Verb:
    """A verb of the command line. Its module has `add_arguments(parser)` and `run(options) -> Exit`."""

    name: str
    module: str
    help: str


FLEET = frozenset({"dsc", "intune"})
"""Verbs that engines call; their face is a room of its own."""
VERBS = tuple(
    Verb(name, f"wslmem.{'fleet' if name in FLEET else 'cli'}.{name}", text)
    for name, text in (
        ("status", "host memory, WSL, the file, what WSL reads in it, what is pending; changes nothing"),
        ("show", "what WSL reads in .wslconfig: keys, effective values, findings"),
        ("scan", "size of a Go project and the predicted peak of its build"),
        ("recommend", "advised memory, swap, processors and -p, each with its reason"),
        ("apply", "write settings, and on request restart WSL and prove that they took effect"),
        ("restore", "list backups, or put one back byte for byte"),
        ("run", "run any build, watched: its peak, what is left, and who killed it; --memory contains it"),
        ("bench", "benchmark a build in WSL, before and after a change of settings"),
        ("report", "turn a saved benchmark into md, html, csv, benchstat or hyperfine form"),
        ("explain", "what killed this build? a verdict with evidence, and what to do"),
        ("watch", "live memory of host and VM"),
        ("demo", "the main job in a sandbox with an emulated WSL and a real Go build (Linux)"),
        ("selftest", "what wslmem takes for granted about Windows and WSL, looked at on this machine"),
        ("dsc", "the resource WslMem/Config for dsc, winget configure and Ansible"),
        ("intune", "detection and remediation for Intune, one line each"),
        ("completion", "print a completion script for a shell"),
        ("schema", "print the JSON schema of a verb's --json"),
    )
)


WITHOUT_JSON = frozenset({"dsc", "intune", "completion", "schema"})
"""Verbs whose result is a text for a machine already."""


def find(name: str) -> Verb | None:
    """The verb called `name`, None where there is none."""
    return next((verb for verb in VERBS if verb.name == name), None)
