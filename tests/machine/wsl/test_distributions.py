"""Which distributions there are, and which is fit to boot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.errors import NotFoundError, UnavailableError, UsageError
from wslmem.machine.wsl.distributions import Distribution, parse_quiet, parse_verbose, pick

names = st.from_regex(r"[A-Za-z0-9._-]{1,30}", fullmatch=True)
states = st.sampled_from(["Running", "Stopped", "Installing", "Uninstalling", "Converting", "Exporting"])
installed = st.lists(
    st.tuples(names, states, st.sampled_from([1, 2])), min_size=1, max_size=8, unique_by=lambda row: row[0].casefold()
)


def table(rows: list[tuple[str, str, int]]) -> list[str]:
    width = max([4, *(len(name) for name, _, _ in rows)]) + 4
    body = [f"{'*' if index == 0 else ' '} {n:<{width}}{s:<16}{v}" for index, (n, s, v) in enumerate(rows)]
    return [f"  {'NAME':<{width}}{'STATE':<16}VERSION", *body]


def some(name: str, *, state: str = "Stopped", version: int | None = 2, default: bool = False) -> Distribution:
    return Distribution(name, state, version, default)


@given(installed)
def test_the_verbose_list_is_read_back(rows):
    expected = tuple(some(n, state=s, version=v, default=i == 0) for i, (n, s, v) in enumerate(rows))
    assert parse_verbose(table(rows)) == expected


@given(st.lists(names, unique_by=str.casefold), st.data())
def test_the_quiet_lists_tell_the_names_the_default_and_what_runs(known, data):
    running = data.draw(st.sets(st.sampled_from(known))) if known else set()
    found = parse_quiet(known, [name.upper() for name in running])
    assert [one.name for one in found] == known
    assert {one.name for one in found if one.running} == running
    assert [one.default for one in found] == [index == 0 for index in range(len(known))]


def test_lines_that_are_no_rows_are_passed_over():
    assert parse_verbose(["", "garbage", "  NAME   STATE   VERSION", "* Ubuntu  Running  2", "x y z 3"]) == (
        some("Ubuntu", state="Running", default=True),
    )


@pytest.mark.parametrize(
    "unfit", ["docker-desktop", "docker-desktop-data", "Docker-Desktop", "rancher-desktop", "podman-machine-default"]
)
def test_the_distributions_of_container_programs_are_never_picked(unfit):
    known = (some(unfit, default=True), some("Debian"))
    assert pick(known, None).name == "Debian"
    with pytest.raises(UnavailableError, match=unfit):
        pick(known[:1], None)


def test_a_distribution_of_wsl_1_is_never_picked_for_it_has_no_vm():
    assert pick((some("Old", version=1, default=True), some("New")), None).name == "New"


def test_the_default_one_is_picked_first_and_else_the_first():
    assert pick((some("A"), some("B", default=True)), None).name == "B"
    assert pick((some("A"), some("B")), None).name == "A"


def test_a_name_is_found_whatever_its_case():
    assert pick((some("Ubuntu-24.04"),), "ubuntu-24.04").name == "Ubuntu-24.04"


def test_an_unknown_name_is_told_with_the_known_ones():
    with pytest.raises(NotFoundError, match="Arch") as caught:
        pick((some("Ubuntu"), some("Debian")), "Arch")
    assert "Ubuntu, Debian" in str(caught.value.next_step)


def test_a_name_that_cannot_be_one_is_a_mistake_of_the_caller():
    with pytest.raises(UsageError):
        pick((some("Ubuntu"),), "My Distro")


def test_without_any_distribution_the_next_step_is_to_install_one():
    with pytest.raises(UnavailableError) as caught:
        pick((), None)
    assert "wsl.exe --install" in str(caught.value.next_step)
