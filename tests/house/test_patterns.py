"""A pattern is compiled by whoever first uses it, and is what `re.compile` would have given."""

from __future__ import annotations

import copy
import re
import subprocess
import sys

import pytest

from wslmem.patterns import Lazy, lazy

COMPILED_BY_IMPORTS = """
import pkgutil, re, sys
compile = re._compiler.compile
def watched(*given):
    caller = sys._getframe(1)
    while caller.f_globals["__name__"].partition(".")[0] == "re":
        caller = caller.f_back
    if caller.f_globals["__name__"].partition(".")[0] == "wslmem":
        print(caller.f_globals["__name__"], given[0])
    return compile(*given)
re._compiler.compile = watched
import wslmem
other = "_posix" if sys.platform == "win32" else "_windows"
for module in pkgutil.walk_packages(wslmem.__path__, "wslmem."):
    if not module.name.startswith("wslmem.emulator") and not module.name.endswith(("__main__", other)):
        __import__(module.name)
"""


def test_it_finds_what_the_compiled_one_finds() -> None:
    for source, flags, text in [(r"(a+)b", 0, "caab"), (r"A", re.IGNORECASE, "ba"), (r"x", 0, "y")]:
        known, later = re.compile(source, flags), lazy(source, flags)
        assert [one.span() for one in later.finditer(text)] == [one.span() for one in known.finditer(text)]
        assert (later.pattern, later.flags, later.groups) == (known.pattern, known.flags, known.groups)
    assert lazy(rb"\d+").sub(b"n", b"a1b22") == b"anbn"


def test_it_is_compiled_once() -> None:
    later = lazy("a")
    assert isinstance(later, Lazy)
    assert later.search is later.search
    assert later.compiled() is later.compiled()


def test_a_copy_finds_the_same() -> None:
    assert copy.deepcopy(lazy("a")).search("ba") is not None


def test_a_faulty_pattern_is_told_when_it_is_used() -> None:
    with pytest.raises(re.error):
        lazy("(").search("a")


def test_no_module_compiles_a_pattern_when_it_is_imported() -> None:
    done = subprocess.run([sys.executable, "-c", COMPILED_BY_IMPORTS], capture_output=True, text=True, check=True)
    assert done.stdout == ""
