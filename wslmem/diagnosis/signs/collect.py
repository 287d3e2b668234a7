"""The signs of a whole log, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wslmem.diagnosis.reading.blocks import BLOCK
from wslmem.diagnosis.reading.line import Line, Stamp
from wslmem.diagnosis.reading.prefixes import dated
from wslmem.diagnosis.reading.regions import Needle, Telling, careful
from wslmem.diagnosis.reading.tongues import sentences
from wslmem.diagnosis.signs import (
    complaints,
    daemons,
    errors,
    killed,
    limits,
    losses,
    needles,
    quoted,
    refused,
    stopped,
    success,
)
from wslmem.diagnosis.signs.glance import worth_reading
from wslmem.diagnosis.signs.kernel import Kernel
from wslmem.diagnosis.signs.origin import Origin
from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.patterns import lazy
from wslmem.records import replace

FIRST, LAST = 40, 40
"""Signs of one kind that are kept: what follows the first is its echo, what comes last is how it ended."""
WORDS = 20_000
"""Words that the build printed, to know a process by; a log has more, its telling regions rarely do."""
ENOUGH = 200
"""Ordinary errors after which a long log is no longer searched for more of them."""
FULL = 1 << 19
"""Bytes at the start of a large log in which every word is looked for, and at its end."""
NARROWEST, WIDEST, SEAM = 20, 400, 20
"""Characters of a line that a terminal may have broken, and of its parts that may be one word."""
JUNK = 6
"""A line of which more than this part are no characters of any text is none: bytes of a program in the log."""
LARGE = 16 << 20
"""Bytes from which a log is large."""

_WORD = lazy(r"[\w.+-]{2,64}")
_DATE = lazy(
    r"^\w{3,4}\.? +(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}) "
    r"(?P<h>\d\d):(?P<m>\d\d):(?P<s>\d\d) (?:[AP]M )?\S{1,6} (?P<year>\d{4})$"
)
"""What `date` prints."""
_STATUS = ("$?", "$LASTEXITCODE", "%ERRORLEVEL%", "$status")
"""Variables of shells that hold an exit code, as the end of the command that shows one."""
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_SYSTEM = frozenset({"kernel", "systemd", "earlyoom", "systemd-oomd", "nohang", "oomd", "sudo", "CRON"})
_RECOGNISERS = (killed, daemons, stopped, refused, limits, losses, errors)
_ORDINARILY = (errors, success, complaints)
"""Of these a line has one sign."""
_QUIET = frozenset({Kind.FAILED, Kind.DONE, Kind.NOT_OOM, Kind.TEST, Kind.COMPLAINT, Kind.OWN_KILL})
"""Kinds that matter beside others only."""
_OF_BUILDS = frozenset(
    {Kind.KILLED, Kind.KILLED_CODE, Kind.TERMINATED, Kind.ERROR, Kind.FAILED, Kind.DONE, Kind.TIME_LIMIT}
)
_NO_WORD_OF_TESTS = frozenset({
    Kind.KILLED, Kind.KILLED_CODE, Kind.TERMINATED, Kind.CONTAINER_OOM, Kind.NOT_OOM, Kind.DAEMON_KILL, Kind.UNIT_OOM,
    Kind.UNIT_STOP, Kind.STOPPED, Kind.SERVER, Kind.FAULT, Kind.DEADLINE,
})  # fmt: skip
"""What a test's title or assertion is no witness of."""
_NO_WORD_OF_COMPILERS = frozenset({
    Kind.KILLED, Kind.KILLED_CODE, Kind.TERMINATED, Kind.CONTAINER_OOM, Kind.DAEMON_KILL, Kind.DEADLINE, Kind.STOPPED,
    Kind.TIME_LIMIT,
})  # fmt: skip
"""What a compiler's error at a place in a file is no witness of: there they are names of the program."""
_ORDINARY = frozenset({Kind.ERROR, Kind.FAILED, Kind.DONE})


