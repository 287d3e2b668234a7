"""Markdown, CSV, hyperfine JSON, and the headline: what each says, and that nothing hostile gets through."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from wslmem.bench.measures import completed
from wslmem.bench.plan import Cold
from wslmem.bench.result import Environment
from wslmem.report.formats import FORMATS, render, render_files
from wslmem.report.headline import account, headline
from wslmem.report.markdown import LONGEST, escape, markdown
from wslmem.report.run_rows import COLUMNS, FORMULA
from wslmem.text import verbatim
from wslmem.visible import unseen
from wslmem.words import speak

EXAMPLES = 500 if os.environ.get("WSLMEM_THOROUGH") else 25
ANY = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CASES = ("killed_before", "faster", "swapped_before", "sweep", "single", "unstarted")


NAMES = frozenset(
    """wslmem WSL wslconfig HTML CPU cgroup OOM killer kill MemTotal SwapTotal Fisher Mann Whitney KiB MiB GiB ms
    Go GOCACHE GOFLAGS GOMAXPROCS GOMEMLIMIT GOGC Docker Desktop autoMemoryReclaim SIGKILL
    memory swap compile true false""".split()  # noqa: SIM905 - one a line would be a page
)
"""What stays in Latin letters whatever the language; in the CSV settings and codes as well."""


@pytest.fixture
def chinese():
    speak("zh_CN")
    yield
    speak("en")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("form", [form for form in FORMATS if form != "json"])
def test_every_format_of_every_case_is_as_it_was(case, form, request, golden):
    result = request.getfixturevalue(case)
    for name, text in render_files(result, form).items():
        golden(f"{case}-{name}", _without_style(text))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("form", ["md", "html", "csv"])
def test_what_people_read_is_chinese_to_chinese_readers(case, form, request, golden, chinese):
    for name, text in render_files(request.getfixturevalue(case), form).items():
        golden(f"zh_CN/{case}-{name}", _without_style(text))


def _without_style(text: str) -> str:
    """A page's style is the same in each, and the page names its hash."""
    return re.sub(r"(?<=<style>).*?(?=</style>)", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("form", ["md", "html", "csv"])
def test_no_english_is_left_in_a_chinese_report(any_result, form, chinese):
    """What stands in Latin letters stands in the data (paths, commands, what others said), or is a name."""
    data = json.loads(render(any_result, "json"))
    codes = [caution["code"] for caution in data.pop("derived")["cautions"]]
    known = _words(json.dumps([data, codes])) | NAMES
    text = re.sub(r"<style>.*?</style>|<[^>]*>|&#?[a-z0-9]+;", " ", render(any_result, form), flags=re.DOTALL)
    assert {word for word in _words(text) - known if not _ends_one(word, known)} == set()


def _ends_one(word: str, known: set[str]) -> bool:
    """A label in a chart may be cut at its beginning."""
    return any(one.endswith(word) for one in known)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{2,}", text.replace("\\n", " ").replace("\\_", "_")))


@pytest.mark.parametrize("form", ["benchstat", "hyperfine", "json"])
def test_what_programs_read_is_the_same_in_every_language(any_result, form):
    english = render(any_result, form)
    speak("zh_CN")
    try:
        assert render(any_result, form) == english
    finally:
        speak("en")


def test_a_chinese_csv_is_read_by_a_spreadsheet(killed_before, chinese):
    text = render(killed_before, "csv")
    assert text.startswith("\ufeff\u7ec4,")
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == 1 + len(killed_before.runs)


@pytest.mark.parametrize("name", ["single-bench.json", "killed_before-bench.json.xz"])
def test_the_json_is_as_it_was(name, request, golden):
    golden(name, render(request.getfixturevalue(name.partition("-")[0]), "json"))


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_benchmark_gives_the_same_bytes(form, any_result):
    assert render(any_result, form) == render(replace(any_result), form)
    assert render(any_result, form).endswith("\n")


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (
            "killed_before",
            (
                "The build was killed for lack of memory in 6 of 6 runs before (memory=2GB, swap=0), "
                "and completed in 6 of 6 after (memory=8GB, swap=2GB)."
            ),
        ),
        ("faster", "The build is 18.5% faster: 37.9 s before, 30.9 s after (medians of 6 runs each, p=0.002)."),
        ("swapped_before", "The build no longer swaps: it wrote 1.17 GiB to swap before, 0 B after."),
        ("sweep", "The build completed in every run at p=1 and p=2; fastest median: 30.0 s at p=2."),
        ("single", "The build completed in 1 of 1 run before, in 31.0 s."),
        ("unstarted", "No run finished before (memory=2GB, swap=0)."),
    ],
)
def test_the_first_sentence_says_what_a_person_wants_to_know(case, sentence, request):
    assert str(headline(request.getfixturevalue(case))) == sentence


def test_no_percentage_of_time_stands_where_a_run_was_killed(killed_before):
    told = " ".join(map(str, account(killed_before)))
    assert "faster" not in told
    assert "| Change |" not in markdown(killed_before)


def test_a_quick_look_claims_nothing_about_times(faster):
    quick = replace(faster, plan=replace(faster.plan, quick=True))
    assert str(headline(quick)).startswith("The build completes with both settings; too few runs to compare times")


