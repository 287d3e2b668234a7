"""What scans found of packages, kept until a package or one that it needs is another.

A module in the module cache and the standard library never change: of each there is one shelf, shared by all projects;
of some releases of Go it comes with wslmem (`standard`). Packages of the project itself are known by what their files
hold, on one shelf for each project.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

from wslmem.machine.project import outline_text, standard
from wslmem.machine.project.go_files import Files
from wslmem.machine.project.go_list import Figures, c_files_of, c_flags_of, go_files
from wslmem.machine.project.shelves import Shelves
from wslmem.machine.project.source import c_source
from wslmem.machine.project.source.go_outline import Outline
from wslmem.records import record

FORMAT = 7
"""Raised when what is found changes its meaning; what is older is then written anew."""
FILE = "outlines.db"
VERSIONS = 4
"""Of one package: what was found of it above different versions of what it needs."""
_MARK = b"wslmem outlines %d " % FORMAT


@record
class Places:
    """Where the go command finds what never changes."""

    modules: str
    """The module cache, empty where it is not known."""
    standard: str
    """The toolchain's own sources, empty where they may change."""
    version: str
    """The toolchain's."""
    build: tuple[str, ...] = ()
    """Settings that decide what is compiled."""


class PackageMemory:
    """What is remembered of the packages of one project."""

    def __init__(self, kept: Shelves, root: Path, places: Places, files: Files) -> None:
        """Kept on these shelves; `root` is the project's own folder, and `files` reads what may have changed."""
        self._kept = kept
        self._own = own(root)
        self._root = str(root)
        self._places = places
        self._files = files
        self._shelves: dict[str, _Shelf] = {}
        self._names: dict[str, str] = {}
        """What the shelves of packages are known by, by import path."""
        self._identities: dict[str, str] = {}
        """What the files of a package are known by, by import path."""

    def key(self, entry: Mapping[str, Any], below: Iterable[str]) -> str:
        """What a package of `go list` and all that it needs is known by; `below` are the keys of what it imports."""
        self._names[entry["ImportPath"]] = self._shelf_name(entry)
        identity = self._identities[entry["ImportPath"]] = self._identity(entry)
        return _digest([identity, entry["ImportPath"], *self._places.build, *sorted(below)])

    def _identity(self, entry: Mapping[str, Any]) -> str:
        folder, names, c_files = entry.get("Dir", ""), go_files(entry), c_files_of(entry)
        if self._names[entry["ImportPath"]] != self._own:
            if entry.get("Standard"):
                folder = folder.removeprefix(self._places.standard).replace(os.sep, "/")
            flags = c_flags_of(entry) if c_files and not entry.get("Standard") else []
            return _digest([folder, *names, "", *c_files, *flags])
        texts = [blake2b(text, digest_size=16).hexdigest() for text in self._files.texts(folder, names)]
        return _digest([*names, *texts, *c_files, *self._c_marks(entry)])

    def _c_marks(self, entry: Mapping[str, Any]) -> Iterable[str]:
        """What changes where a C or C++ file of the package or of the project's that it may include does."""
        if not c_files_of(entry):
            return ()
        flags, root = c_flags_of(entry), self._root.replace(os.sep, "/")
        places = (place.replace(os.sep, "/") for place in c_source.searched(flags))
        own = (place for place in places if f"{place}/".startswith(f"{root}/"))
        return [*flags, *self._files.c_marks([entry.get("Dir", ""), *own])]

    def _shelf_name(self, entry: Mapping[str, Any]) -> str:
        folder = entry.get("Dir", "")
        if entry.get("Standard") and self._places.standard and folder.startswith(self._places.standard):
            return standard_of(self._places.version)
        modules = self._places.modules
        if modules and folder.startswith(modules):
            module, at, rest = folder[len(modules) :].partition("@")
            if at:
                return f"{module}@{rest.replace(os.sep, '/').partition('/')[0]} {modules}"
        return self._own

    def _shelf(self, entry: Mapping[str, Any]) -> _Shelf:
        name = self._names[entry["ImportPath"]]
        if name not in self._shelves:
            self._shelves[name] = self._fetched(name)
        return self._shelves[name]

    def _fetched(self, name: str) -> _Shelf:
        shelf = _Shelf(self._kept.body(name))
        if shelf.empty and name == standard_of(self._places.version):
            try:
                shelf = _Shelf(standard.shipped(self._places.version))
            except (OSError, ValueError):
                return shelf
            shelf.changed = not shelf.empty  # to read it there again takes a fifth of the time
        return shelf

    def figures(self, entry: Mapping[str, Any], key: str) -> Figures | None:
        """What was found of it, None where it is new."""
        return self._shelf(entry).figures(entry["ImportPath"], key)

    def outline(self, entry: Mapping[str, Any]) -> Outline | None:
        """What it declares, None where nobody looked."""
        return self._shelf(entry).outline(entry["ImportPath"], self._identities[entry["ImportPath"]])

    def keep(self, entry: Mapping[str, Any], key: str, figures: Figures, outline: Outline) -> None:
        """Remember what was found."""
        path = entry["ImportPath"]
        self._shelf(entry).keep(path, key, figures, self._identities[path], outline)

    def write(self) -> None:
        """Write what is new. A disk that refuses costs the next scan its time, nothing else."""
        if self._own in self._shelves:
            self._shelves[self._own].forget_all_but(self._identities)
        self._kept.keep(((name, one.written()) for name, one in self._shelves.items() if one.changed), self._shelves)


