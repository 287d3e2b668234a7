"""Modules that import each other, however late, lie in one room; the app has none."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.posix_only(reason="looks at the sources, which are the same on both sides")


def circles() -> list[list[str]]:
    """The strongly connected parts of the import graph that have more than one module (Tarjan)."""
    import grimp  # of the group test

    graph = grimp.build_graph("wslmem")
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        path.append(module)
        for other in graph.find_modules_directly_imported_by(module):
            if other not in number:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in path:
                lowest[module] = min(lowest[module], number[other])
        if lowest[module] == number[module]:
            at = path.index(module)
            if len(path) - at > 1:
                found.append(sorted(path[at:]))
            del path[at:]

    for module in graph.modules:
        if module not in number:
            visit(module)
    return found


def test_no_circle_of_imports_reaches_from_one_room_into_another_and_none_is_in_the_app():
    rooms = [{module.rpartition(".")[0] for module in circle} for circle in circles()]
    assert all(len(room) == 1 for room in rooms)
    assert not [room for room in rooms if next(iter(room)).startswith("wslmem.tui")]
