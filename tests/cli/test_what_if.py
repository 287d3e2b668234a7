"""What-if: recommendations for computers that are not here, and for builds started otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from wslmem.units import GIB


@pytest.fixture
def project(tmp_path: Path) -> str:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "go.mod").write_text("module example.com/app\n\ngo 1.22\n")
    (folder / "main.go").write_text('package main\n\nimport "net/http"\n\nfunc main() { http.Get("") }\n')
    return str(folder)


def test_a_table_over_hosts_has_a_row_for_each(wslmem: Callable, project: str):
    ran = wslmem("recommend", project, "--hosts", "2GB,8gb:4,16,32GB", "--host-processors", "8")
    assert ran.code == 0
    rows = [line.split() for line in ran.stdout.splitlines()]
    assert len(rows) == 5
    assert [(row[0], row[2]) for row in rows[1:]] == [("2", "8"), ("8", "4"), ("16", "8"), ("32", "8")]
    found = wslmem("recommend", project, "--hosts", "2GB,8gb:4,16,32GB", "--host-processors", "8", "--json")
    jsonschema.validate(found.json, json.loads(wslmem("schema", "recommend").stdout))
    assert [one["memory"] // GIB for one in found.json["hosts"]] == [2, 8, 16, 32]
    needs = [one["recommendation"]["need"] for one in found.json["hosts"]]
    assert needs[1] <= needs[0] == needs[2] == needs[3], "the need is of the build and its -p, not of the RAM"


def test_another_computer_is_judged_without_a_look_at_this_one(wslmem: Callable, project: str, config: Path):
    config.write_bytes(b"[wsl2]\nmemory=1GB\n")
    large = wslmem("recommend", project, "--host-memory", "64GB", "--host-processors", "8")
    assert "For a computer with 64 GiB RAM, 8 processors" in large.stdout
    assert "WSL's default of 32 GiB is enough" in large.stdout
    small = ("recommend", project, "--host-memory", "4GB", "--host-processors", "16", "--json")
    free, bound = wslmem(*small).json, wslmem(*small, "--commit-limit", "4GB").json
    assert free["need"] == bound["need"]
    assert {line["name"] for line in bound["lines"]} - {line["name"] for line in free["lines"]} == {"commit"}


@pytest.mark.posix_only(reason="needs a Go toolchain, which is the guest's")
@pytest.mark.posix_only(reason="needs a Go toolchain, which is the guest's")
def test_p_and_flags_change_what_is_needed(wslmem: Callable, project: str):
    def need(*more: str) -> int:
        return wslmem("recommend", project, "--host-memory=16GB", "--host-processors=8", "--json", *more).json["need"]

    assert need("-p", "1") < need("-p", "8") == need() == need("--flags", "-p=8")
    assert need("--flags", "GOGC=50") < need()
    scanned = wslmem("scan", project, "-p", "3", "--json").json["estimate"]["peaks"]
    assert [peak["parallelism"] for peak in scanned] == [3]


@pytest.mark.posix_only(reason="needs a Go toolchain, which is the guest's")
@pytest.mark.posix_only(reason="needs a Go toolchain, which is the guest's")
def test_what_is_built_can_be_named(wslmem: Callable, project: str):
    (Path(project) / "small").mkdir()
    (Path(project) / "small" / "small.go").write_text("package main\n\nfunc main() {}\n")
    every, small = (wslmem("scan", project, *more, "--json").json for more in ((), ("./small",)))
    assert small["packages"] < every["packages"]
    assert small["mains"] == ["example.com/app/small"]
    assert wslmem("recommend", project, "./small", "--host-memory=16GB", "--host-processors=8").code == 0
    assert wslmem("scan", project, "./nowhere").code == 66


@pytest.mark.posix_only(reason="needs a Go toolchain, which is the guest's")
def test_a_build_with_tests_links_a_program_for_each_package_that_has_some(wslmem: Callable, project: str):
    (Path(project) / "main_test.go").write_text('package main\n\nimport "testing"\n\nfunc TestIt(t *testing.T) {}\n')
    built, tested = (wslmem("scan", project, *more, "--json").json for more in ((), ("--test",)))
    assert (built["mains"], tested["mains"]) == (["example.com/app"], ["example.com/app.test"])
    assert tested["packages"] > built["packages"]
    assert [one["code"] for one in tested["cautions"]] == ["tests"]
    assert "wslmem run -- go test" in wslmem("recommend", project, "--test").stderr


@pytest.mark.posix_only(reason="needs a Go toolchain, which is the guest's")
def test_tags_and_race_are_options_as_well_as_flags(wslmem: Callable, project: str):
    (Path(project) / "more.go").write_text('//go:build more\n\npackage main\n\nimport _ "go/types"\n')

    def told(*more: str) -> dict:
        return wslmem("scan", project, "-p", "2", "--json", *more).json

    plain, more, race = told(), told("--tags", "more"), told("--race")
    assert more["packages"] > plain["packages"] == race["packages"]
    assert more["packages"] == told("--flags", "-tags=more")["packages"]
    assert race["estimate"] == told("--flags", "-race")["estimate"]
    assert race["estimate"]["peaks"][0]["size"] < plain["estimate"]["peaks"][0]["size"]


@pytest.mark.posix_only(reason="needs a Go toolchain, which is the guest's")
def test_goflags_and_a_limit_on_processors_are_the_builds_own_number_of_jobs(
    wslmem: Callable, project: str, monkeypatch: pytest.MonkeyPatch
):
    def jobs() -> list[int]:
        return [peak["parallelism"] for peak in wslmem("scan", project, "--json").json["estimate"]["peaks"]]

    monkeypatch.setenv("GOFLAGS", "-p=3")
    assert jobs() == [3]
    monkeypatch.delenv("GOFLAGS")
    monkeypatch.setenv("GOMAXPROCS", "5")
    assert jobs() == [5]


@pytest.mark.parametrize(("flag", "command"), [("--vet", "go vet ./..."), ("--cover", "go build -cover ./...")])
@pytest.mark.parametrize("verb", ["scan", "recommend"])
def test_what_is_only_measured_says_how_to(wslmem: Callable, project: str, verb: str, flag: str, command: str):
    ran = wslmem(verb, project, flag)
    assert ran.code == 64
    assert f"wslmem run -- {command}" in ran.stderr


@pytest.mark.parametrize(
    "line",
    [
        "--hosts ,", "--hosts 8GB,zero", "--hosts 0", "--host-memory 8GB --hosts 8GB", "--host-processors 0",
        "--hosts 8GB:x", "-p 0", "-p x", "--flags -cover", "--commit-limit 1GB --host-memory 8GB",
        "--command make -p 2", "--host-memory 99999999999999999999GB", "--host-processors 99999999999999999999",
    ],
)  # fmt: skip
def test_a_computer_that_cannot_be_is_refused(wslmem: Callable, project: str, line: str):
    ran = wslmem("recommend", project, *line.split())
    assert ran.code == 64, ran.stderr
    assert "next:" in ran.stderr
