"""Files that wslmem wrote once and somebody else since: every text in them is the word, whatever fields there are."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import Enum
from pathlib import PurePath
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from hostile_sources import FORMATS, LOOKS, OF_A_FLEET, SIZES, Machine
from hostile_words import in_a_name

from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun
from wslmem.codec import encode
from wslmem.codec.shape import arms, plain, record_fields
from wslmem.diagnosis.verdict import Ending
from wslmem.documents import status
from wslmem.machine.own import recent_projects, run_history, settled
from wslmem.records import is_record, replace
from wslmem.report import saved
from wslmem.sizing.fleet import Computer
from wslmem.text import Text

NUMBER = 1 << 32
"""Bytes of a good machine, seconds of a long build: any size that is neither nothing nor too much."""
OTHERS = {str: lambda word: word, Text: Text, int: lambda _: NUMBER, float: lambda _: 2.0, bool: lambda _: True}


def filled(kind: Any, word: str) -> Any:
    """A value of `kind` in which each text is the word, also the template of each sentence, and no field is left out.

    Of several things that a field may be it is the first that is not None; of a choice the first.
    """
    kind = plain(kind)
    members = [arm for arm in arms(kind) if arm is not NoneType]
    if len(members) > 1 or members != [kind]:
        return filled(str if str in members else members[0], word)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        return tuple(filled(one, word) for one in inner if one is not Ellipsis)
    if origin is Literal:
        return inner[0]
    if origin is not None:  # a mapping
        return {word: filled(inner[1], word)}
    return _of_class(kind, word)


def _of_class(kind: Any, word: str) -> Any:
    if is_record(kind):
        return kind(**{field.name: filled(field.kind, word) for field in record_fields(kind)})
    if issubclass(kind, Enum):
        return next(iter(kind))
    if issubclass(kind, PurePath):
        return kind(word)
    return OTHERS[kind](word.replace("{", "").replace("}", ""))


def benchmark(word: str) -> BenchResult:
    """A comparison of two sides, each with a run that completed and one that was killed."""
    one: BenchResult = filled(BenchResult, word)
    first: BuildRun = one.runs[0]
    names = [f"{word}{number}" for number in (1, 2)]
    ends = [(Ending.OK, 0, None), (Ending.OOM, 137, None)]
    runs = tuple(
        replace(
            first, side=name, leg=leg, index=index, discarded=False, exit_code=code, stopped_by=stopped,
            verdict=replace(first.verdict, ending=ending),
        )
        for leg, name in enumerate(names)
        for index, (ending, code, stopped) in enumerate(ends)
    )  # fmt: skip
    plan = replace(
        one.plan,
        sides=tuple(replace(one.plan.sides[0], name=name) for name in names),
        legs=tuple(replace(one.plan.legs[0], side=name, runs=2, warm_ups=0) for name in names),
        floor="", quick=False,
    )  # fmt: skip
    sides = tuple(replace(one.sides[0], side=name) for name in names)
    estimates = tuple(replace(one.estimates[0], side=name) for name in names)
    return replace(one, plan=plan, runs=runs, sides=sides, estimates=estimates)


def every_text_of_a_benchmark(machine: Machine, word: str) -> None:
    text = saved.to_json(benchmark(word))
    for place in ("saved", f"state/bench/{in_a_name(word)}"):
        machine.put("BENCH", f"{place}/bench.json", text.encode())


def every_text_of_a_fleet(machine: Machine, word: str) -> None:
    for number in (1, 2):
        computer = replace(filled(Computer, word), computer=f"{word}{number}")
        document = {"schema": status.SCHEMA, **encode(computer, sentences=True)}
        machine.put("-", f"fleet/{number}.json", json.dumps(document).encode())
    machine.names["FLEET"] = str(machine.folder / "fleet")


def every_text_of_earlier_runs(machine: Machine, word: str) -> None:
    history = filled(run_history.History, word)
    again = replace(history, runs=(replace(history.runs[0], exit_code=0, killed=False), *history.runs))
    for name, schema, value in (
        ("runs/0123456789abcdef/0123456789abcdef.json", run_history.SCHEMA, again),
        ("projects.json", recent_projects.SCHEMA, filled(recent_projects.RecentProjects, word)),
        ("settled.json", settled.SCHEMA, filled(settled.Settled, word)),
    ):
        machine.put("-", f"state/{name}", json.dumps({"schema": schema, **encode(value)}).encode())


OF_RECORDS: dict[Callable[[Machine, str], None], tuple[str, ...]] = {
    every_text_of_a_benchmark: (
        *(f"report BENCH --format {name}" for name in FORMATS), "bench --resume BENCH", *SIZES,
    ),
    every_text_of_a_fleet: OF_A_FLEET,
    every_text_of_earlier_runs: ("recommend PROJECT", "recommend --command make", *LOOKS, *SIZES),
}  # fmt: skip
"""Each source, and the commands that show what comes from it."""
