"""The licences of all parts: one folder each, as their packages have them, and a list of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

OF_PYTHON = Path(__file__).with_name("licence-of-python.txt")
"""CPython's own, and those of what is linked into it and left in: it has no package that could bring them."""
BEGIN = ("license", "licence", "copying", "notice")
"""How the names of such files begin."""


def files(packages: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """The licences of packages, given by their folders of metadata, as names below the folder and contents.

    Raises:
        SystemExit: a package has none.
    """
    yield "licences/python.txt", OF_PYTHON.read_bytes()
    lines = ["python (CPython and what is linked into it): PSF-2.0 and others, see python.txt"]
    for info in sorted(packages, key=lambda info: info.name.casefold()):
        told = HeaderParser().parsestr((info / "METADATA").read_text(encoding="utf-8"))
        name = f"{told['Name']}-{told['Version']}"
        found = [path for path in info.rglob("*") if path.is_file() and path.name.casefold().startswith(BEGIN)]
        if not found:
            raise SystemExit(f"{name} has no licence in {info}")
        yield from ((f"licences/{name}/{path.name}", path.read_bytes()) for path in found)
        lines.append(f"{name}: {_called(told)}")
    yield "licences/README.txt", "".join(f"{line}\r\n" for line in lines).encode()


def _called(told: Message) -> str:
    """The licence by its name, as metadata of today has it, or that of former times."""
    former = (one.rpartition(" :: ")[2] for one in told.get_all("Classifier", ()) if one.startswith("License ::"))
    return told["License-Expression"] or (told["License"] or next(former, "see its folder")).splitlines()[0]
