"""Saved benchmarks: loaded, and turned into files that people and programs read."""

from __future__ import annotations

from pathlib import Path

from wslmem.bench.result import BenchResult
from wslmem.errors import CannotCreateError, NotFoundError
from wslmem.machine.files import files
from wslmem.report import formats
from wslmem.report.ours import is_report
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
    file = _saved_in(path)
    data = files.read_file(file, limit=LIMIT).data
    if data is None:
        raise NotFoundError(Text("no saved benchmark here"), place=str(file))
    return from_json(data.decode("utf-8", "replace"), place=str(file))


def save(result: BenchResult, form: str, out: Path) -> tuple[Path, ...]:
    """Write one format: to the file `out`, or for a format of several files into the folder `out`.

    Raises:
        WslmemError: something cannot be written.
    """
    return tuple(_write(path, text) for path, text in _files(result, form, out).items())


def export(result: BenchResult, form: str, out: Path, *, source: Path, force: bool) -> tuple[Path, ...]:
    """As `save`, where a person named `out`: nothing but a report of ours is written over.

    Args:
        result: the benchmark that `source` holds.
        form: its name.
        out: file or folder.
        source: what the report is made from, which is never written over.
        force: whether any other file may be.

    Raises:
        CannotCreateError: something else is there, or a link. Nothing is written then.
        WslmemError: something cannot be written.
    """
    texts = _files(result, form, out)
    for path in texts:
        refuse(path, force=force, source=_saved_in(source))
    return tuple(_write(path, text) for path, text in texts.items())


def _files(result: BenchResult, form: str, out: Path) -> dict[Path, str]:
    texts = formats.render_files(result, form)
    if len(texts) == 1 and not out.is_dir():
        return {out: next(iter(texts.values()))}
    return {out / name: text for name, text in texts.items()}


def refuse(path: Path, *, force: bool, source: Path | None = None) -> None:
    """Nothing, unless a report must not be written to `path`.

    Raises:
        CannotCreateError: something else than a report of ours is there and not `force`; or a link, or `source`.
    """
    if path.is_symlink():
        raise _taken(path, Text("this is a link; reports are never written through one"), Text("name the file itself"))
    data = files.read_file(path, limit=LIMIT).data
    if data is not None and source is not None and source.exists() and path.samefile(source):
        raise _taken(
            path, Text("this is the saved benchmark the report is made from"), Text("use another name with --out")
        )
    if data and not force and not is_report(data):
        raise _taken(
            path,
            Text("this file exists and is not a wslmem report"),
            Text("use another name with --out, or --force to overwrite it"),
        )


def _taken(path: Path, cause: Text, next_step: Text) -> CannotCreateError:
    return CannotCreateError(cause, place=str(path), on_disk=Text("nothing changed"), next_step=next_step)


def _saved_in(path: Path) -> Path:
    return path / formats.FILE_NAMES["json"] if path.is_dir() else path


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
