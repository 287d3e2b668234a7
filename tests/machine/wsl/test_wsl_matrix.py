"""The door against the emulator: profiles x faults x encodings x languages.

A walk over the matrix in which each profile, encoding, language and kind of fault comes up; with WSLMEM_THOROUGH=1 all
of it.
"""

from __future__ import annotations

import json
import os
import random
import re

import pytest
import wsl_matrix_cases as matrix

from wslmem.errors import UnavailableError
from wslmem.machine.wsl.wsl import Wsl
from wslmem.machine.wsl.wsl_errors import WslUnavailableError
from wslmem.units import Seconds

LIMIT = Seconds(60)
THOROUGH = bool(os.environ.get("WSLMEM_THOROUGH"))
BOOT_ERRORS = [fault for fault in matrix.FAULTS if fault.startswith("boot-error:")][2:]
"""Left out of the reduced walk: they differ by a sentence and a code, which `test_wsl` has."""


def chosen() -> list[list[object]]:
    """The cases in shares, so that workers can divide them: one share a fault."""
    every = list(matrix.cases())
    if not THOROUGH:
        usable = [name for name, problem in matrix.PROFILES.items() if problem is None]
        encodings, languages = list(matrix.ENCODINGS), matrix.LANGUAGES
        every = [
            matrix.Case(usable[i % len(usable)], fault, encodings[i % len(encodings)], languages[i % len(languages)])
            for i, fault in enumerate(fault for fault in matrix.FAULTS if fault not in BOOT_ERRORS)
        ]
        every += [
            matrix.Case(profile, "none", encodings[i % len(encodings)], language)
            for i, (profile, language) in enumerate(
                (name, language) for name, problem in matrix.PROFILES.items() if problem for language in languages
            )
        ]
    shares = ([case for case in every if case.fault == fault] for fault in matrix.FAULTS)
    return [share for share in shares if share]


@pytest.mark.parametrize("share", chosen(), ids=lambda share: share[0].fault)
def test_every_case_leads_to_the_right_verdict_and_exit_code(share, tmp_path, emulate):
    wrong = [
        f"{outcome.case}\n  seen     {outcome.seen}\n  expected {outcome.case.expected}"
        for outcome in matrix.run(share, tmp_path / "machine", emulate)
        if outcome.wrong
    ]
    assert not wrong, "\n".join(wrong)


def test_the_matrix_has_every_fault_profile_and_language_of_the_emulator():
    known = set(re.findall(r'^ {8}"([a-z0-9-]+)",$', (matrix.EMULATOR / "faults.py").read_text(), re.MULTILINE))
    faults = {name.partition(":")[0] for fault in matrix.FAULTS for name in fault.split(",")}
    assert known - set(matrix.ENCODINGS) <= faults
    profiles = set(re.findall(r'^ {4}"([a-z0-9.-]+)": ', (matrix.EMULATOR / "releases.py").read_text(), re.MULTILINE))
    assert profiles == set(matrix.PROFILES)
    languages = {path.stem for path in (matrix.EMULATOR / "text").glob("[a-z][a-z].py")}
    assert languages == set(matrix.LANGUAGES)


def test_random_argument_vectors_reach_a_real_program_unchanged(stand_in):
    wsl = Wsl(stand_in.wsl_exe)
    dice = random.Random(20260102)  # noqa: S311 - the same vectors each time
    alphabet = 'ab \t""\\\\$\'`;|&<>%^!\n*é界~-=#()'
    for _ in range(100 if THOROUGH else 20):
        argv = ["".join(dice.choices(alphabet, k=dice.randrange(12))) for _ in range(dice.randrange(1, 7))]
        result = wsl.run(matrix.DISTRIBUTION, ["printf", "%s\\0", *argv], timeout=LIMIT)
        assert result.stdout == b"".join(argument.encode() + b"\0" for argument in argv)


def test_docker_desktops_distribution_is_never_booted_even_when_it_is_the_only_one(stand_in):
    (stand_in.folder / "distros.json").write_text("[]")
    stand_in.knobs(faults=["docker-present"])
    wsl = Wsl(stand_in.wsl_exe)
    with pytest.raises(UnavailableError, match="docker-desktop"):
        wsl.pick_distribution()
    assert wsl.running() == ()


def test_a_stub_that_waits_for_a_key_is_not_taken_for_a_service_that_hangs(stand_in):
    stand_in.knobs(profile="stub", faults=["stub-waits"])
    with pytest.raises(WslUnavailableError) as caught:
        Wsl(stand_in.wsl_exe).shutdown(timeout=Seconds(8))
    assert caught.value.problem.code == "not-installed"


def test_without_distributions_the_problem_is_named(stand_in):
    (stand_in.folder / "distros.json").write_text(json.dumps([]))
    assert Wsl(stand_in.wsl_exe).problem().code == "no-distributions"