def test_a_build_that_fails_by_itself_says_so(killed_before):
    from wslmem.diagnosis.verdict import Ending

    broken = [
        replace(run, exit_code=1, verdict=replace(run.verdict, ending=Ending.BUILD_ERROR)) for run in killed_before.runs
    ]
    told = str(headline(replace(killed_before, runs=tuple(broken))))
    assert told.startswith("The build failed on its own in 6 of 6 runs before")


@ANY
@given(seed=st.integers(0, 2**32))
def test_every_format_of_anything_is_text_that_can_be_written(seed, filled):
    result = filled(seed)
    for form in FORMATS:
        text = render(result, form)
        assert form in {"csv", "benchstat"} or text.encode()  # those two keep texts as they are, lone surrogates too
        assert text.endswith("\n") or form == "benchstat"


@ANY
@given(seed=st.integers(0, 2**32))
def test_markdown_holds_no_markup_but_ours_and_notifies_nobody(seed, filled):
    text = markdown(filled(seed))
    assert len(text.encode()) < LONGEST + 200
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    tags = {tag for tag in re.findall(r"<([a-z0-9]+)", rendered) if tag not in {"thead", "tbody"}}
    assert tags <= {"details", "summary", "h3", "h4", "ul", "li", "p", "table", "tr", "th", "td", "code", "pre", "br"}
    prose = re.sub(r"<pre>.*?</pre>", "", rendered, flags=re.DOTALL)
    assert not re.search(r"(?<!\w)@\w", prose)


def test_markdown_tables_have_as_many_cells_in_every_row(any_result):
    for table in re.findall(r"(?:^\|.*\|$\n?)+", markdown(any_result), re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(cells) == 1


def test_a_thousand_killed_runs_still_fit_into_a_comment(killed_before):
    run = next(run for run in killed_before.runs if not completed(run))
    many = replace(killed_before, runs=(run,) * 1000)
    text = markdown(many)
    assert len(text.encode()) < 65_536
    assert "... and 960 more." in text


@given(st.text())
def test_escaped_text_stays_on_its_line(text):
    assert len(escape(text).splitlines()) <= 1


def test_csv_has_a_row_a_run_and_reads_back(any_result):
    rows = list(csv.DictReader(io.StringIO(render(any_result, "csv"), newline="")))
    assert len(rows) == len(any_result.runs)
    for row, run in zip(rows, any_result.runs, strict=True):
        assert tuple(row) == tuple(COLUMNS)
        assert float(row["wall_seconds"]) == run.wall
        assert row["peak_anonymous_bytes"] == ("" if run.peak_anonymous is None else str(run.peak_anonymous))
        assert row["ending"] == run.verdict.ending.value


@ANY
@given(seed=st.integers(0, 2**32))
def test_no_cell_of_the_csv_is_a_formula(seed, filled):
    for row in csv.reader(io.StringIO(render(filled(seed), "csv"), newline="")):
        assert len(row) == len(COLUMNS)
        assert not [cell for cell in row if cell.startswith("\t") or cell.lstrip().startswith(FORMULA)]


@pytest.mark.parametrize("before", ["", " ", "\n", "\r\n ", "\t", "\xa0", "\u3000"])
@pytest.mark.parametrize("sign", FORMULA)
def test_blanks_in_front_of_a_formula_make_it_no_less_one(killed_before, before, sign):
    run = killed_before.runs[0]
    hostile = replace(run, verdict=replace(run.verdict, victim=f"{before}{sign}HYPERLINK(1)"))
    (row,) = csv.DictReader(io.StringIO(render(replace(killed_before, runs=(hostile,)), "csv"), newline=""))
    assert row["victim"].startswith("'")


@pytest.mark.parametrize("form", ["md", "csv", "benchstat", "html"])
def test_no_form_holds_what_a_terminal_would_obey(killed_before, form):
    run = killed_before.runs[0]
    words = "\x1b]52;c;eA==\x07\x9b31m\u202ea\u200b"
    hostile = replace(run, verdict=replace(run.verdict, victim=words, package=words, headline=verbatim(words)))
    assert not unseen(render(replace(killed_before, runs=(hostile, *killed_before.runs[1:])), form))


OF_GO = re.compile(r"\bGo\b|\bgo\b|\bGO[A-Z]+|Module|(?<!\w)-p\b")


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "json"])
def test_no_word_of_go_stands_where_another_tool_builds(faster, form):
    command = ("cargo", "build")
    way = Cold(tool="cargo", variables=(("CARGO_TARGET_DIR", "{cache}/target"),), prepare="touch src/main.rs")
    seen = Environment(distribution="Ubuntu", processors=8, tool_version="cargo 1.99.0")
    runs = tuple(
        replace(run, command=command, samples=(), actions=(), running_at_peak=("rustc app",)) for run in faster.runs
    )
    plan = replace(faster.plan, command=command, cold=way)
    text = render(replace(faster, plan=plan, runs=runs, environment=seen), form)
    assert not OF_GO.findall(re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))


def test_a_build_by_another_tool_tells_how_it_started_from_nothing(faster):
    way = Cold(tool="node", aside=("node_modules/.cache", ".next"), prepare="rm -rf dist")
    text = render(replace(faster, plan=replace(faster.plan, command=("npm", "run", "build"), cold=way)), "md")
    assert "node\\_modules/.cache, .next" in text
    assert "ran, unmeasured: rm -rf dist" in text
    assert "GOCACHE" not in text
