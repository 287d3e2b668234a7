"""The project of the pictures: three large generated packages that are compiled at once."""

from __future__ import annotations

from pathlib import Path

from wslmem.machine.own import sample_module

NAMES = ("catalog", "orders", "search")
FUNCTIONS = 34_000
"""Of each package; compiling one takes some 1.6 GiB."""


def write(folder: Path) -> None:
    """Write its module into a new folder."""
    sample_module.write(folder, functions=FUNCTIONS)
    tables = folder / "tables" / "tables.go"
    text = tables.read_text(encoding="utf-8")
    tables.unlink()
    tables.parent.rmdir()
    for name in NAMES:
        (folder / name).mkdir()
        own = text.replace("package tables", f"package {name}")
        (folder / name / f"{name}.go").write_text(own, encoding="utf-8")
    imports = "".join(f'\t"example.com/shop/{name}"\n' for name in NAMES)
    calls = ", ".join(f"{name}.Sum(1)" for name in NAMES)
    main = f"package main\n\nimport (\n{imports})\n\nfunc main() {{\n\tprintln({calls})\n}}\n"
    (folder / "main.go").write_text(main, encoding="utf-8")
    (folder / "go.mod").write_text("module example.com/shop\n\ngo 1.22\n", encoding="utf-8")
