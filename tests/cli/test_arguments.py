"""Arguments: in any order, misspelt, in both languages; whatever is typed, the answer is a result or a told error."""

from __future__ import annotations

import argparse
import ast
import inspect
import io
import json
import os
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wslmem.cli import argparse_words, parser
from wslmem.cli.columns import cells
from wslmem.cli.verbs import VERBS
from wslmem.machine.system import clock
from wslmem.words import say, speak

LINES = 10_000 if os.environ.get("WSLMEM_THOROUGH") else 250
LONG = {"demo", "run", "selftest", "watch"}
"""Verbs that build, or go on for ever."""
VALUES = [
    "8GB",
    "8gb",
    "0",
    "-1",
    "x",
    "",
    "auto",
    "default",
    "1e9",
    "99999999999",
    "\ud800",
    "é中",
    "a=b",
    "--",
    "-",
    ".",
    "~",
]

NEVER_SAID = (
    "unrecognized arguments", "ambiguous option", "conflicting ", "can't open", "'required' is an invalid", "cannot ",
    ".__call__()", "unknown parser", "subcommands", "%(prog)s: error", "%(heading)s", "; maybe you meant",
    "mutually exclusive", "dest= ", "dest supplied", "option '", "argument '", 'argument "', "command '",
    "invalid choice: %(value)r, maybe", "invalid option string", "unable to", "%r is not",
    "invalid conflict_resolution", "unexpected option string",
)  # fmt: skip
"""Beginnings of what argparse says of parsers that are made wrongly, or where we answer before it does."""


def options_of(verb) -> list[str]:
    return [name for action in parser.verb_parser(verb)._actions for name in action.option_strings]


def misspelt(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word) + 1)
    return dice.choice([word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word.upper(), word])


@pytest.mark.parametrize("seed", range(5))
def test_no_line_whatever_is_a_bug(wslmem: Callable, tmp_path: Path, monkeypatch, seed: int):
    dice = random.Random(seed)  # noqa: S311 - no secret
    monkeypatch.chdir(tmp_path)  # --log takes whatever stands behind it
    verbs = [verb for verb in VERBS if verb.name not in LONG]
    for _ in range(LINES // 5):
        typed = io.TextIOWrapper(io.BytesIO(b"y\n"))
        monkeypatch.setattr("sys.stdin", dice.choice([typed, io.TextIOWrapper(io.BytesIO()), None]))
        verb = dice.choice(verbs)
        words = [
            dice.choice([*options_of(verb), *VALUES, "--lang", "--color", "never"]) for _ in range(dice.randrange(5))
        ]
        if dice.random() < 0.95:
            words.insert(dice.randrange(len(words) + 1), verb.name)
        joined = [f"={dice.choice(VALUES)}" if word[:2] == "--" and dice.random() < 0.3 else "" for word in words]
        words = [word + more for word, more in zip(words, joined, strict=True)]
        line = [misspelt(word, dice) if dice.random() < 0.2 else word for word in words]
        if "--force-shutdown" in line or "--tui" in line:
            continue
        ran = wslmem(*line)
        assert ran.code in (0, 1, 2, 3, 64, 65, 66, 69, 73, 74, 77), (line, ran.stderr)
        assert "Traceback" not in ran.stderr, line


@pytest.mark.parametrize(
    "line", ["show --json", "--json show", "--config X show --json", "--color never --json show --config X"]
)
def test_shared_options_stand_before_or_after_the_verb(wslmem: Callable, config: Path, line: str):
    ran = wslmem(*line.replace("X", str(config)).split())
    assert ran.code == 0
    assert ran.json["path"] == str(config)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("shwo", "show"), ("statsu --json", "status"), ("aply --memory 8GB", "apply"), ("show --fxi x", "--fix"),
        ("apply --shutdwon now", "--shutdown"), ("apply --shutdown nwo", "now"), ("report x --format htm", "html"),
        ("schema aply", "apply"), ("completion zhs", "zsh"), ("help statsu", "status"),
    ],
)  # fmt: skip
def test_what_is_nearly_right_is_offered(wslmem: Callable, config: Path, line: str, meant: str):
    old = config.read_bytes()
    ran = wslmem(*line.split())
    assert ran.code in (64, 66)
    assert f"did you mean: {meant}" in ran.stderr, ran.stderr
    assert config.read_bytes() == old


