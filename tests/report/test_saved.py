"""The source of truth: what is written is read back without loss, and is what its schema says."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wslmem.bench.plan import BenchPlan
from wslmem.errors import NotFoundError
from wslmem.report.saved import NotABenchmarkError, from_json, to_json
from wslmem.report.schemas import schema, schema_names

SCHEMA = jsonschema.Draft202012Validator(json.loads(schema("bench")))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_every_benchmark_comes_back_as_it_was_and_fits_the_schema(seed, filled):
    result = filled(seed)
    text = to_json(result)
    assert text.isascii()
    assert text.endswith("}\n")
    assert from_json(text) == result
    assert to_json(from_json(text)) == text
    SCHEMA.validate(json.loads(text))


def test_whole_benchmarks_come_back_and_fit_the_schema(any_result):
    text = to_json(any_result)
    assert from_json(text) == any_result
    SCHEMA.validate(json.loads(text))


def test_a_run_is_a_line_so_that_grep_finds_it(killed_before):
    lines = [line for line in to_json(killed_before).splitlines() if '"ending": "oom"' in line and '"wall"' in line]
    assert len(lines) == sum(run.exit_code != 0 for run in killed_before.runs)


def test_an_unknown_figure_is_null_with_a_reason_beside_it(single):
    document = json.loads(to_json(single))
    run = document["runs"][0]
    assert run["peak_anonymous"] is None
    assert run["why_null"]["peak_anonymous"] == "no sample saw the build's processes"
    assert document["environment"]["why_null"]["wsl_version"] == "wsl.exe --version failed"
    assert document["derived"]["comparison"] is None
    assert document["derived"]["why_null"]["comparison"] == "only two sides can be compared"


def test_it_tells_where_when_and_by_which_version_it_was_made_as_every_document_does(single):
    result = replace(single, host="laptop")
    told = json.loads(to_json(result))
    assert told["made"] == {"at": result.started, "host": "laptop", "wslmem": result.wslmem_version}
    assert from_json(to_json(result)).host == "laptop"
    del told["host"]
    assert from_json(json.dumps(told)).host == "", "one that an earlier version saved"


def test_the_verdict_stands_in_the_file_for_scripts(killed_before):
    derived = json.loads(to_json(killed_before))["derived"]
    assert derived["comparison"]["outcome"] == "now-completes"
    assert derived["headline"].startswith("The build was killed for lack of memory in 6 of 6 runs before")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"schema": "wslmem/bench/1", "started": NaN}', "NaN is no JSON number"),
        ("[]", "not a saved benchmark: the schema is none"),
        ('{"schema": "wslmem/apply/1"}', "the schema is wslmem/apply/1, not wslmem/bench/1"),
        ('{"schema": "wslmem/bench/2"}', "written by a newer wslmem"),
        ('{"schema": "wslmem/bench/1"}', "plan: missing"),
    ],
)
def test_what_is_no_benchmark_is_refused_by_name(text, cause):
    with pytest.raises(NotABenchmarkError, match=r"bench\.json: ") as caught:
        from_json(text, place="bench.json")
    assert cause in str(caught.value)


@pytest.mark.parametrize(
    ("path", "value", "cause"),
    [
        (("runs", 3, "wall"), "long", "runs[3].wall: not a number"),
        (("runs", 0, "index"), 1.5, "runs[0].index: not a whole number"),
        (("runs", 0, "discarded"), 1, "runs[0].discarded: neither true nor false"),
        (("runs", 0, "verdict", "ending"), "bored", "runs[0].verdict.ending: none of ok, oom"),
        (("runs", 0, "samples"), {"at": [1.0], "available": []}, "runs[0].samples: not an object of lists"),
        (("runs", 0, "samples"), 3, "runs[0].samples: not a list"),
        (("runs",), None, "runs: not a list"),
        (("plan", "sides", 0, "settings", 0), ["wsl2.memory"], "plan.sides[0].settings[0]: not a list of 2"),
    ],
)
def test_a_damaged_benchmark_names_the_place(killed_before, path, value, cause):
    document = json.loads(to_json(killed_before))
    *way, last = path
    inner = document
    for step in way:
        inner = inner[step]
    inner[last] = value
    with pytest.raises(NotABenchmarkError) as caught:
        from_json(json.dumps(document))
    assert cause in str(caught.value)


def test_fields_of_a_later_version_are_passed_over(killed_before):
    document = json.loads(to_json(killed_before))
    document["weather"] = "fine"
    document["runs"][0]["weather"] = "fine"
    assert from_json(json.dumps(document)) == killed_before


def test_fields_that_an_earlier_version_did_not_have_take_their_defaults(killed_before):
    document = json.loads(to_json(killed_before))
    del document["runs"][0]["actions"]
    assert from_json(json.dumps(document)).runs[0].actions == ()
    assert isinstance(from_json(json.dumps(document)).plan, BenchPlan)


def test_a_schema_that_there_is_not_is_refused_with_those_that_there_are():
    assert "bench" in schema_names()
    with pytest.raises(NotFoundError, match="bench"):
        schema("weather")
