"""Repairs: planned, read again as WSL would, compared in their effect, and offered only where nothing gets worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from wslmem.errors import UsageError
from wslmem.records import record
from wslmem.text import Text, verbatim
from wslmem.units import KIB, MIB, Bytes
from wslmem.wslconfig.document import WslConfigDocument, read
from wslmem.wslconfig.edits import Change, EditPlan
from wslmem.wslconfig.effect import Effect, effect, worse
from wslmem.wslconfig.findings import RULES, hits
from wslmem.wslconfig.keys import KEYS, find
from wslmem.wslconfig.rules import numbers, quotes, sizes
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, commented_out, listed, quoted, short
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.sight import FILES, FOLDERS, NOTHING, Sight
from wslmem.wslconfig.splice import Splice, spliced
from wslmem.wslconfig.tokens import narrow
from wslmem.wslconfig.values import meaning

MOST_REPAIRS = 500
"""A file with more faults than this is no `.wslconfig`: the rest stays as it is."""
LOOKED_AT = Bytes(512 * KIB)
"""Of files after repairs, in all, to tell what may be repaired: some 0.3 s. Each trial reads the whole file again; real
ones have 4 kB and a dozen findings, and of a larger one the last findings come without a repair."""
ASKED_FOR = Bytes(16 * MIB)
"""The same where a person asked for the repairs."""
_OF_LINES = frozenset(
    (*sizes.RULES, *numbers.RULES, *quotes.RULES, "remark-after-value", "missing-equals", "garbled-setting")
)
"""Rules that mend one line by itself."""
_OF_ITS_LINE = (Text("remove the line"), Text("put # in front"))
_STEPS = 3
ALL = "all"
"""The word for every rule."""
FIRST = 0


@record
class Mended:
    """What repairs would make of a file."""

    plan: EditPlan
    done: tuple[Text, ...] = ()
    """What each repair wrote, in the order in which it was done."""
    found: int = 0
    """How many findings of the rules asked for the file has."""
    left: int = 0
    """How many of them nothing was done for."""


class _Patience:
    """How many bytes may still be read for trials."""

    def __init__(self, size: Bytes) -> None:
        self._left = int(size)

    def lasts(self, size: int) -> bool:
        """Whether a file of `size` may be tried; counts it."""
        self._left -= size
        return self._left >= 0


class _Trial:
    """One file under trial; what it does, and what is found in it, is worked out once."""

    def __init__(self, scene: Scene, found: Iterable[Hit], patience: _Patience) -> None:
        self._scene = scene
        self._patience = patience
        self._before = _effect(scene)
        self._counts = Counter(hit.rule for hit in found)

    def outcome(self, hit: Hit, repair: Repair) -> tuple[Text, WslConfigDocument] | None:
        """What is written, and the file after it; None where that does not end the finding, or makes anything worse."""
        document = self._scene.document
        if not self._patience.lasts(len(document.data)):
            return None
        after = repair.data
        if after is None:
            after = document.source.encode(spliced(document.text, dict.fromkeys(repair.splices)))
        repaired = read(after)
        if document.opened and len(repaired.warnings) > len(document.warnings):
            return None
        scene = self._again(repaired)
        text, keys = repair.text, repair.keys
        line = next((one for one in repaired.statements if one.line == hit.line and one.kind != "header"), None)
        if repair.sets and line is not None and (new := _settled(scene, line)) is not None:
            text, keys = verbatim(quoted(new)), keys | _set_by(line.section, new)
            scene = self._with(scene, [Splice(line.start, _end(scene, line), new)])
        elif repair.sets and line is not None and _is_refused(scene, line):
            text = Text("put # in front")
            scene = self._with(
                self._scene, commented_out(one.start for one in document.statements if one.line == hit.line)
            )
        if self._ends(hit, scene, keys):
            return text, scene.document
        return self._with_values(hit, scene, text, keys)

    def _with_values(
        self, hit: Hit, scene: Scene, text: Text, keys: frozenset[str]
    ) -> tuple[Text, WslConfigDocument] | None:
        """The same, with the values mended of settings that come into force only now.

        Below a header that is mended, `memory=8192` would be 8192 bytes, and a path that nobody saw may cost the swap.
        """
        document = scene.document
        fresh = {name: one for name, one in document.readings.items() if name not in self._scene.document.readings}
        starts = {one.spans.start for one in fresh.values()}
        lines = [one for one in document.statements if one.start in starts]
        new = {one: settled for one in lines if (settled := _settled(scene, one)) is not None}
        edits = [Splice(one.start, one.end, settled) for one, settled in new.items()]
        said = Text("{fix}; and {settings}", fix=text, settings=listed(map(quoted, new.values()))) if new else text
        if new and self._ends(hit, tried := self._with(scene, edits), keys | {*fresh}):
            return said, tried.document
        paths = [one for one in lines if _needs_a_look(scene, one, keys) and one not in new]
        if not paths:
            return None
        tried = self._with(scene, [*edits, *commented_out(one.start for one in paths)])
        said = Text("{fix}; and # in front of {settings}", fix=said, settings=listed(f"{_key(one)}=" for one in paths))
        return (said, tried.document) if self._ends(hit, tried, keys | {*fresh}) else None

    def _ends(self, hit: Hit, after: Scene, keys: frozenset[str]) -> bool:
        """Whether a finding of the rule is gone, and nothing worse."""
        if worse(self._before, _effect(after), keys):
            return False
        return sum(1 for one in hits(after) if one.rule == hit.rule) < self._counts[hit.rule]

    def _with(self, scene: Scene, splices: Iterable[Splice]) -> Scene:
        document = scene.document
        return self._again(read(document.source.encode(spliced(document.text, splices))))

    def _again(self, document: WslConfigDocument) -> Scene:
        return Scene(document, self._scene.host_total, self._scene.processors, self._scene.sight)


def _needs_a_look(scene: Scene, line: Statement, about: frozenset[str]) -> bool:
    """Whether the start of WSL, or its swap, depends on the path that a line sets, and the repair is not about it."""
    key = scene.document.names.of(line)[1]
    return key is not None and key.name in (*FILES, *FOLDERS) and key.name not in about


def _key(line: Statement) -> str:
    return line.name.decode("ascii", "replace")


def _set_by(section: bytes, line: bytes) -> frozenset[str]:
    """The setting that `line` sets in `section`, in WSL's spelling; none where WSL knows none."""
    known = find(f"{section.decode('ascii', 'replace')}.{line.partition(b'=')[0].strip().decode('ascii', 'replace')}")
    return frozenset({known.name} if known else ())


