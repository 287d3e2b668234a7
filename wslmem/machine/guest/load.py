"""The scripts that run in the VM, put together from their files: one text for the standard input of /bin/sh."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_PROGRAMS = {"TREE_AWK": "tree.awk", "OUTPUT_AWK": "output.awk", "GRAPH_AWK": "graph.awk"}


@cache
def build_script() -> str:
    """The script that runs one build, watches and measures it.

    Its arguments are told at the top of `build.sh`, its lines in docs/benchmark-method.md.
    """
    programs = "".join(f"{name}='{_awk(file)}'\n" for name, file in _PROGRAMS.items())
    return programs + script("find_go.sh") + script("evidence.sh") + script("build.sh")


@cache
def run_script() -> str:
    """The script that runs a person's command as it is and watches it, see `run.sh`; fit for `/bin/sh -c`."""
    parts = (script(name) for name in ("find_go.sh", "evidence.sh", "run.sh"))
    return f"TREE_AWK='{_awk('tree.awk')}'\n" + "".join(_brief(part) for part in parts)


def _brief(text: str) -> str:
    """Without comments: a command line of Windows holds 32,767 characters."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("#"))


@cache
def script(name: str) -> str:
    """The text of one file of this folder."""
    return files(__package__).joinpath(name).read_text(encoding="ascii")


def _awk(name: str) -> str:
    """The program without its comments, fit to stand between single quotes."""
    program = "".join(line for line in script(name).splitlines(keepends=True) if not line.lstrip().startswith("#"))
    if "'" in program:
        raise ValueError(f"{name} holds an apostrophe, which would end the quotes it is put between")
    return program
