"""A report is written over nothing but a report of ours, and never over what it is made from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wslmem.cli import main
from wslmem.report.formats import FORMATS, render, render_files
from wslmem.report.ours import is_report

FORMS = [form for form in FORMATS if form != "json"]


@pytest.fixture
def saved(killed_before, tmp_path: Path) -> Path:
    path = tmp_path / "bench.json"
    path.write_text(render(killed_before, "json"), encoding="utf-8")
    return path


@pytest.fixture(params=["en", "zh_CN"])
def language(request, monkeypatch):
    monkeypatch.setenv("WSLMEM_LANG", request.param)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.usefixtures("language")
def test_a_report_takes_the_place_of_an_older_one(saved, tmp_path, form):
    out = tmp_path / "out"
    line = ["report", str(saved), "--format", form, "--out", str(out)]
    if form == "benchstat":
        out.mkdir()
    assert main(line) == 0
    for path in out.iterdir() if out.is_dir() else [out]:
        assert is_report(path.read_bytes())
        path.write_bytes(path.read_bytes() + b"\n")
    assert main(line) == 0


@pytest.mark.parametrize("form", FORMATS)
def test_the_saved_benchmark_is_never_written_over(saved, tmp_path, form, capsys):
    old = saved.read_bytes()
    link = tmp_path / "hard"
    link.hardlink_to(saved)
    if form != "benchstat":
        for force in ([], ["--force"]):
            assert main(["report", str(saved), "--format", form, "--out", str(link), *force]) == 73
    assert main(["report", str(tmp_path), "--format", "json", "--out", str(tmp_path)]) == 73
    assert saved.read_bytes() == old
    assert "made from" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", [b"my own notes", b"# Title\n", b'{"results": []}', b"a,b\n1,2\n", b"BenchmarkX 1 2 ns/op\n"]
)
@pytest.mark.parametrize("form", ["md", "html", "csv", "hyperfine", "json"])
def test_what_is_no_report_needs_force(saved, tmp_path, form, content):
    out = tmp_path / "out"
    out.write_bytes(content)
    line = ["report", str(saved), "--format", form, "--out", str(out)]
    assert main(line) == 73
    assert out.read_bytes() == content
    assert main([*line, "--force"]) == 0
    assert out.read_bytes() != content


def test_another_saved_benchmark_is_no_report(saved, tmp_path):
    other = tmp_path / "other.json"
    other.write_bytes(saved.read_bytes().replace(b"go1.26.8", b"go1.26.7"))
    assert main(["report", str(saved), "--format", "json", "--out", str(other)]) == 73


@pytest.mark.posix_only(reason="Windows lets only administrators make symbolic links")
def test_no_link_is_followed(saved, tmp_path):
    (tmp_path / "aim").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "aim")
    for force in ([], ["--force"]):
        assert main(["report", str(saved), "--out", str(tmp_path / "link"), *force]) == 73
    assert (tmp_path / "aim").read_bytes() == b""


def test_of_several_files_none_is_written_where_one_is_in_the_way(killed_before, saved, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    *_, last = render_files(killed_before, "benchstat")
    (out / last).write_text("mine")
    assert main(["report", str(saved), "--format", "benchstat", "--out", str(out)]) == 73
    assert [path.name for path in out.iterdir()] == [last]


FIGURES = ["1e999", "-1e999", '"\\ud800"', "1" + "0" * 400, "NaN", "[" * 500 + "]" * 500]


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize(
    "place", ["wall", "user", "at", "peak_at", "end", "time_limit", "host_busy", "output_tail", "package"]
)
def test_a_damaged_figure_is_an_error_of_ours_or_a_report(saved, figure, place, capsys):
    document = json.loads(saved.read_text(encoding="utf-8"))
    text = json.dumps(_with(document, place), ensure_ascii=True).replace('"DAMAGED"', figure)
    saved.write_text(text, encoding="utf-8")
    for form in FORMATS:
        code = main(["report", str(saved), "--format", form])
        printed = capsys.readouterr()
        assert code in (0, 1), printed.err
        printed.out.encode()


def _with(value, name):
    """The document with one value of the fields called `name` damaged."""
    if isinstance(value, dict):
        return {key: _damaged(item) if key == name else _with(item, name) for key, item in value.items()}
    return [_with(item, name) for item in value] if isinstance(value, list) else value


def _damaged(value):
    return ["DAMAGED", *value[1:]] if isinstance(value, list) else "DAMAGED"