class Seen:
    """Everything that a log says about its end; filled while it is read."""

    __slots__ = ("built", "clocks", "inner", "last", "origin", "services", "signs", "skimmed", "tools", "words")

    def __init__(self) -> None:
        self.signs: dict[Kind, list[Sign]] = {}
        self.words: set[str] = set()
        """Names that the build itself printed, cut to 15 characters as the kernel does."""
        self.origin = "unknown"
        self.tools: tuple[str, ...] = ()
        self.clocks: dict[str, Stamp] = {}
        """The last stamp of each kind of the build's own lines."""
        self.inner: Stamp | None = None
        """The last day that the build's own lines name below the stamp of who recorded them."""
        self.built = False
        """Whether the build printed anything at all, beside the kernel and the system."""
        self.services: set[str] = set()
        """Containers whose lines these are, as compose names them."""
        self.last = 0
        """Number of the last line."""
        self.skimmed = 0
        """Bytes of the middle that were looked through for the strongest words only."""

    def of(self, *kinds: Kind) -> tuple[Sign, ...]:
        """The signs of these kinds, as they stand in the log."""
        found = [sign for kind in kinds for sign in self.signs.get(kind, ())]
        return tuple(sorted(found, key=lambda sign: sign.line.number))


def collect(chunks: Iterable[bytes], size: int | None = None, *, thorough: bool = False) -> Seen:
    """Read a log.

    Args:
        chunks: its bytes, in pieces of any size.
        size: how many there are, where that is known: of a large log the middle is looked through for the strongest
            words only.
        thorough: look for every word everywhere.
    """
    return _Collector(size, thorough=thorough).run(chunks)


class _Collector:
    def __init__(self, size: int | None, *, thorough: bool) -> None:
        self._size = size
        self._thorough = thorough
        self._seen = Seen()
        self._kernel = Kernel()
        self._origin = Origin()
        self._ordinary = 0
        self._last: Line | None = None
        self._testing = False
        self._of_test: list[Sign] = []
        """What a test says that has neither passed nor failed yet."""

    def run(self, chunks: Iterable[bytes]) -> Seen:
        for line in careful(chunks, self._needles, worth_reading, self._telling):
            self._feed(line)
        self._not_passed()
        for sign in self._kernel.end():
            self._keep(sign)
        self._seen.origin, self._seen.tools = self._origin.place, self._origin.tools
        return self._seen

    def _needles(self, offset: int) -> tuple[Needle, ...]:
        if self._middle(offset):
            self._seen.skimmed = offset
            return needles.STRONG
        ordinary = () if self._ordinary > ENOUGH else needles.ERRORS
        return (*needles.ALL, *sentences(*needles.REFUSALS), needles.JOB, *ordinary)

    def _middle(self, offset: int) -> bool:
        if self._thorough:
            return False
        if self._size is None:
            return offset > LARGE
        return self._size > LARGE and FULL <= offset < self._size - FULL - BLOCK

    def _telling(self, line: Line) -> Telling:
        lower = line.text.lower()
        if "invoked oom-killer" in lower:
            return Telling.DUMP_BEGINS
        if "killed process" in lower:
            return Telling.DUMP_ENDS
        if any(
            word in lower
            for word in ("oom-kill:", "out of memory: kill", "result of limit", "oom encountered", "oom_reaper")
        ):
            return Telling.YES
        found = self._signs(line, lower)
        if any(sign.kind in _ORDINARY for sign in found):
            self._ordinary += 1
        return Telling.YES if any(sign.kind not in _QUIET for sign in found) else Telling.NO

    def _signs(self, line: Line, lower: str) -> tuple[Sign, ...]:
        if quoted.of_no_build(line.text) or line.text.count("\ufffd") > len(line.text) // JUNK:
            return ()
        found = _recognised(line, lower)
        if _of_system(line.program):
            # What the system says of signals is about units and their processes, and has recognisers of its own.
            return tuple(sign for sign in found if sign.kind not in _OF_BUILDS or sign.who == "systemd")
        return tuple(found)

    def _feed(self, line: Line) -> None:
        lower = line.text.lower()
        reported = self._kernel.mine(lower)
        for sign in self._kernel.feed(line, lower):
            self._keep(sign)
        if reported:
            return
        if self._last is not None and quoted.points_up(line.text):
            self._forget(self._last.number)
        found = self._signs(line, lower) or self._wrapped(line)
        for sign in found:
            self._sort(sign)
        self._last = line
        self._origin.feed(line)
        self._seen.last = line.number
        if not _of_system(line.program) and not self._kernel.is_row(line):
            self._build_line(line, found)

    def _wrapped(self, line: Line) -> tuple[Sign, ...]:
        """The signs of a sentence of which this line is the end."""
        last = self._last
        if last is None or line.number != last.number + 1:
            return ()
        if complaints.LABEL.fullmatch(last.text):
            return (complaints.told_below(line),)
        if (text := _joined(last.text, line.text)) is None:
            return ()
        whole = replace(line, text=text)
        return self._signs(whole, text.lower())

    def _build_line(self, line: Line, found: tuple[Sign, ...]) -> None:
        seen = self._seen
        if said := _DATE.match(line.text):
            month = _MONTHS.find(said["month"]) // 3 + 1
            clock = int(said["h"]) * 3600 + int(said["m"]) * 60 + int(said["s"])
            if month and (stamp := dated(int(said["year"]), month, int(said["day"]), clock)):
                seen.clocks["date"] = stamp
            return
        # The kernel's ring alone has no build in it, unless somebody put its stamps before a build's lines.
        seen.built = seen.built or any(sign.kind in _OF_BUILDS for sign in found) or not self._of_ring(line)
        if "compose" in line.marks:
            seen.services.add(line.program)
        if line.own is not None and line.own is not line.stamp and line.own.clock == "date":
            seen.inner = line.own
        if line.stamp is not None:
            seen.clocks[line.stamp.clock] = line.stamp
        if len(seen.words) < WORDS:
            seen.words.update(word[:15] for word in _WORD.findall(line.text))

    def _of_ring(self, line: Line) -> bool:
        """Whether a line is of the kernel's ring, or of the command that showed it."""
        return "dmesg" in line.marks or quoted.shows_the_kernel(line.text) or self._kernel.of_dump(line.text)

    def _sort(self, sign: Sign) -> None:
        """Keep a sign, or hold it back while a test runs that may pass with it."""
        if sign.kind is Kind.TEST:
            self._testing = sign.detail == "begins"
            if not self._testing:
                self._of_test.clear()
        elif not self._testing or sign.line.program in _SYSTEM:
            self._keep(sign)
        else:
            self._of_test.append(sign)
            if len(self._of_test) > FIRST + LAST or sign.line.text.startswith(("--- FAIL", "FAIL", "panic: ")):
                self._not_passed()

    def _forget(self, number: int) -> None:
        """A line turned out to be of source that a compiler quotes."""
        for kept in (*self._seen.signs.values(), self._of_test):
            while kept and kept[-1].line.number == number:
                kept.pop()

    def _not_passed(self) -> None:
        """What a test said counts, for it did not pass."""
        self._testing = False
        for sign in self._of_test:
            self._keep(sign)
        self._of_test.clear()

    def _keep(self, sign: Sign) -> None:
        kept = self._seen.signs.setdefault(sign.kind, [])
        if kept and kept[-1].line.text == sign.line.text and abs(kept[-1].line.number - sign.line.number) <= 1:
            return
        kept.append(sign)
        if len(kept) > FIRST + LAST:
            del kept[FIRST]