def _is_refused(scene: Scene, line: Statement) -> bool:
    """Whether WSL refuses the value of a line that a repair made a setting of, and nobody knows what was meant."""
    key = next((KEYS[one] for one in KEYS if short(one).lower().encode() == line.name.lower()), None)
    if key is None or line.kind != "key":
        return False
    return meaning(key, narrow(line.content, scene.document.source.decoding)) is None


def _end(scene: Scene, line: Statement) -> int:
    return line.end if line.kind == "key" else scene.rest(line)[1]


def _settled(scene: Scene, line: Statement) -> bytes | None:
    """The line with a value that WSL reads, where a repair made a setting of it: `- memory=8g` ends as `memory=8GB`.

    None where it is right, or nobody knows what was meant.
    """
    begun = now = scene.document.text[line.start : _end(scene, line)]
    for _ in range(_STEPS):
        name = now.partition(b"=")[0].strip().lower()
        full = next((one for one in KEYS if short(one).lower().encode() == name), "wsl2.")
        head = f"[{full.partition('.')[0]}]\n".encode()
        alone = Scene(read(head + now), scene.host_total, scene.processors, scene.sight)
        step = next((one for one in hits(alone) if one.rule in _OF_LINES and one.repairs), None)
        after = spliced(head + now, dict.fromkeys(step.repairs[0].splices)) if step else head + now
        if after == head + now or [one.kind for one in read(after).statements] != ["header", "key"]:
            break  # nothing to mend, or it would become a comment
        now = after[len(head) :]
    return now if now != begun else None


def _effect(scene: Scene) -> Effect:
    return effect(scene.document, host_total=scene.host_total, processors=scene.processors, sight=scene.sight)


