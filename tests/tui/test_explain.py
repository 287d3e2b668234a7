"""Explain takes a log however it comes: dropped, from the clipboard, long; and Windows' own words beside it."""

from __future__ import annotations

import json
import os
import shlex
import threading
from dataclasses import replace

import pytest
from textual.widgets import Input, TextArea

from wslmem.tui.screens.explain import ExplainScreen
from wslmem.tui.screens.help import HelpScreen

KILL = (
    "2026-10-11T10:00:00+02:00 box kernel: Out of memory: Killed process 7 (compile) total-vm:4619708kB, "
    "anon-rss:3012516kB, file-rss:0kB\n"
)
GO = "example.com/a: /usr/lib/go/pkg/tool/linux_amd64/compile: signal: killed\n"
EVENT = (
    "<TimeCreated SystemTime='2026-10-11T08:01:03.1Z'/><Process_1><Name>vmmemWSL</Name><ID>4</ID>"
    "<CommitCharge>17179869184</CommitCharge></Process_1>"
)
ANSWER = {
    "Now": "2026-10-11T10:20:00+02:00",
    "CommitLimitKB": 33_554_432,
    "CommitFreeKB": 1_048_576,
    "Found": 1,
    "Events": [EVENT],
}


@pytest.fixture
def machine(machine, tmp_path):
    """One whose PowerShell prints the file `answer`."""
    shell = tmp_path / "powershell.exe"
    shell.write_text(f"#!/bin/sh\ncat {shlex.quote(str(tmp_path / 'answer'))}\n", encoding="utf-8")
    shell.chmod(0o755)
    return replace(machine, powershell_exe=shell)


async def shows(pilot, until, words: str) -> list[str]:
    """Wait until the verdict says `words`."""
    answer = pilot.app.screen.query_one("#answer")
    await until(pilot, lambda: any(words in fact.text for fact in answer.facts))
    return [f"{fact.label.strip()}: {fact.text}" for fact in answer.facts]


async def begin(pilot, until) -> None:
    await pilot.press("e")
    await until(pilot, lambda: isinstance(pilot.app.screen, ExplainScreen))


async def test_who_was_killed_whose_limit_and_what_to_do_stand_above_the_evidence(opened, until):
    async with opened() as (app, pilot):
        await begin(pilot, until)
        app.screen.query_one(TextArea).text = GO + KILL
        said = await shows(pilot, until, "OOM killer killed")
        labels = [line.partition(":")[0] for line in said]
        assert "killed process: `compile`, 2.87 GiB" in said
        assert "limit: the memory of the whole VM" in said
        assert labels.index("next") < labels.index("kernel")


@pytest.mark.parametrize("form", ["{}", "'{}'", '"{}"', "file://{}", "{}\n"])
@pytest.mark.posix_only(reason="a path of POSIX in a URL")
async def test_a_dropped_file_is_read(opened, until, tmp_path, form):
    log = tmp_path / "my build.log"
    log.write_text(GO, encoding="utf-8")
    path = str(log).replace(" ", "%20") if "://" in form else str(log)
    async with opened() as (app, pilot):
        await begin(pilot, until)
        app.screen.query_one(TextArea).text = form.format(path)
        await shows(pilot, until, "Likely: out of memory")
        assert app.screen.query_one("#path", Input).value == str(log)
        assert app.screen.query_one(TextArea).text == GO.strip()


@pytest.mark.posix_only(reason="PowerShell is played by a shell script")
async def test_the_clipboard_is_read_through_windows(opened, until, tmp_path):
    (tmp_path / "answer").write_text(GO, encoding="utf-8")
    async with opened() as (_, pilot):
        await begin(pilot, until)
        await pilot.press("f6")
        await shows(pilot, until, "Likely: out of memory")


@pytest.mark.posix_only(reason="PowerShell is played by a shell script")
async def test_windows_is_asked_and_told_beside_the_verdict(opened, until, tmp_path):
    (tmp_path / "answer").write_text(json.dumps(ANSWER), encoding="utf-8")
    async with opened() as (app, pilot):
        await begin(pilot, until)
        app.screen.query_one(TextArea).text = GO + KILL
        await shows(pilot, until, "OOM killer killed")
        await pilot.press("f7")
        said = await shows(pilot, until, "Windows ran short of memory at 2026-10-11 10:01:03, 1 min after the kill")
        assert any("OOM killer killed" in line for line in said)
        (tmp_path / "answer").write_text("no figures", encoding="utf-8")
        await pilot.press("f7")
        said = await shows(pilot, until, "Windows gave another answer")
        assert any("OOM killer killed" in line for line in said)


@pytest.mark.posix_only(reason="a named pipe is a log whose end is held back")
async def test_keys_are_answered_while_a_long_log_is_read(opened, until, tmp_path):
    log, written, go_on = tmp_path / "pipe", threading.Event(), threading.Event()
    os.mkfifo(log)

    def write() -> None:
        with log.open("wb", buffering=0) as stream:
            for _ in range(9 << 6):
                stream.write(b"compiling another package of the shop\n" * 441)  # 16 KiB
            written.set()
            go_on.wait()
            stream.write(GO.encode())

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    async with opened() as (app, pilot):
        await begin(pilot, until)
        app.screen.query_one("#path", Input).value = str(log)
        await pilot.press("f5")
        await shows(pilot, until, "Reading the log: 8")
        await until(pilot, written.is_set)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ExplainScreen))
        go_on.set()
        await shows(pilot, until, "Likely: out of memory")
    writer.join()


@pytest.mark.posix_only(reason="a named pipe is a log without an end")
async def test_a_log_that_nobody_wants_any_more_is_let_go(opened, until, tmp_path):
    log, other = tmp_path / "pipe", tmp_path / "other.log"
    os.mkfifo(log)
    other.write_text("./x.go:1:1: undefined: y\n", encoding="utf-8")
    let_go = threading.Event()

    def write() -> None:
        try:
            with log.open("wb", buffering=0) as stream:
                while True:
                    stream.write(b"compiling another package of the shop\n" * 1000)
        except BrokenPipeError:
            let_go.set()

    threading.Thread(target=write, daemon=True).start()
    async with opened() as (app, pilot):
        await begin(pilot, until)
        app.screen.query_one("#path", Input).value = str(log)
        await pilot.press("f5")
        await shows(pilot, until, "Reading the log: ")
        app.screen.query_one("#path", Input).value = str(other)
        await pilot.press("f5")
        await shows(pilot, until, "undefined: y")
        await until(pilot, let_go.is_set)


@pytest.mark.parametrize(
    ("path", "said"),
    [("~nobody-of-this-name/log", "no such log"), ("a\0b", "cannot read the log"), ("/nowhere/log", "no such log")],
)
async def test_a_path_that_leads_nowhere_is_told(opened, until, path, said):
    async with opened() as (app, pilot):
        await begin(pilot, until)
        app.screen.query_one("#path", Input).value = path
        app.screen.action_explain()
        assert await shows(pilot, until, said)
