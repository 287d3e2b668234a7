"""What WSL reads in a .wslconfig."""

from __future__ import annotations

from wslmem.records import record
from wslmem.text import Text, verbatim
from wslmem.units import Bytes
from wslmem.wslconfig.document import LineEnding, Reading, WslConfigDocument
from wslmem.wslconfig.effective import EffectiveValue, Source, effective
from wslmem.wslconfig.findings import Finding, findings
from wslmem.wslconfig.keys import KEYS, spelled
from wslmem.wslconfig.sight import NOTHING, Sight
from wslmem.wslconfig.starting import blocked
from wslmem.wslconfig.values import Meaning
from wslmem.wslconfig.versions import show

SCHEMA = "wslmem/show/1"


@record
class ReadSize:
    """A setting that is a size."""

    raw: str
    """The value after quotes and escapes."""
    line: int
    """WSL's number of the line, from 1."""
    valid: bool
    """Whether WSL accepts the value; if not, its default holds."""
    bytes: Bytes | None


@record
class ReadValue:
    """A setting of any other kind."""

    raw: str
    line: int
    valid: bool
    value: Meaning | None
    """The meaning; null where it is not valid."""


@record
class UnknownKey:
    """A key that WSL does not know."""

    key: str
    raw: str
    line: int


@record
class Repeated:
    """A key that stands in the file twice; WSL reads the first."""

    key: str
    line: int


@record
class Found:
    """One remark about one line, or about several that have the same cause."""

    rule: str
    """Stable name in kebab case: `size-lower-case`; `wslmem show --fix` takes it."""
    line: int
    """From 1, as WSL counts; 0 for the whole file."""
    severity: str
    """`error` (what was written has no effect), `warning` (another one), or `note`."""
    text: Text
    """What was written, and what WSL makes of it."""
    repair: Text
    """What to write; empty where only a person can know."""
    subject: str
    """What was written, as it stands in the file; empty for the whole file."""
    lines: tuple[int, ...]
    """Every line concerned."""
    fixes: tuple[Text, ...]
    """Every way to put it right, the first as `repair`; `--fix RULE:2` takes the second. None makes an effect worse."""


@record
class SizeLimit:
    """A size that the VM gets."""

    bytes: Bytes | None
    source: Source
    """`file`, `default`, `clamped` where WSL limits what the file says, `swap-file` for no swap because WSL cannot
    make a disk at `swapFile=`, or `swap-size` because no disk is as large as `swap=`."""
    reason: str | None = None
    """Why the figure is null."""


@record
class CountLimit:
    """A count that the VM gets."""

    value: int | None
    source: Source
    reason: str | None = None


@record
class LimitsOfVm:
    """What WSL gives to the VM at its next start."""

    memory: SizeLimit
    swap: SizeLimit
    processors: CountLimit


@record(kw_only=True)
class ShowDocument:
    """What WSL reads in .wslconfig: keys, limits, findings."""

    path: str
    exists: bool
    encoding: str
    """`ascii`, `utf-8`, `utf-8-bom`, `utf-16-le`, ..."""
    line_ending: LineEnding
    keys: dict[str, ReadSize | ReadValue]
    """By `section.key`, in WSL's spelling."""
    unknown: tuple[UnknownKey, ...]
    duplicates: tuple[Repeated, ...]
    findings: tuple[Found, ...]
    effective: LimitsOfVm
    starts: bool
    """False where WSL certainly does not start with this file."""
    wsl_version: str | None
    """Of the WSL that the findings are for; null where it was not asked, or none answered: they then say both."""


def shown(
    document: WslConfigDocument,
    *,
    path: str,
    exists: bool = True,
    host_total: Bytes | None = None,
    processors: int | None = None,
    sight: Sight = NOTHING,
    beside: tuple[Finding, ...] = (),
) -> ShowDocument:
    """What a script reads of a file; `path` and `exists` tell where the document came from, `beside` what lies near it.

    A limit that depends on an unknown host is None, with the reason beside it.
    """
    found = (*beside, *findings(document, host_total=host_total, processors=processors, sight=sight))
    limits = effective(document, host_total=host_total, processors=processors, sight=sight)
    return ShowDocument(
        path=path,
        exists=exists,
        encoding=document.encoding,
        line_ending=document.line_ending,
        keys={name: _key(reading) for name, reading in document.readings.items()},
        unknown=tuple(UnknownKey(one.key, one.raw, one.line) for one in document.unknown),
        duplicates=tuple(Repeated(spelled(one.key), one.line) for one in document.duplicates),
        findings=tuple(remark(one) for one in found),
        effective=LimitsOfVm(
            memory=SizeLimit(_size(limits.memory.value), limits.memory.source, _reason(limits.memory)),
            swap=SizeLimit(_size(limits.swap.value), limits.swap.source, _reason(limits.swap)),
            processors=CountLimit(limits.processors.value, limits.processors.source, _reason(limits.processors)),
        ),
        starts=not blocked(document, sight),
        wsl_version=show(sight.version) if sight.version else None,
    )


def remark(one: Finding) -> Found:
    """A finding as every document tells it."""
    first = one.fixes[0] if one.fixes else verbatim("")
    return Found(one.rule, one.line, one.severity, one.sentence, first, one.subject, one.lines, one.fixes)


def _key(reading: Reading) -> ReadSize | ReadValue:
    value = reading.value
    if KEYS[reading.key].kind == "size":
        return ReadSize(reading.raw, reading.line, reading.valid, _size(value if isinstance(value, int) else None))
    return ReadValue(reading.raw, reading.line, reading.valid, value)


def _size(value: int | None) -> Bytes | None:
    return None if value is None else Bytes(value)


def _reason(limit: EffectiveValue) -> str | None:
    return "depends on a host that is not known" if limit.value is None else None
