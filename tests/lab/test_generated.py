"""What is made by a program is what the program would make now."""

from __future__ import annotations

import pytest

from lab.generate.__main__ import GENERATORS, main
from lab.generate.generator import Generator, stale, write

pytestmark = pytest.mark.posix_only(reason="the laboratory runs where its measurements are made")


@pytest.mark.parametrize("generator", [one for one in GENERATORS if not one.slow], ids=lambda one: one.name)
def test_the_files_of_a_generator_are_up_to_date(generator: Generator):
    assert not list(stale(generator.made())), f"run python -m lab.generate {generator.name}"


def test_a_missing_and_a_changed_file_are_told_and_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr("lab.generate.generator.ROOT", tmp_path)
    made = {tmp_path / "new" / "one": b"1\n", tmp_path / "two": b"a\nb\n", tmp_path / "same": b"\xff"}
    (tmp_path / "two").write_bytes(b"a\nc\n")
    (tmp_path / "same").write_bytes(b"\xff")
    missing, changed = stale(made)
    assert missing == "new/one is missing"
    assert changed.splitlines()[0] == "two is not what it would be made to be now:"
    assert {"  -c", "  +b"} <= set(changed.splitlines())
    assert list(write(made)) == [tmp_path / "new" / "one", tmp_path / "two"]
    assert not list(stale(made))
    assert not list(write(made))


def test_an_unknown_name_is_refused_with_those_there_are(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["--check", "catalog"])
    assert "nothing is called catalog; known are catalogue, man" in capsys.readouterr().err
