"""Edits that touch nothing but what they were asked for, proven by reading the new bytes again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wslmem.wslconfig.document import WslConfigDocument


@dataclass(frozen=True, slots=True)
class Change:
    """One key that changes."""

    key: str
    """`wsl2.memory`, in WSL's spelling."""
    before: str | None
    """The value WSL reads now; None where it reads none."""
    after: str | None
    """The value WSL will read; None where the key is removed."""


@dataclass(frozen=True, slots=True)
class EditPlan:
    """A file before and after; made here, written elsewhere."""

    before: bytes
    after: bytes
    changes: tuple[Change, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return self.before == self.after

    def diff(self, path_label: str) -> str:
        """A unified diff for a person; empty when nothing changes."""
        raise NotImplementedError


def plan(document: WslConfigDocument, settings: Iterable[tuple[str, str | None]]) -> EditPlan:
    """The edit after which WSL reads exactly `settings` and everything else as before.

    Args:
        document: the file as it is.
        settings: `("wsl2.memory", "8GB")`; None removes the key, every instance of it.

    Raises:
        UsageError: a key that WSL does not know, or a value that it would not accept as written.
        UnsafeFileError: no edit of this file would make WSL read exactly that.
    """
    raise NotImplementedError
