"""Whatever a verb prints with --json is what its schema says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from wslmem.cli.verbs import VERBS, WITHOUT_JSON


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "go.mod").write_text("module example.com/app\n\ngo 1.22\n")
    (folder / "main.go").write_text('package main\n\nimport "fmt"\n\nfunc main() { fmt.Println() }\n')
    return folder


@pytest.mark.parametrize(
    "line",
    [
        "status",
        "show",
        "scan PROJECT",
        "recommend PROJECT",
        "status PROJECT",
        "restore",
        "apply --memory 5GB --shutdown never",
        "apply --check --memory 5GB",
        "apply --memory 8gb",
        "restore 1",
        "explain LOG",
        "watch --count 1",
        "selftest",
        "scan /nowhere",
    ],
)
def test_the_json_of_a_verb_fits_its_schema(wslmem: Callable, project: Path, tmp_path: Path, line: str) -> None:
    log = tmp_path / "build.log"
    log.write_text("example.com/a: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed\n")
    wslmem("apply", "--memory", "3GB", "--shutdown", "never")
    words = [{"PROJECT": str(project), "LOG": str(log)}.get(word, word) for word in line.split()]
    ran = wslmem(*words, "--json")
    told = ran.json
    verb = told["schema"].split("/")[1]
    assert verb in (words[0], "error")
    assert (verb == "error") == (ran.code > 2)
    jsonschema.validate(told, closed(json.loads(wslmem("schema", verb).stdout)))
    assert ran.stdout.isascii()


def closed(schema: object) -> object:
    """The same schema, which now refuses members that it does not describe."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(one) for name, one in schema.items()}
    return {"additionalProperties": False, **inner} if "properties" in schema else inner


def test_a_report_as_json_is_the_saved_benchmark(wslmem: Callable) -> None:
    saved = Path(__file__).parents[2] / "docs" / "reports" / "example.json"
    told = wslmem("report", str(saved), "--json").json
    jsonschema.validate(told, closed(json.loads(wslmem("schema", "bench").stdout)))


@pytest.mark.parametrize("line", ["completion bash", "schema status"])
def test_a_verb_without_a_schema_takes_no_json(wslmem: Callable, line: str) -> None:
    ran = wslmem(*line.split(), "--json")
    assert ran.code == 64
    assert "--json" in ran.stderr


def test_every_verb_that_takes_json_has_a_schema(wslmem: Callable) -> None:
    names = {verb.name for verb in VERBS} - WITHOUT_JSON - {"report"}
    assert {name for name in names if wslmem("schema", name).code} == set(), "report prints that of bench"


def test_an_unknown_schema_names_the_known_ones(wslmem: Callable) -> None:
    ran = wslmem("schema", "nonsense")
    assert ran.code == 66
    assert "apply" in ran.stderr
