"""Tables of measurements kept small come back as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.sizing import packed, record, shapes
from wslmem.sizing.project import GoPackage, GoProject


@given(st.sets(st.text("ab/é", max_size=6)))
def test_sorted_names_come_back_from_their_rests(names: set[str]) -> None:
    assert packed.names(packed.rests(sorted(names))) == sorted(names)


@given(st.lists(st.integers()))
def test_numbers_come_back_from_their_steps(numbers: list[int]) -> None:
    assert list(packed.sums(packed.steps(numbers))) == numbers


@given(st.lists(st.none() | st.integers(-500_000, 500_000)))
def test_numbers_come_back_from_their_characters_wherever_text_goes(numbers: list[int | None]) -> None:
    assert packed.numbers(packed.characters(numbers).encode().decode()) == numbers


def test_peaks_come_back_to_a_percent_by_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "DATA", tmp_path)
    record.write(
        {
            ("shop", "net/http", "compile"): (75.84, 3),
            ("shop", "", "link"): (301.0, 1),
            ("api", "net/http", "compile"): (8.0, 2),
            ("api", "net", "compile"): (12.26, 2),
        }
    )
    assert list(record.read().items()) == [
        (("api", "net", "compile"), (12.3, 2)),
        (("api", "net/http", "compile"), (8.0, 2)),
        (("shop", "", "link"), (300.8, 1)),
        (("shop", "net/http", "compile"), (76.0, 3)),
    ]


def test_versions_of_a_package_that_projects_share_come_back_in_the_order_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shapes, "KEPT", tmp_path / "projects.json.xz")
    old = GoPackage("example.com/api", 64, 1, code_bytes=32, dots=9, lines=4, branches=2)
    new = GoPackage("example.com/api", 120, 1, code_bytes=90, dots=8, lines=7, largest_function=90)
    text = GoPackage("text", 1000, 1, ("unicode",), standard=True)
    shop = _project("shop", (GoPackage("unicode", 9, 0), text, old, GoPackage("shop", 8, 1, (old.import_path, "text"))))
    api = _project("api", (new, GoPackage("api", 8, 1, (new.import_path,), main=True)))
    shapes.keep({"shop": shop, "api": api})
    assert shapes.kept() == {"api": api, "shop": shop}


def _project(name: str, packages: tuple[GoPackage, ...]) -> GoProject:
    return GoProject(name, in_guest=False, modules=(name,), packages=packages, exact=True, go_version="go1.26.8")
