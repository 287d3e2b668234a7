"""Saved benchmarks: loaded, and turned into files that people and programs read."""

from __future__ import annotations

from pathlib import Path

from wslmem.bench.result import BenchResult
from wslmem.errors import NotFoundError
from wslmem.machine.files import files
from wslmem.report import formats
from wslmem.report.saved import from_json
from wslmem.text import Text
from wslmem.units import MIB, Bytes

LIMIT = Bytes(512 * MIB)
"""A benchmark of many long builds with a sample every tenth of a second stays far below this."""


def load(path: Path) -> BenchResult:
    """The benchmark saved in the file, or in the folder, at `path`.

    Raises:
        NotFoundError: there is none.
        WslmemError: it cannot be read, or is no benchmark of this version.
    """
    file = path / formats.FILE_NAMES["json"] if path.is_dir() else path
    data = files.read_file(file, limit=LIMIT).data
    if data is None:
        raise NotFoundError(Text("no saved benchmark here"), place=str(file))
    return from_json(data.decode("utf-8", "replace"), place=str(file))


def save(result: BenchResult, form: str, out: Path) -> tuple[Path, ...]:
    """Write one format: to the file `out`, or for a format of several files into the folder `out`.

    Raises:
        WslmemError: something cannot be written.
    """
    texts = formats.render_files(result, form)
    if len(texts) == 1 and not out.is_dir():
        return (_write(out, next(iter(texts.values()))),)
    return tuple(_write(out / name, text) for name, text in texts.items())


def save_all(result: BenchResult, folder: Path) -> tuple[Path, ...]:
    """Write every format into `folder`, which is made.

    Raises:
        WslmemError: something cannot be written.
    """
    return tuple(path for form in formats.FORMATS for path in _into(result, form, folder))


def _into(result: BenchResult, form: str, folder: Path) -> tuple[Path, ...]:
    return tuple(_write(folder / name, text) for name, text in formats.render_files(result, form).items())


def _write(path: Path, text: str) -> Path:
    files.write_state(path, text.encode("utf-8"))
    return path
