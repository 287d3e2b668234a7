"""The picker: recent projects, modules below, a path; what is chosen is sized and remembered."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input, OptionList

from wslmem.machine.own import recent_projects
from wslmem.tui.screens.projects import ProjectsDialog
from wslmem.workflows import projects


def modules(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "go.mod").write_text(f"module example.com/{name}\n\ngo 1.22\n")
        (folder / name / "x.go").write_text("package x\n")


def test_the_last_projects_come_first_each_once(tmp_path: Path):
    for name in ("a", "b", "a", *map(str, range(12))):
        recent_projects.note(tmp_path, name)
    assert recent_projects.read(tmp_path) == tuple(map(str, range(11, 1, -1)))
    (tmp_path / "projects.json").write_text("{")
    assert recent_projects.read(tmp_path) == ()
    recent_projects.note(tmp_path, "x")
    assert recent_projects.read(tmp_path) == ("x",)


def test_a_path_goes_on_with_the_first_folder_that_fits(tmp_path: Path, monkeypatch):
    for name in ("app", "apple", ".hidden"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    assert projects.goes_on("ap") == "app" + projects.os.sep
    assert projects.goes_on("appl") == "apple" + projects.os.sep
    assert projects.goes_on(".h") == ".hidden" + projects.os.sep
    for none in ("", "zz", "no/such/", "\0"):
        assert projects.goes_on(none) is None


def test_modules_beside_this_one_and_the_one_that_holds_it_are_offered_too(machine, tmp_path: Path):
    modules(tmp_path, "all", "all/shop", "all/bill", "all/shop/cmd")
    (tmp_path / "all" / "notes").mkdir()
    here = tmp_path / "all" / "shop"
    assert projects.offered(machine, here) == tuple(
        str(tmp_path / name) for name in ("all/shop/cmd", "all/shop", "all", "all/bill")
    )
    assert projects.offered(machine, tmp_path / "all" / "notes")[:1] == (str(tmp_path / "all"),)


async def test_a_module_below_is_found_filtered_and_chosen(drawn, tmp_path: Path, until):
    modules(tmp_path / "here", "one", "two/deep")
    app = drawn()
    async with app.run_test(size=(80, 24)) as pilot:
        answers: list[str | None] = []
        app.push_screen(ProjectsDialog(app.state.paths, tmp_path / "here"), answers.append)
        await until(pilot, lambda: [one.option_count for one in app.screen.query(OptionList)] == [2])
        await pilot.press(*"deep")
        await until(pilot, lambda: [one.option_count for one in app.screen.query(OptionList)] == [1])
        await pilot.press("enter")
        await until(pilot, lambda: answers)
        assert answers == [str(tmp_path / "here" / "two" / "deep")]


async def test_a_typed_path_wins_and_one_that_is_none_is_told(drawn, tmp_path: Path, until):
    app = drawn()
    async with app.run_test(size=(80, 24)) as pilot:
        answers: list[str | None] = []
        app.push_screen(ProjectsDialog(app.state.paths, tmp_path), answers.append)
        await until(pilot, lambda: isinstance(app.screen, ProjectsDialog) and app.screen.query(Input))
        app.screen.query_one(Input).value = r"\\server\share"
        await pilot.press("enter")
        await until(pilot, lambda: app._notifications)
        assert not answers
        app.screen.query_one(Input).value = str(tmp_path)
        await pilot.press("enter")
        await until(pilot, lambda: answers)
        assert answers == [str(tmp_path)]


async def test_escape_and_cancel_leave_the_project_as_it_is(drawn, tmp_path: Path, until):
    app = drawn()
    async with app.run_test(size=(80, 24)) as pilot:
        answers: list[str | None] = []
        app.push_screen(ProjectsDialog(app.state.paths, tmp_path), answers.append)
        await until(pilot, lambda: isinstance(app.screen, ProjectsDialog))
        await pilot.press("escape")
        await until(pilot, lambda: answers)
        assert answers == [None]