def test_a_folder_is_a_project_and_a_misspelt_verb_is_not(wslmem: Callable, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shwo").mkdir()
    assert wslmem("shwo", "--json").code == 0
    assert wslmem("nosuchthing").code == 64
    assert wslmem("./nosuchthing", "--json").code == 0, "a path that is not there is told in the status"


def test_what_stands_behind_two_dashes_is_not_ours():
    verb, rest = parser.split(["run", "--", "go", "test", "--apply"])
    assert verb is not None
    assert (verb.name, rest) == ("run", ["--", "go", "test", "--apply"])


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_help_and_its_verb_say_the_same_in_both_languages(wslmem: Callable, verb: str, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    told = {}
    for language in ("en", "zh_CN"):
        ran, by_verb = wslmem(verb, "--help", "--lang", language), wslmem("--lang", language, "help", verb)
        assert ran.code == by_verb.code == 0
        assert ran.stdout.rstrip() == by_verb.stdout.rstrip()
        assert max(cells(line) for line in ran.stdout.splitlines()) <= 80
        told[language] = ran.stdout
    english = {line for line in told["en"].splitlines() if re.search(r"[a-z]{4} [a-z]{2}", line)}
    assert not english & set(told["zh_CN"].splitlines())


def test_every_error_of_argparse_that_can_come_up_is_a_sentence_of_ours():
    source = ast.parse(inspect.getsource(argparse))
    said = {
        one.value
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext")
        for one in node.args
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    left = {text for text in said if text not in argparse_words.ERRORS and text not in argparse_words.HELP}
    # Python's releases differ in what they mark: this one is part of a help text, never an error.
    assert not {text for text in left if not text.startswith((*NEVER_SAID, " (default: "))}


@pytest.mark.parametrize(
    "line",
    ["report", "watch --count x", "watch --interval y", "apply --memory", "show --json=1", "completion", "apply a b"],
)
def test_an_error_of_the_arguments_is_told_in_the_readers_language_and_in_english_as_json(
    wslmem: Callable, line: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(clock, "now", lambda: "2026-11-23T11:44:50Z")  # a second may end between two commands
    english, chinese = wslmem(*line.split()), wslmem(*line.split(), "--lang", "zh")
    assert english.code == chinese.code == 64
    assert "错误" in chinese.stderr
    assert not re.search(r"[a-z]{3} [a-z]{3}", chinese.stderr.replace("wslmem", "")), chinese.stderr
    if "json" not in line:
        as_json = [wslmem(*line.split(), "--json", *more).stdout for more in ((), ("--lang", "zh"))]
        assert as_json[0] == as_json[1]
        assert json.loads(as_json[0])["error"]["cause"].isascii()


@pytest.mark.parametrize("time", ["0", "-1", "nan", "inf", "1e300", "x"])
@pytest.mark.parametrize("line", ["watch --interval", "run --time-limit", "bench --time-limit"])
def test_a_time_in_which_nothing_passes_or_everything_ends_is_refused(wslmem: Callable, line: str, time: str):
    ran = wslmem(*line.split(), time)
    assert ran.code == 64
    assert f"not a time in seconds: {time}" in ran.stderr


@pytest.mark.parametrize("times", ["0", "-1", "1.5"])
@pytest.mark.parametrize("line", ["watch --count", "bench --runs", "bench -p", "demo --runs"])
def test_what_would_be_done_no_time_at_all_is_refused(wslmem: Callable, line: str, times: str):
    ran = wslmem(*line.split(), times)
    assert ran.code == 64
    assert f"not a whole number above 0: {times}" in ran.stderr


@pytest.mark.posix_only(reason="the demo needs Linux")
def test_the_demo_opens_the_app_in_a_terminal_alone(wslmem: Callable, tmp_path: Path):
    ran = wslmem("demo", "--tui", "--dir", str(tmp_path / "sandbox"))
    assert ran.code == 64
    assert "needs a terminal" in ran.stderr
    assert not (tmp_path / "sandbox").exists()


@pytest.mark.parametrize("spelt", ["zh", "zh-CN", "zh_Hans", "zh_CN.UTF-8", "ZH_cn", "zh-Hans-CN"])
@pytest.mark.parametrize("way", ["flag", "variable", "config", "LANG"])
def test_a_language_is_understood_however_it_is_spelt_and_wherever_it_is_said(
    wslmem: Callable, tmp_path: Path, monkeypatch, spelt: str, way: str
):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "WSLMEM_LANG"):
        monkeypatch.delenv(name, raising=False)
    if way == "LANG" and sys.platform == "win32":
        way = "variable"  # Windows names its language itself; the variable is Linux's
    if way == "config":
        (tmp_path / "state").mkdir()
        (tmp_path / "state" / "config.toml").write_text(f'language = "{spelt}"\n')
    elif way != "flag":
        monkeypatch.setenv("WSLMEM_LANG" if way == "variable" else "LANG", spelt)
    ran = wslmem("show", *(["--lang", spelt] if way == "flag" else []))
    speak("zh_CN")
    assert say("The VM gets:") in ran.stdout
    assert wslmem("show", "--lang", "en").stdout.isascii()


LINES_TO_COLOR = ["show", "show --nonsense", "apply --memory 5GB --shutdown never", "explain LOG", "status"]


@pytest.mark.parametrize(
    ("choice", "environ", "coloured"),
    [
        ("auto", {}, False), ("always", {}, True), ("never", {"FORCE_COLOR": "1"}, False),
        ("auto", {"FORCE_COLOR": "1"}, True), ("auto", {"FORCE_COLOR": "0"}, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", {"NO_COLOR": "1"}, True), ("auto", {"NO_COLOR": ""}, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line", LINES_TO_COLOR)
def test_color_does_what_it_says_on_every_verb(  # noqa: PLR0917 - the columns of a table
    wslmem: Callable, tmp_path, config, monkeypatch, line, choice, environ, coloured
):
    config.write_bytes(b"[wsl2]\nmemory=8gb\n")
    (tmp_path / "log").write_text("compile: signal: killed\n")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    ran = wslmem(*line.replace("LOG", str(tmp_path / "log")).split(), "--color", choice)
    assert ("\x1b[" in ran.stdout + ran.stderr) == coloured
    for stream in (ran.stdout, ran.stderr):
        assert stream.count("\x1b[0m") * 2 == stream.count("\x1b[")


def test_no_color_reaches_json(wslmem: Callable):
    for line in ("show", "status", "restore", "apply --check --memory 9GB"):
        assert "\x1b" not in wslmem(*line.split(), "--json", "--color", "always").stdout
