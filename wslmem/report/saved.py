"""The source of truth: a benchmark as JSON, schema `wslmem/bench/1`, and back without the least loss.

Everything raw stands at the top; what is computed from it stands under `derived`, and where it comes from under
`made`, as in every document: both are passed over when reading.
"""

from __future__ import annotations

import json
from typing import Annotated

from wslmem import codec
from wslmem.bench.comparison import Comparison, judge
from wslmem.bench.guards import guard
from wslmem.bench.measures import SideSummary, summarise
from wslmem.bench.result import BenchResult
from wslmem.bench.run import Cache
from wslmem.cautions import Caution
from wslmem.codec import WhyNull, encode
from wslmem.codec.made import Made
from wslmem.errors import WslmemError
from wslmem.records import record
from wslmem.report.headline import headline
from wslmem.text import Text

SCHEMA = "wslmem/bench/1"


@record(kw_only=True)
class Derived:
    """What a script wants without computing it from the runs. Passed over when the file is read."""

    headline: Text
    """The one sentence that a report begins with."""
    comparison: Annotated[Comparison | None, WhyNull("only two sides can be compared")]
    sides: tuple[SideSummary, ...]
    """Cold builds, in the order of the plan's sides."""
    warm: tuple[SideSummary, ...]
    """Warm builds, where the plan has some."""
    cautions: tuple[Caution, ...]
    """Those found while it ran, and those of the noise guards."""


class NotABenchmarkError(WslmemError):
    """The text is no benchmark that this version can read."""


def to_json(result: BenchResult) -> str:
    """`result` as one ASCII object with a newline at its end; one line a run, so that grep and diff work."""
    made = Made(result.started, result.host, result.wslmem_version)
    first = {"schema": SCHEMA, "made": encode(made), "derived": encode(_derived(result))}
    document = {**first, **encode(result, sentences=True)}
    environment = document["environment"]
    for unknown in result.environment.unknown:
        if environment.get(unknown.name, 0) is None:
            environment["why_null"][unknown.name] = str(unknown.reason)
    runs = ",\n".join(_line(run) for run in document.pop("runs"))
    lines = [f"{_line(key)}: {_line(value)}" for key, value in document.items()]
    return "{" + ",\n".join([*lines, f'"runs": [\n{runs}\n]' if runs else '"runs": []']) + "}\n"


def from_json(text: str, *, place: str = "") -> BenchResult:
    """The benchmark that `to_json` wrote as `text`; `place` names it in errors.

    Raises:
        NotABenchmarkError: it is not JSON, another schema, or a field is missing or of the wrong type.
    """
    try:
        return codec.from_json(BenchResult, text, schema=SCHEMA, place=place)
    except codec.DecodeError as error:
        raise NotABenchmarkError(
            Text("not a saved benchmark: {why}", why=error.cause),
            place=place,
            next_step=error.next_step or Text("give the bench.json that `wslmem bench` saved"),
        ) from None


def _derived(result: BenchResult) -> Derived:
    names = result.names
    return Derived(
        headline=headline(result),
        comparison=judge(result),
        sides=tuple(summarise(name, result.counted(name)) for name in names),
        warm=tuple(summarise(name, result.counted(name, Cache.WARM)) for name in names if result.plan.warm),
        cautions=guard(result),
    )


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False)
