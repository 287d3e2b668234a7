"""Words of others on every screen of the app: spelled out where they are laid out, and never taken for markup."""

from __future__ import annotations

from pathlib import Path

import hostile_places as places
import hostile_programs as programs
import hostile_records as records
import hostile_sources as sources
import pytest
from hostile_words import every_in_text, raw
from textual.pilot import Pilot

from wslmem.machine.host.paths import MachinePaths
from wslmem.tui.app import WslmemApp
from wslmem.tui.harmless import HarmlessFilter

pytestmark = [pytest.mark.posix_only(reason="names of files that Windows has not"), pytest.mark.timeout(300)]

PLANTED = (
    sources.path_of_the_file, sources.lines_of_the_file, sources.name_of_the_project,
    records.every_text_of_earlier_runs, sources.failures_of_wsl, sources.names_of_backups,
    records.every_text_of_a_benchmark, sources.benchmarks_that_are_none, sources.preferences,
    sources.settings_of_wslc, sources.failures_of_powershell, places.names_beside_the_file,
)  # fmt: skip
OF_PROGRAMS = (
    sources.modules_and_imports, sources.journal_of_a_killed_run, programs.processes_of_the_vm, programs.go_list_output,
)  # fmt: skip
"""What the app does not come to beside the others: a WSL that answers, a project that is listed, a run to recover."""
WALK = (
    ("overview", ""), ("findings", "f"), ("a finding's fix", "f"), ("change", "escape escape c"), ("profiles", "p"),
    ("a profile", "enter"), ("why", "escape escape i"), ("history", "escape h"), ("a version put back", "p"),
    ("benchmarks", "escape escape b"), ("a benchmark", "enter"), ("explain", "escape escape e"), ("watch", "escape w"),
    ("projects", "escape p"), ("projects that fit", "m a"), ("palette", "escape ctrl+p"),
    ("help", "escape question_mark"), ("a plan of a benchmark", "escape b n"), ("a review", "escape escape a"),
)  # fmt: skip
"""Screens, and the keys that lead there from the one before."""


class Bare(WslmemApp):
    """The app without its last filter: what it lays out has to be harmless by itself."""

    CSS_PATH = WslmemApp.CSS_PATH

    def get_line_filters(self):
        return [one for one in super().get_line_filters() if not isinstance(one, HarmlessFilter)]


def shown(pilot: Pilot[int]) -> str:
    """All that is drawn now."""
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


async def at_rest(pilot: Pilot[int]) -> str:
    """All that is drawn once it stays as it is, or goes on for ever as figures do."""
    before = ""
    for _ in range(20):
        await pilot.pause(0.1)
        now = shown(pilot)
        if now == before:
            break
        before = now
    return before


@pytest.mark.parametrize(
    ("planted", "walk", "least"),
    [
        (PLANTED, WALK, len(WALK) / 3),
        (OF_PROGRAMS, (("what a killed run left", ""), ("overview", "escape"), *WALK[1:]), 3),
    ],
    ids=["files", "programs"],
)
async def test_no_screen_lays_a_word_out_raw(tmp_path, monkeypatch, planted, walk, least) -> None:
    machine = sources.Machine(tmp_path)
    for source in planted:
        source(machine, every_in_text)
    for name, value in machine.environment.items():
        monkeypatch.setenv(name, value)
    paths = MachinePaths(
        "linux", machine.config, tmp_path / "wsl.exe", None, machine.state, machine.state / "config.toml"
    )
    monkeypatch.chdir(tmp_path)
    app, seen = Bare(paths, Path(machine.names["PROJECT"])), {}
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        while app.state.survey is None or not app.state.survey.complete:
            await pilot.pause(0.1)
        for name, keys in walk:
            for key in keys.split():
                await pilot.press(key)
            seen[name] = await at_rest(pilot)
    assert {name: lines for name, text in seen.items() if (lines := raw(text))} == {}
    assert sum("<U+001B>" in one for one in seen.values()) > least, {n: "<U+001B>" in t for n, t in seen.items()}


async def test_half_a_character_in_a_field_can_be_copied(tmp_path) -> None:
    machine = sources.Machine(tmp_path)
    paths = MachinePaths("linux", machine.config, None, None, machine.state, machine.state / "config.toml")
    app = WslmemApp(paths, None)
    async with app.run_test() as pilot:
        app.copy_to_clipboard("a\ud800b")
        await pilot.pause()
        assert app.clipboard == "a?b"
