"""What runners, loggers and terminals put before a line, known by form and not by product, stripped once."""

from __future__ import annotations

import re
from datetime import date

from wslmem.diagnosis.reading.line import Stamp
from wslmem.patterns import lazy
from wslmem.records import record

DEEPEST = 8
"""Prefixes of one line: a container's log in a journal in a runner's log has five."""

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_DAY = 86400
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d):(?P<second>\d\d(?:[.,]\d{1,9})?)"
_MONTH = r"(?P<month>[^\W\d_]{3,5}\.?|\d{1,2}月)"
"""`Jul`, `juil.`, `7月`."""


@record
class Prefix:
    """One form."""

    pattern: re.Pattern[str]
    mark: str = ""


def _form(pattern: str, mark: str = "") -> Prefix:
    return Prefix(lazy(pattern), mark)


FORMS = (
    # A download of a GitHub job (`gh run view --log`): job, step and line in columns.
    _form(r"[^\t]{1,80}\t[^\t]{1,120}\t(?=\ufeff?\d{4}-\d\d-\d\dT)", "github"),
    # ISO 8601 and its relatives; GitHub, GitLab, Azure, Kubernetes, journalctl -o short-iso, Docker -t.
    _form(
        rf"\ufeff?[\[(]?(?P<year>\d{{4}})[-/](?P<month>\d\d)[-/](?P<day>\d\d)[T ]{_CLOCK} ?"
        r"(?:Z|UTC|[+-]\d\d:?\d\d)?[\])]?[:,]?(?:\s+|$)"
    ),
    # Syslog and journal: month, day, time, machine, program.
    _form(
        rf"(?:<\d{{1,3}}>)?(?:[^\W\d_]{{2,4}}\.? )?{_MONTH} {{1,2}}(?P<day>\d{{1,2}}) {_CLOCK}\s+"
        r"(?!\d{4}[\])])(?P<host>[\w.-]{1,64}) (?P<program>[\w@.()/-]{1,64}?)(?:\[\d{1,10}\])?:\s?",
        "syslog",
    ),
    # What follows an ISO time in a journal: machine, program with a number or one that is known to have none.
    _form(
        r"(?P<host>[\w.-]{1,64}) (?P<program>[\w@.()/-]{1,64})\[\d{1,10}\]:\s?|"
        r"(?P<host2>[\w.-]{1,64}) (?P<program2>kernel|systemd):\s",
        "syslog",
    ),
    # A service manager's own line under GitLab: `00O `, `01E+`.
    _form(r"\d\d[OE][+ ] {0,40}(?=\S|$)", "gitlab"),
    _form(r"std(?:out|err) [FP] ", "kubernetes"),
    # dmesg -T, dmesg -e, dmesg, journalctl -o short-monotonic, with the level of dmesg -x or of the raw ring.
    _form(
        rf"(?:[a-z]{{2,8}} *:[a-z]{{2,6}} *: )?\[[^\W\d_]{{1,5}}\.? {_MONTH} {{1,2}}(?P<day>\d{{1,2}}) {_CLOCK} "
        r"(?P<year>\d{4})\]\s?",
        "dmesg",
    ),
    _form(rf"\[{_MONTH} ?(?P<day>\d{{1,2}}) (?P<hour>\d\d):(?P<minute>\d\d)\]\s?|\[ +\+\d+\.\d+\]\s?", "dmesg"),
    _form(
        r"(?:<\d{1,3}>|[a-z]{2,8} *:[a-z]{2,6} *: )?\[ {0,6}(?P<uptime>\d{1,9}\.\d{1,9})(?:,\d+)?\]\s?"
        # systemd writes there as well
        r"(?:[\w.-]{1,64} (?P<program>kernel): |(?P<program2>systemd(?:-[a-z]{1,32})?)\[\d{1,10}\]:\s)?",
        "dmesg",
    ),
    _form(r"(?P<program>kernel): (?=\[)", "syslog"),
    # A clock in front: Jenkins, bazel, ts.
    _form(rf"[\[(]?{_CLOCK}[\])]?\s{{1,6}}(?=\S)|[\[(]?{_CLOCK.replace('?P<', '?P<b')}[\])]?\s*$"),
    # BuildKit: step, seconds.
    _form(r"#\d{1,5} (?:\d{1,7}\.\d{1,3} )? {0,40}(?=\S)", "buildkit"),
    _form(r" {0,4}(?:=> ){1,3}# ", "buildkit"),
    _form(r"\d{1,6}\.\d{3} {1,40}(?=\S)"),
    # compose, foreman: service and bar.
    _form(r"(?!\d{1,6} )(?P<service>[\w][\w.-]{0,60}?) {1,20}\| {0,2}", "compose"),
    _form(r"\| {1,8}(?=[^\s^~])"),
    # Boxes, arrows and bullets; codes of Yarn's lines.
    _form(r"[│┃├└╰┌╭┼─▶►➤➜→»•◆■❯]{1,4} {1,12}(?=\S)"),  # noqa: RUF001
    _form(r"YN\d{4}: "),
    # GitHub and Azure commands; GitLab section marks; Jenkins steps.
    _form(r"##\[(?:error|warning|group|endgroup|command|debug|notice)\]", "hash"),
    _form(r"##\[section\]|##vso\[[^\]]{0,200}\]", "azure"),
    _form(r"::(?:error|warning|notice|group|debug)(?: [^:]{0,300})?::", "github"),
    _form(r"section_(?:start|end):\d{6,12}:[\w.-]{1,120}(?:\[[^\]]{0,80}\])?", "gitlab"),
    _form(r"\[Pipeline\] ", "jenkins"),
    # Workspaces: `@acme/web:build: `, `apps/web build: `, `[web] `, `[0] `.
    _form(r"@?[\w./-]{1,80}:(?!\d)[a-z][\w-]{0,30}: {1,40}(?=\S)", "workspace"),
    _form(r"(?=\S{0,80}[/@])@?[\w./-]{1,80} [a-z][\w:-]{0,30}: {1,40}(?=\S)", "workspace"),
    _form(r"\[(?:\d{1,3}|[a-z][\w.-]{0,30}(?:/[\w.-]{1,40}){0,3})\] (?=\S)", "workspace"),
    _form(r"npm (?:ERR!|error) ?", "npm"),
    # Somebody quoted it: mail, Markdown, cat -n, grep -n.
    _form(r" {0,4}> {1,40}(?=\S)| {0,6}\d{1,7}\t"),
    _form(r"[\w./-]{1,80}\.(?:log|txt|out):\d{1,8}[:-]"),
)


