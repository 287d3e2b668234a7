"""Words of others, from every source, through every verb: nothing raw reaches a terminal, a report, or JSON."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable

import hostile_places as places
import hostile_programs as programs
import hostile_records as records
import hostile_sources as sources
import pytest
from hostile_words import FORGED, MARK, every, every_in_text, raw, words
from hypothesis import HealthCheck, example, given, settings

from wslmem.cli import main
from wslmem.cli.output import BOM
from wslmem.errors import Exit
from wslmem.words import speak

pytestmark = [pytest.mark.posix_only(reason="names of files that Windows has not"), pytest.mark.timeout(600)]

EXAMPLES = 200 if os.environ.get("WSLMEM_THOROUGH") else 1
SOURCES = {**sources.SOURCES, **programs.OF_PROGRAMS, **records.OF_RECORDS, **places.OF_PLACES}
NOT_TOLD = (
    sources.a_container_of_the_project, sources.bytes_that_are_no_text, sources.failures_of_powershell,
    sources.journal_of_a_killed_run, sources.journal_that_is_none, sources.preferences_that_cannot_be_read,
    places.what_is_typed, places.names_beside_the_file,
)  # fmt: skip
"""Whose words no command shows today, which is not to say that none will."""
IN_LINES = (sources.lines_of_the_file, sources.bytes_that_are_no_text, sources.logs, sources.settings_of_wslc)
"""Sources that have lines of their own, which are shown as such."""


PLAIN = "--plain PROJECT"


Said = tuple[int, str, str]


@pytest.fixture
def says(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Said]:
    """Run a command line in this process: exit code, stdout, stderr."""

    def run(line: list[str], typed: str) -> Said:
        capfd.readouterr()
        given = io.BytesIO(typed.encode("utf-8", "surrogatepass"))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given, "utf-8", "surrogateescape"))
        return main(line), *capfd.readouterr()

    return run


def faces(line: str) -> tuple[str, ...]:
    """A line as text, coloured, in the other language, logged, and as JSON where its verb has that.

    What shows the machine, as numbered questions too.
    """
    words = line.split()
    if not words:
        return ("", "--color always --lang zh_CN --log LOGGED", "--json", PLAIN, f"{PLAIN} --color always --lang zh_CN")
    if words[:1] == ["run"] or "--json" in words or words[:1] in (["__complete"], ["dsc"], ["intune"]):
        return (line,)
    return (line, f"{line} --color always --lang zh_CN --log LOGGED", f"{line} --json")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.__name__)
def test_nothing_raw_of_any_source_reaches_a_face(
    source: Callable[[sources.Machine, str], None],
    says: Callable[[list[str], str], Said],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shown: list[bool] = []

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), database=None)
    @example(every)
    @example(every_in_text)
    @given(words)
    def holds(word: str) -> None:
        machine = sources.Machine(tmp_path_factory.mktemp("machine"))
        source(machine, word)
        log = machine.folder / "log"
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (machine.environment | {"WSLMEM_CONFIG": str(machine.config)}).items():
                patch.setenv(name, value)
            patch.chdir(machine.folder)
            for line in SOURCES[source]:
                for face in faces(line)[: None if word == every_in_text else 1]:
                    code, out, err = says(
                        [machine.names.get(one, str(log) if one == "LOGGED" else one) for one in face.split()],
                        machine.typed,
                    )
                    assert code != Exit.BUG, (face, err)
                    hold_harmless(face, out, err)
                    forged = [one for one in (out + err).splitlines() if one.startswith(FORGED)]
                    assert not forged or source in IN_LINES or face.startswith("report"), face
                    shown.append(MARK in out + err)
        if log.exists():
            assert raw(log.read_text(encoding="utf-8")) == []

    holds()
    speak("en")
    assert any(shown) or source in NOT_TOLD, "no command shows anything of this source"


def hold_harmless(face: str, out: str, err: str) -> None:
    """Neither stream has anything raw; JSON is ASCII, and is JSON."""
    coloured = "--color always" in face
    assert raw(err, coloured=coloured) == [], face
    if "--json" in face and out.startswith("{"):
        assert out.isascii(), face
        json.loads(out)
    out = out.removeprefix(BOM) if "csv" in face else out
    assert raw(out, coloured=coloured) == [], face
