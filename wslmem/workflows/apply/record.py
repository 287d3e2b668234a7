"""What an apply tells the journal, step by step."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from wslmem.cautions import Caution
from wslmem.errors import WslmemError
from wslmem.machine.own.journal import Entry, Journal, Step
from wslmem.records import replace


@dataclass(slots=True)
class Record:
    """The entry of this run, and the journal that has it."""

    journal: Journal | None
    """None in a benchmark, whose own journal covers its applies."""
    entry: Entry
    left: Entry | None
    """What a killed run had left there."""
    noted: bool = False

    def note(self, step: Step, *, backup: str | None = None, wrote: tuple[str, ...] | None = None) -> None:
        """Record what comes next, durably. Raises as `Journal.write`."""
        self.entry = replace(self.entry, step=step, backup=backup or self.entry.backup, wrote=wrote or self.entry.wrote)
        if self.journal is not None:
            self.noted = True
            self.journal.write(self.entry)

    def end(self) -> Iterator[Caution]:
        """Everything came to its end; the caution is that the journal could not be removed."""
        why = self.journal.end() if self.journal is not None else None
        if why is not None:
            yield Caution("journal-stays", why)

    def take_back(self) -> None:
        """This run changed nothing that is there still: leave the journal as it was found."""
        if self.journal is None or not self.noted:
            return
        if self.left is None:
            self.journal.end()
            return
        with contextlib.suppress(WslmemError):  # then this run's own entry stays, which the next look forgets
            self.journal.write(self.left)
