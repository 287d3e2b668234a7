"""The source of truth: a benchmark as JSON, schema `wslmem/bench/1`, and back without the least loss.

Everything raw stands at the top; what is computed from it stands under `derived` and is passed over when reading.
"""

from __future__ import annotations

import json
from typing import Any, cast

from wslmem.bench.comparison import judge
from wslmem.bench.guards import guard
from wslmem.bench.measures import summarise
from wslmem.bench.result import BenchResult, Environment, SideState
from wslmem.bench.run import BuildRun
from wslmem.errors import WslmemError
from wslmem.report.headline import headline
from wslmem.report.record import MismatchError, decode, encode
from wslmem.text import Text

SCHEMA = "wslmem/bench/1"

REASONS: dict[type, dict[str, str]] = {
    BuildRun: {
        "user": "the guest's shell gave no times",
        "system": "the guest's shell gave no times",
        "exit_code": "the build never ended by itself",
        "mem_total": "/proc/meminfo was not read",
        "swap_total": "/proc/meminfo was not read",
        "peak_anonymous": "no sample saw the build's processes",
        "peak_cgroup": "the build had no cgroup that keeps memory.peak",
        "lowest_available": "no sample was taken",
        "swap_in": "/proc/vmstat was not read to the end",
        "swap_out": "/proc/vmstat was not read to the end",
        "oom_kills": "the kernel shows no oom_kill in /proc/vmstat",
    },
    SideState: {
        "mem_total": "the VM was not read with these settings",
        "swap_total": "the VM was not read with these settings",
    },
    Environment: {
        name: "it was not found out"
        for name in Environment.__dataclass_fields__
        if name not in {"unknown", "auto_memory_reclaim", "parallelism"}
    },
}
"""Why a figure that is null is unknown, where the result itself does not say."""


class NotABenchmarkError(WslmemError):
    """The text is no benchmark that this version can read."""


def to_json(result: BenchResult) -> str:
    """`result` as one ASCII object with a newline at its end; one line a run, so that grep and diff work."""
    environment = encode(result.environment, REASONS)
    for unknown in result.environment.unknown:
        if environment.get(unknown.name, 0) is None:
            environment["why_null"][unknown.name] = unknown.reason
    document = {"schema": SCHEMA, "derived": _derived(result), **encode(result, REASONS), "environment": environment}
    runs = ",\n".join(_line(run) for run in document.pop("runs"))
    lines = [f"{_line(key)}: {_line(value)}" for key, value in document.items()]
    return "{" + ",\n".join([*lines, f'"runs": [\n{runs}\n]' if runs else '"runs": []']) + "}\n"


def from_json(text: str, *, place: str = "") -> BenchResult:
    """The benchmark that `to_json` wrote as `text`; `place` names it in errors.

    Raises:
        NotABenchmarkError: it is not JSON, another schema, or a field is missing or of the wrong type.
    """
    try:
        document = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotABenchmarkError(Text("this is no JSON: {why}", why=error), place=place) from None
    found = document.get("schema") if isinstance(document, dict) else None
    if found != SCHEMA:
        cause = Text(
            "this is no saved benchmark: its schema is {found}, not {schema}", found=repr(found), schema=repr(SCHEMA)
        )
        raise NotABenchmarkError(cause, place=place, next_step=Text("give the result.json that `wslmem bench` saved"))
    try:
        return cast("BenchResult", decode(BenchResult, document))
    except MismatchError as error:
        raise NotABenchmarkError(Text("this saved benchmark is damaged: {why}", why=error), place=place) from None


def _derived(result: BenchResult) -> dict[str, Any]:
    """What a script wants without computing it: the verdict, its statistics, and all cautions."""
    comparison = judge(result)
    names = result.names
    return {
        "headline": headline(result),
        "comparison": encode(comparison, {}),
        **({} if comparison else {"why_null": {"comparison": f"{len(names)} sides, and only two can be compared"}}),
        "sides": [encode(summarise(name, result.counted(name)), {}) for name in names],
        "warm": [encode(summarise(name, result.counted(name, "warm")), {}) for name in names if result.plan.warm],
        "cautions": encode(guard(result), {}),
    }


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")
