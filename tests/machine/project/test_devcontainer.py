"""What a devcontainer.json asks of the VM, in the JSON with comments that it is."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.machine.project import devcontainer
from wslmem.units import GIB, MIB

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(values, st.sampled_from([" // a, ] } comment\n", "/* , } */", " ", '\n/* " */ // "\n']))
def test_comments_and_trailing_commas_change_nothing(value, remark):
    """They may stand wherever a blank may, and what looks like one in a string is none."""
    text = json.dumps(value, indent=1)
    lines = [
        f"{line}{',' if following.strip()[:1] in {'}', ']'} and line.strip()[-1:] not in '[{,' else ''}{remark}"
        for line, following in zip(text.split("\n"), [*text.split("\n")[1:], ""], strict=True)
    ]
    assert json.loads(devcontainer.without_comments(f"{remark}" + "\n".join(lines))) == value


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ('{"hostRequirements": {"cpus": 4, "memory": "8gb"}}', 8 * GIB),
        ('{// needs much\n"hostRequirements": {"memory": "512mb",},}', 512 * MIB),
        ('\ufeff{"hostRequirements": {"memory": "1tb"}}'.removeprefix("\ufeff"), 1024 * GIB),
        ('{"name": "http://x/*", "hostRequirements": {"memory": "2gb"}}', 2 * GIB),
        ('{"hostRequirements": {"memory": 8}}', None),
        ('{"hostRequirements": []}', None),
        ("[1, 2", None),
        ("", None),
    ],
)
def test_the_memory_is_read_and_nothing_is_made_up(text, size):
    assert devcontainer.asked(text) == size


def test_the_largest_of_several_containers_counts_and_a_bom_is_no_obstacle(tmp_path):
    for name, size in (("web", "4gb"), ("data", "16gb")):
        folder = tmp_path / ".devcontainer" / name
        folder.mkdir(parents=True)
        (folder / "devcontainer.json").write_text(
            f'\ufeff{{"hostRequirements": {{"memory": "{size}"}}}}', encoding="utf-8"
        )
    path, size = devcontainer.memory(tmp_path)
    assert (path.parent.name, size) == ("data", 16 * GIB)
    assert devcontainer.memory(tmp_path / "elsewhere") is None


@pytest.mark.parametrize("piece", ["/*", ",/*", '"\\', ",", ", ", "//", '"'])
def test_the_time_grows_with_the_length_alone(piece):
    def spent(count):
        best = float("inf")
        for _ in range(3):
            began = time.process_time()
            devcontainer.asked(piece * count)
            best = min(best, time.process_time() - began)
        return best

    assert spent(100_000) < 100 * spent(10_000) + 0.5


def test_status_warns_where_the_vm_has_less_than_the_container_asks_for(tmp_path):
    from dataclasses import replace

    from wslmem.machine.host.paths import MachinePaths
    from wslmem.units import Bytes
    from wslmem.workflows import survey

    (tmp_path / ".wslconfig").write_bytes(b"[wsl2]\nmemory=4GB\n")
    (tmp_path / ".devcontainer.json").write_text('{"hostRequirements": {"memory": "8gb"}}', encoding="utf-8")
    paths = MachinePaths("linux", tmp_path / ".wslconfig", None, None, tmp_path, tmp_path / "config.toml")
    known = survey.read_file(paths)
    limits = known.effective
    known = replace(known, effective=replace(limits, memory=replace(limits.memory, value=Bytes(4 * GIB))))
    (caution,) = survey.container(known, tmp_path).cautions
    assert str(caution.text) == ".devcontainer.json asks for 8 GiB (hostRequirements), the VM has 4 GiB"
    enough = replace(known, effective=replace(limits, memory=replace(limits.memory, value=Bytes(8 * GIB))))
    assert survey.container(enough, tmp_path).cautions == ()