def offered(scene: Scene, found: Iterable[Hit]) -> Iterator[tuple[Hit, tuple[Text, ...]]]:
    """Each hit with those of its repairs that make nothing worse, as what each writes."""
    found = tuple(found)
    trial = _Trial(scene, found, _Patience(LOOKED_AT))
    for hit in found:
        yield hit, tuple(done[0] for one in hit.repairs if (done := trial.outcome(hit, one)) is not None)


def fix(
    document: WslConfigDocument,
    *rules: str,
    host_total: Bytes | None = None,
    processors: int | None = None,
    sight: Sight = NOTHING,
) -> Mended:
    """The edit that puts right what `rules` find, in one go.

    Args:
        document: the file as it is.
        rules: names of rules, or `all`; `RULE:2` takes the second way that a finding of this rule offers, where it has
            one.
        host_total: bytes of the host's memory.
        processors: of the host.
        sight: what else is known.

    Raises:
        UsageError: no such rule, or no such way.
    """
    chosen = _chosen(rules)
    scene = Scene(document, host_total, processors, sight)
    done: list[Text] = []
    seen = {document.data}
    current, patience = scene, _Patience(ASKED_FOR)
    while len(done) < MOST_REPAIRS and (step := _next(current, chosen, seen, patience)) is not None:
        text, repaired = step
        done.append(text)
        seen.add(repaired.data)
        current = Scene(repaired, host_total, processors, sight)
    after = current.document
    plan = EditPlan(document.data, after.data, tuple(_changes(document, after)))
    return Mended(plan, tuple(done), _count(scene, chosen), _count(current, chosen))


def _chosen(rules: Iterable[str]) -> Mapping[str, int]:
    """Rules and which of their ways to take, from 0."""
    found: dict[str, int] = {}
    for asked in rules:
        rule, _, way = asked.partition(":")
        if rule != ALL and rule not in RULES:
            raise UsageError(Text("no rule is called {rule}", rule=rule), next_step=_nearly(rule))
        if way and (not way.isdecimal() or int(way) < 1 or rule == ALL):
            raise UsageError(
                Text("{asked} names no fix", asked=asked),
                next_step=Text("write RULE:2 for the second fix of a finding"),
            )
        found[rule] = int(way) - 1 if way else FIRST
    return found


def _nearly(rule: str) -> Text:
    from difflib import get_close_matches

    close = get_close_matches(rule, (ALL, *RULES), n=3)
    if close:
        return Text("did you mean: {names}", names=", ".join(close))
    return Text("`wslmem show` tells which rules found something, and how to fix it")


def _way(chosen: Mapping[str, int], rule: str) -> int | None:
    """Which way of `rule` to take; None where the rule was not asked for."""
    return chosen.get(rule, chosen.get(ALL))


def _next(
    scene: Scene, chosen: Mapping[str, int], seen: set[bytes], patience: _Patience
) -> tuple[Text, WslConfigDocument] | None:
    """The first repair that is asked for and makes nothing worse, done; None where none is left."""
    found = hits(scene)
    trial = _Trial(scene, found, patience)
    for hit in found:
        way = _way(chosen, hit.rule)
        if way is None:
            continue
        good = [done for one in hit.repairs if (done := trial.outcome(hit, one)) is not None]
        if not good:
            continue
        text, after = good[min(way, len(good) - 1)]
        if after.data not in seen:
            # Beside its finding a fix need not say of which line it speaks; in a list of what was done it must.
            plain = text in _OF_ITS_LINE and hit.subject
            return Text("{fix}: {line}", fix=text, line=verbatim(hit.subject)) if plain else text, after
    return None


def _count(scene: Scene, chosen: Mapping[str, int]) -> int:
    return sum(1 for hit in hits(scene) if _way(chosen, hit.rule) is not None)


def _changes(before: WslConfigDocument, after: WslConfigDocument) -> Iterator[Change]:
    for key in dict.fromkeys((*before.readings, *after.readings)):
        old, new = before.readings.get(key), after.readings.get(key)
        if old is None or new is None or (old.raw, old.valid) != (new.raw, new.valid):
            yield Change(key, old.raw if old else None, new.raw if new else None)
