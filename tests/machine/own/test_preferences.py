"""config.toml: read, and edited so that all else stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.errors import NotFoundError, UsageError
from wslmem.machine.own import preferences
from wslmem.machine.own.preferences import Preferences, Profile

LIVED_IN = """\
# mine
theme = "nord"   # dark

[defaults]
distribution = "Debian"

[profiles.heavy]   # for the monorepo
memory = "12GB"
processors = 4
# the end
"""

names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
settings_of_profiles = st.dictionaries(
    st.sampled_from(preferences.PROFILE_KEYS), st.text(st.characters(codec="utf-8"), max_size=10)
)


def test_no_file_means_the_built_in_settings(tmp_path):
    assert preferences.read(tmp_path / "config.toml") == Preferences()


def test_everything_in_the_file_is_read():
    found = preferences.parse(LIVED_IN.encode(), "config.toml")
    assert (found.theme, found.language) == ("nord", None)
    assert found.default("distribution") == "Debian"
    assert found.default("memory") is None
    assert found.profile("heavy").settings == (("memory", "12GB"), ("processors", "4"))


def test_an_unknown_profile_is_told_with_the_known_ones():
    with pytest.raises(NotFoundError) as caught:
        preferences.parse(LIVED_IN.encode(), "config.toml").profile("light")
    assert "heavy" in str(caught.value.next_step)


@pytest.mark.parametrize(
    "text",
    ["theme = ", "theme = 3", "defaults = 1", "profiles = []", "[profiles]\nheavy = 1", "[defaults]\nx = [1]",
     "[defaults]\nx = true", "\xff"],
)  # fmt: skip
def test_a_file_that_cannot_be_meant_is_told_with_its_place(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError) as caught:
        preferences.read(path)
    assert str(caught.value.place) == str(path)
    with pytest.raises(UsageError):
        preferences.set_theme(path, "nord")
    assert path.read_bytes() == text.encode("latin-1")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_edit_keeps_comments_order_and_line_ends(tmp_path, end):
    path = tmp_path / "config.toml"
    path.write_bytes(LIVED_IN.replace("\n", end).encode())
    preferences.save_profile(path, Profile("heavy", (("memory", "16GB"), ("processors", "4"))))
    preferences.set_theme(path, "gruvbox")
    expected = LIVED_IN.replace("12GB", "16GB").replace("processors = 4", 'processors = "4"').replace("nord", "gruvbox")
    assert path.read_bytes() == expected.replace("\n", end).encode()


def test_a_new_file_is_made_with_its_folder(tmp_path):
    path = tmp_path / "a" / "config.toml"
    preferences.set_language(path, "de")
    preferences.set_default(path, "distribution", "Arch")
    found = preferences.read(path)
    assert (found.language, found.default("distribution")) == ("de", "Arch")
    preferences.set_default(path, "distribution", None)
    assert preferences.read(path).default("distribution") is None


def test_what_changes_nothing_writes_nothing(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(LIVED_IN)
    before = path.stat().st_mtime_ns
    preferences.set_theme(path, "nord")
    assert path.stat().st_mtime_ns == before


def test_a_setting_that_profiles_do_not_have_is_refused(tmp_path):
    with pytest.raises(UsageError, match="colour"):
        preferences.save_profile(tmp_path / "config.toml", Profile("x", (("colour", "red"),)))


@given(name=names, settings=settings_of_profiles, crlf=st.booleans())
def test_a_saved_profile_reads_back_and_the_rest_reads_as_before(name, settings, crlf):
    before = LIVED_IN.replace("\n", "\r\n" if crlf else "\n").encode()
    changes = {key: settings.get(key) for key in preferences.PROFILE_KEYS}
    data = preferences.edited(before, "f", ("profiles", name), changes)
    assert data.count(b"\n") == data.count(b"\r\n") * crlf + data.count(b"\n") * (not crlf)
    after = preferences.parse(data, "f")
    assert dict(after.profile(name).settings) == settings
    assert (after.theme, after.default("distribution")) == ("nord", "Debian")
    if name != "heavy":
        assert after.profile("heavy").settings == (("memory", "12GB"), ("processors", "4"))