def _of_system(program: str) -> bool:
    """Whether it is systemd or one of its own (`systemd-udevd` writes to the kernel's log), a killer, or the kernel."""
    return program in _SYSTEM or program.startswith("systemd-")


def _joined(last: str, text: str) -> str | None:
    """A line behind the one above it, where a figure has its label there, or a terminal broke a word between them."""
    if text.isdecimal() and last.endswith(_STATUS):
        return f"exit code {text}"
    if text.isdecimal() and last.endswith(":") and len(last) < NARROWEST:
        return f"{last} {text}"
    seam = f"{last[-SEAM:]}{text[:SEAM]}".lower()
    broken = any(word in seam and word not in last.lower() for word in needles.BROKEN)
    return last + text if broken and NARROWEST <= len(last) <= WIDEST else None


def _recognised(line: Line, lower: str) -> Iterator[Sign]:
    """One sign of each recogniser; who was killed was not refused memory, and what is said of it is no error."""
    found: list[Sign] = []
    ordinary = next((sign for one in _ORDINARILY if (sign := one.recognise(line, lower))), None)
    nothing: frozenset[Kind] = _NO_WORD_OF_TESTS if quoted.of_a_test(line.text) else frozenset()
    if quoted.of_a_compiler(line.text):
        nothing |= _NO_WORD_OF_COMPILERS
    for recogniser in _RECOGNISERS:
        sign = ordinary if recogniser is errors else recogniser.recognise(line, lower)
        if sign is None or sign.kind in nothing:
            continue
        killed_here = any(one.kind in {Kind.KILLED, Kind.KILLED_CODE, Kind.TERMINATED} for one in found)
        if (sign.kind is Kind.ERROR and found) or (sign.kind is Kind.REFUSED and killed_here):
            continue
        found.append(sign)
    return iter(found)
