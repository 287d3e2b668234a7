"""The sentences and tables of a fleet's report; Markdown and HTML only dress them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from wslmem.report.fleet.summary import Change, Fleet, Row
from wslmem.report.tables import Table, size_cell
from wslmem.sizing.recommendation import Outlook
from wslmem.text import Text, counted, joined, verbatim
from wslmem.units import Bytes, show_size, spell_size

MOST_NAMES = 3


def account(fleet: Fleet) -> Iterator[Text]:
    """The report in sentences, the most important first."""
    yield _killing(fleet)
    yield counted(
        "{count} computer has lines in .wslconfig that WSL ignores.",
        "{count} computers have lines in .wslconfig that WSL ignores.",
        fleet.ignoring,
    )
    yield from _rollout(fleet)
    if waiting := sum(row.computer.pending == "restart-needed" for row in fleet.rows):
        yield counted(
            "{count} computer has to restart WSL before its file takes effect.",
            "{count} computers have to restart WSL before their files take effect.",
            waiting,
        )
    if short := sum(bool(row.computer.shortages) for row in fleet.rows):
        yield counted(
            "Windows ran short of memory on {count} computer (event 2004).",
            "Windows ran short of memory on {count} computers (event 2004).",
            short,
        )
    yield from _unknown(fleet)


def _killing(fleet: Fleet) -> Text:
    if not fleet.builds:
        return counted(
            "{count} computer; no build was measured on it. Measure one: wslmem run -- COMMAND",
            "{count} computers; no build was measured on any. Measure one: wslmem run -- COMMAND",
            len(fleet.rows),
        )
    fields = {"count": len(fleet.rows), "killing": fleet.killing}
    return Text("{killing} of {count} computers would kill a build that was measured.", **fields)


def _rollout(fleet: Fleet) -> Iterator[Text]:
    if fleet.rollout is None:
        return
    yield counted(
        "The policy would change {count} file: the VM gets more memory on {raised}, less on {lowered}.",
        "The policy would change {count} files: the VM gets more memory on {raised}, less on {lowered}.",
        fleet.written,
        raised=sum(one.raised for one in fleet.changes),
        lowered=sum(one.lowered for one in fleet.changes),
    )
    if fleet.builds:
        yield counted(
            "After it {count} computer would still kill a build.",
            "After it {count} computers would still kill a build.",
            fleet.killing_after,
        )
    if fleet.refused:
        yield counted(
            "{count} computer cannot give what the policy asks for.",
            "{count} computers cannot give what the policy asks for.",
            len(fleet.refused),
        )


def _unknown(fleet: Fleet) -> Iterator[Text]:
    if blind := sum(row.computer.host is None for row in fleet.rows):
        yield counted("The RAM of {count} computer is not known.", "The RAM of {count} computers is not known.", blind)
    if fleet.more_builds:
        yield counted(
            "{count} build measured on fewer computers is left out.",
            "{count} builds measured on fewer computers are left out.",
            fleet.more_builds,
        )
    if fleet.only_killed:
        names = joined(Text(", "), [verbatim(name) for name in fleet.only_killed[:MOST_NAMES]])
        yield Text("Killed wherever they ran, so nobody knows what they need: {names}.", names=names)
    if fleet.rows:
        moments = sorted(row.computer.taken for row in fleet.rows)
        yield counted(
            "{count} file read, {left} left out; looked at from {first} to {last}.",
            "{count} files read, {left} left out; looked at from {first} to {last}.",
            fleet.files,
            first=moments[0],
            last=moments[-1],
            left=len(fleet.skipped),
        )


def tables(fleet: Fleet, most: int) -> Iterator[Table]:
    """Every table with a row; of those that name computers or files the first `most` rows."""
    every = (
        _builds(fleet), _changes(fleet), _refused(fleet, most), _ignored(fleet), _worst(fleet, most), _versions(fleet),
        _skipped(fleet, most),
    )  # fmt: skip
    return (table for table in every if table.rows)


def _builds(fleet: Fleet) -> Table:
    head = [Text("Build"), Text("Measured on"), Text("Peak"), Text("Needs"), Text("Fits"), Text("Only with swap")]
    head += [Text("Killed"), *([Text("Killed after the policy")] if fleet.rollout else [])]
    rows = []
    for one in fleet.builds:
        figures = [one.build.computers, show_size(one.build.need.peak), show_size(one.build.need.part), one.now.fits]
        figures += [one.now.swaps, one.now.dies, *([one.then.dies] if one.then else [])]
        rows.append((verbatim(one.build.name), *map(verbatim, figures)))
    return Table(Text("Builds, on how many computers"), tuple(head), tuple(rows))


def _changes(fleet: Fleet) -> Table:
    head = (
        Text("RAM"), Text("Computers"), Text("memory= now"), Text("memory= after"), Text("More"), Text("Less"),
        Text("Files changed"),
    )  # fmt: skip
    return Table(Text("What the policy changes"), head, tuple(map(_change, fleet.changes)))


def _change(one: Change) -> tuple[Text, ...]:
    low, high = show_size(one.low), show_size(one.high)
    now = verbatim(low) if low == high else Text("{low} to {high}", low=low, high=high)
    figures = (spell_size(one.then), one.raised, one.lowered, one.written)
    return (verbatim(f"{one.ram} GiB"), verbatim(one.computers), now, *map(verbatim, figures))


def _refused(fleet: Fleet, most: int) -> Table:
    rows = (
        (verbatim(row.computer.computer), row.after.refused)
        for row in fleet.refused
        if row.after is not None and row.after.refused is not None
    )
    return _short(most, Text("What the policy cannot have"), (Text("Computer"), Text("Why")), rows)


def _ignored(fleet: Fleet) -> Table:
    head = (Text("Rule"), Text("Computers"), Text("Lines"), Text("For example"))
    rows = tuple(
        (verbatim(rule), verbatim(on), verbatim(lines), verbatim(text)) for rule, on, lines, text in fleet.ignored
    )
    return Table(Text("Lines that WSL ignores"), head, rows, words=True)


def _worst(fleet: Fleet, most: int) -> Table:
    """Computers that would kill a build, those first that would kill the most."""
    dying = sorted((row for row in fleet.rows if row.kills), key=lambda row: -row.fates.count(Outlook.DIES))
    head = (Text("Computer"), Text("RAM"), verbatim("memory="), verbatim("swap="), Text("Kills"))
    return _short(most, Text("Computers that would kill a build"), head, (_computer(fleet, row) for row in dying))


def _computer(fleet: Fleet, row: Row) -> tuple[Text, ...]:
    one = row.computer
    killed = [build.build.name for build, fate in zip(fleet.builds, row.fates, strict=True) if fate is Outlook.DIES]
    names = joined(Text(", "), [verbatim(name) for name in killed[:MOST_NAMES]])
    if len(killed) > MOST_NAMES:
        names = Text("{names} and {count} more", names=names, count=len(killed) - MOST_NAMES)
    ram = size_cell(one.host.total if one.host else None)
    return (verbatim(one.computer), ram, size_cell(one.memory), size_cell(Bytes(one.swap)), names)


def _versions(fleet: Fleet) -> Table:
    found = Counter(row.computer.wsl.version if row.computer.wsl else None for row in fleet.rows)
    rows = tuple(
        (verbatim(name) if name else Text("none, or not known"), verbatim(n)) for name, n in found.most_common()
    )
    return Table(Text("Versions of WSL"), (Text("Version"), Text("Computers")), rows)


def _skipped(fleet: Fleet, most: int) -> Table:
    rows = ((verbatim(one.path), one.why) for one in fleet.skipped)
    return _short(most, Text("Files left out"), (Text("File"), Text("Why")), rows)


def _short(most: int, title: Text, head: tuple[Text, ...], rows: Iterator[tuple[Text, ...]]) -> Table:
    """The first rows, and how many more there are."""
    first = tuple(islice(rows, most))
    if more := sum(1 for _ in rows):
        last = (Text("... and {count} more.", count=more), *(verbatim("") for _ in head[1:]))
        first = (*first, last)
    return Table(title, head, first, words=True)
