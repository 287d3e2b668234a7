"""Every regular expression of the code, found in its modules and in its text."""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import wslmem
from wslmem.diagnosis.signs.rows import Row
from wslmem.patterns import Lazy

ROOT = Path(wslmem.__file__).parent
TAKERS = frozenset(["compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"])
"""Functions of `re` that take a pattern; but for `compile`, also methods of one."""
DEPTH = 5
"""How deep in the tables of a module patterns are looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A regular expression and how it is used."""

    place: str
    """`wslmem.units._STRICT`, or the module and line of the call."""
    pattern: re.Pattern[Any]
    use: str
    """`match`, `fullmatch`, or `search` for the rest, which look for matches in a whole text."""


def modules() -> list[ModuleType]:
    """Every module that can be imported here, the emulator's among them."""
    other = "_posix" if os.name == "nt" else "_windows"
    names = (one.name for one in pkgutil.walk_packages(wslmem.__path__, "wslmem."))
    return [importlib.import_module(name) for name in names if not name.endswith(("__main__", other))]


@cache
def trees() -> dict[str, ast.Module]:
    """The text of every file of the package, by the name of its module."""
    return {
        ".".join(("wslmem", *path.relative_to(ROOT).with_suffix("").parts)): ast.parse(path.read_text("utf-8"))
        for path in sorted(ROOT.rglob("*.py"))
    }


def found() -> list[Found]:
    """The patterns that modules hold, and those that stand in functions as literals."""
    texts = trees()
    used = _methods(texts)
    several = [
        Found(f"{module.__name__}.{name}", pattern, use)
        for module in modules()
        for name, pattern in _held(module)
        for use in _uses(_of(used, module.__name__, name.partition("#")[0]) or _anywhere(texts[module.__name__]))
    ]
    several += [
        Found(f"{name}:{call.lineno}", re.compile(text), use)
        for name, tree in texts.items()
        for call, function, _ in calls(tree)
        if (text := written(call)) is not None and function != "compile"
        for use in _uses({function})
    ]
    once = {(one.pattern, one.use): one for one in reversed(several)}
    return sorted(once.values(), key=lambda one: (one.place, one.use))


@cache
def _anywhere(tree: ast.Module) -> set[str]:
    """What a module does with the patterns that it takes out of its tables: methods of names that are no constants."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute)
        if (name := node.value.id if isinstance(node.value, ast.Name) else node.value.attr).islower() and name != "re"
    }


def _uses(methods: set[str]) -> set[str]:
    """What is done with a pattern; one that is handed on is taken to be searched for."""
    known = methods & TAKERS
    return {method if method in ("match", "fullmatch") else "search" for method in known} or {"search"}


def _of(used: dict[tuple[str, str], set[str]], module: str, name: str) -> set[str]:
    """What is called on a name; on a private one, in its own module."""
    where = {module} if name.startswith("_") else {module for module, other in used if other == name}
    return set[str]().union(*(used[one, name] for one in where))


def _methods(texts: dict[str, ast.Module]) -> dict[tuple[str, str], set[str]]:
    """What is called on each name of each module, of `module.NAME` the last one."""
    used = defaultdict[tuple[str, str], set[str]](set)
    for module, tree in texts.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                used[module, owner].add(node.attr)
    return used


def _held(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns that a module holds under names, however deep in its tables."""
    for name, value in vars(module).items():
        if not name.startswith("__") and not isinstance(value, ModuleType):
            for number, pattern in enumerate(_inside(value, 0)):
                yield (f"{name}#{number}" if number else name), pattern


def _inside(value: Any, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Lazy):
        yield value.compiled()
    elif isinstance(value, Row):
        yield re.compile(value.source)
    elif depth < DEPTH and not isinstance(value, type):
        for one in _members(value):
            yield from _inside(one, depth + 1)


def _members(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    return [getattr(value, one.name) for one in fields(value)] if is_dataclass(value) else []


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str, bool]]:
    """The calls that take a pattern, of `re` or `lazy`: which function it is, and whether it stands in a function."""
    within: list[tuple[ast.AST, bool]] = [(tree, False)]
    while within:
        node, inner = within.pop()
        inner = inner or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        within += ((child, inner) for child in ast.iter_child_nodes(node))
        function = _function(node.func) if isinstance(node, ast.Call) else None
        if function is not None:
            yield node, function, inner


def _function(called: ast.expr) -> str | None:
    """Which of `TAKERS` it is, if it is one: `re.match` or `lazy`."""
    if isinstance(called, ast.Name):
        return "compile" if called.id == "lazy" else None
    of_re = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re"
    return called.attr if of_re and called.attr in TAKERS else None


def written(call: ast.Call) -> str | bytes | None:
    """The pattern of a call where it is a literal."""
    try:
        value = ast.literal_eval(call.args[0])
    except ValueError:
        return None
    return value if isinstance(value, str | bytes) else None