class _Shelf:
    """Of one module: a line with the figures of its packages, and behind it what each declares."""

    def __init__(self, data: bytes) -> None:
        """What was `written`; anything else is empty."""
        self.changed = False
        self._figures: dict[str, dict[str, Sequence[Any]]] = {}
        self._outlines: dict[str, tuple[str, bytes | Outline]] = {}
        """What its files are known by, and what it declares, by import path; it becomes text when it is written."""
        head, _, body = data.partition(b"\n")
        if head == _MARK + b"%d" % crc32(body):
            self._read(body)

    @property
    def empty(self) -> bool:
        """Whether nothing is known."""
        return not self._figures

    def _read(self, body: bytes) -> None:
        line, _, outlines = body.partition(b"\n")
        self._figures, index = json.loads(line)
        position = 0
        for path, identity, length in index:
            self._outlines[path] = (identity, outlines[position : position + length])
            position += length

    def figures(self, path: str, key: str) -> Figures | None:
        row = self._figures.get(path, {}).get(key)
        if row is None or len(row) != len(Figures._fields):
            return None
        return Figures._make([*row[:-2], *map(tuple, row[-2:])])  # the sizes of files come last

    def outline(self, path: str, identity: str) -> Outline | None:
        known, kept = self._outlines.get(path, ("", b""))
        if known != identity:
            return None
        return outline_text.read(kept) if isinstance(kept, bytes) else kept

    def keep(self, path: str, key: str, figures: Figures, identity: str, outline: Outline) -> None:
        versions = self._figures.setdefault(path, {})
        versions[key] = figures
        for old in list(versions)[:-VERSIONS]:
            del versions[old]
        if self._outlines.get(path, ("",))[0] != identity:
            self._outlines[path] = (identity, outline)
        self.changed = True

    def forget_all_but(self, paths: Mapping[str, str]) -> None:
        self._figures = {path: row for path, row in self._figures.items() if path in paths}
        self._outlines = {path: text for path, text in self._outlines.items() if path in paths}

    def written(self) -> bytes:
        """All of it."""
        texts = [kept if isinstance(kept, bytes) else outline_text.written(kept) for _, kept in self._outlines.values()]
        known = zip(self._outlines.items(), texts, strict=True)
        index = [(path, identity, len(text)) for (path, (identity, _)), text in known]
        line = json.dumps([self._figures, index], separators=(",", ":")).encode()
        body = b"\n".join([line, b"".join(texts)])
        return b"\n".join([_MARK + b"%d" % crc32(body), body])


def own(root: Path) -> str:
    """What the packages of the project in `root` itself are kept under."""
    return f"own {root}"


def standard_of(version: str) -> str:
    """What the standard library of a release is kept under."""
    return f"std {version}"


def _digest(words: Iterable[str]) -> str:
    return blake2b("\0".join(words).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
