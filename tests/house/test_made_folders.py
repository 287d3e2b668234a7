"""A folder that is made with a mode has, on Windows, an access list of its own: an administrator's run would lock its
user out of it (python/cpython#118486). So one function makes the folders that are ours alone.
"""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2] / "wslmem"
MAKERS = {"mkdir", "makedirs"}
PLACE = ROOT / "machine" / "files" / "file_system.py"


def modes(path: Path) -> list[int]:
    """The lines of a module where a folder is made with a mode."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [call for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) in MAKERS]
    return [call.lineno for call in named if any(word.arg == "mode" for word in call.keywords)]


def test_one_function_gives_new_folders_a_mode_and_knows_windows():
    found = {path: lines for path in ROOT.rglob("*.py") if path != PLACE and (lines := modes(path))}
    assert found == {}
    assert len(modes(PLACE)) == 1