@record
class Stripped:
    """A line without its prefixes, and what they said."""

    text: str
    stamp: Stamp | None = None
    own: Stamp | None = None
    program: str = ""
    marks: frozenset[str] = frozenset()


def strip(text: str) -> Stripped:
    """`text` without what was put before it.

    >>> strip("2026-06-20T17:39:21.36Z ##[error]Killed").text
    'Killed'
    """
    stamp, own, program, marks = None, None, "", set[str]()
    at = 0
    for _ in range(DEEPEST):
        found, mark = _first(text, at)
        if found is None or found.end() == at:
            break
        said = {name: value for name, value in found.groupdict().items() if value}
        own = _stamp(said) or own
        stamp = stamp or own
        program = said.get("program") or said.get("program2") or said.get("service") or program
        if mark:
            marks.add(mark)
        at = found.end()
    return Stripped(text[at:].strip() if at else text.strip(), stamp, own, program, frozenset(marks))


def _first(text: str, at: int) -> tuple[re.Match[str] | None, str]:
    for form in FORMS:
        if found := form.pattern.match(text, at):
            return found, form.mark
    return None, ""


def _stamp(said: dict[str, str]) -> Stamp | None:
    if "uptime" in said:
        return Stamp("uptime", float(said["uptime"]))
    hour = said.get("hour") or said.get("bhour")
    if hour is None:
        return None
    minute, second = said.get("minute") or said.get("bminute") or "0", said.get("second") or said.get("bsecond") or "0"
    clock = int(hour) * 3600 + int(minute) * 60 + float(second.replace(",", "."))
    if "day" not in said:
        return Stamp("time", clock)
    month = _month(said["month"])
    if month is None:
        return Stamp("time", clock)
    return dated(int(said["year"]) if "year" in said else None, month, int(said["day"]), clock)


def dated(year: int | None, month: int, day: int, clock: float) -> Stamp | None:
    """A stamp of a day; None where there is no such day."""
    try:
        known = date(year or 2000, month, day)
    except ValueError:
        return None
    days = known.toordinal() if year else known.timetuple().tm_yday
    return Stamp("date", days * _DAY + clock, year is not None)


def _month(name: str) -> int | None:
    digits = name.removesuffix("月")
    return int(digits) if digits.isdecimal() else _MONTHS.get(name[:3].lower())
