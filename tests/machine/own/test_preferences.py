"""config.toml: read, and edited so that all else stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.errors import NotFoundError, UnsafeFileError, UsageError
from wslmem.machine.own import preferences, preferences_edit
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
    ["theme = ", "theme = 3", "defaults = 1", "profiles = []", "[profiles]\na = 1", "[defaults]\ndistribution = [1]",
     "[profiles.x]\nmemory = true", "[profiles.x]\nmemory = 1.5", "\xff", "\xff\xfet\0h\0", "x=" + "[" * 5000],
)  # fmt: skip
def test_a_file_that_cannot_be_meant_is_told_with_its_place(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError) as caught:
        preferences.read(path)
    assert str(caught.value.place) == str(path)
    with pytest.raises(UsageError):
        preferences_edit.set_theme(path, "nord")
    assert path.read_bytes() == text.encode("latin-1")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_edit_keeps_comments_order_and_line_ends(tmp_path, end):
    path = tmp_path / "config.toml"
    path.write_bytes(LIVED_IN.replace("\n", end).encode())
    preferences_edit.save_profile(path, Profile("heavy", (("memory", "16GB"), ("processors", "4"))))
    preferences_edit.set_theme(path, "gruvbox")
    expected = LIVED_IN.replace("12GB", "16GB").replace("processors = 4", 'processors = "4"').replace("nord", "gruvbox")
    assert path.read_bytes() == expected.replace("\n", end).encode()


def test_a_new_file_is_made_with_its_folder(tmp_path):
    path = tmp_path / "a" / "config.toml"
    preferences_edit.set_language(path, "de")
    preferences_edit.put(path, ("defaults",), "distribution", "Arch")
    found = preferences.read(path)
    assert (found.language, found.default("distribution")) == ("de", "Arch")
    preferences_edit.put(path, ("defaults",), "distribution", None)
    assert preferences.read(path).default("distribution") is None


def test_what_changes_nothing_writes_nothing(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(LIVED_IN)
    before = path.stat().st_mtime_ns
    preferences_edit.set_theme(path, "nord")
    assert path.stat().st_mtime_ns == before


def test_a_setting_that_profiles_do_not_have_is_refused(tmp_path):
    with pytest.raises(UsageError, match="colour"):
        preferences_edit.save_profile(tmp_path / "config.toml", Profile("x", (("colour", "red"),)))


@given(name=names, settings=settings_of_profiles, crlf=st.booleans())
def test_a_saved_profile_reads_back_and_the_rest_reads_as_before(name, settings, crlf):
    before = LIVED_IN.replace("\n", "\r\n" if crlf else "\n").encode()
    changes = {key: settings.get(key) for key in preferences.PROFILE_KEYS}
    data = preferences_edit.edited(before, "f", ("profiles", name), changes)
    assert data.count(b"\n") == data.count(b"\r\n") * crlf + data.count(b"\n") * (not crlf)
    after = preferences.parse(data, "f")
    assert dict(after.profile(name).settings) == settings
    assert (after.theme, after.default("distribution")) == ("nord", "Debian")
    if name != "heavy":
        assert after.profile("heavy").settings == (("memory", "12GB"), ("processors", "4"))


BOM = b"\xef\xbb\xbf"
HEADS = ["", "# mine\n", 'language = "en"\n', "theme = 'nord' # dark\n", "x = nan\n", 'long = """a\nb"""\n']
MIDDLES = [
    "",
    'profiles.light.memory = "4GB"\n',
    'profiles.heavy.memory = "12GB"\nprofiles.heavy.swap = "4GB"\n',
    'profiles = { light = { memory = "4GB" } }\n',
    'profiles = { heavy = { memory = "12GB", swap = "4GB" } }\n',
    'profiles.heavy = { memory = "12GB" }\n',
]
TABLES = [
    '[defaults]\ndistribution = "Debian"\n',
    '[profiles.light]   # for trips\nmemory = "4GB"\n\n',
    '[profiles.heavy]\nmemory = "12GB"\nswap = "4GB"\n',
    '[profiles]\nheavy.memory = "12GB"\nheavy.swap = "4GB"\n',
    "[profiles]\n",
    "[[x]]\na = 1\n[[y]]\n[[x]]\n",
    "[other.'a b'.c]\nb = 1979-05-27\n",
]
documents = st.builds(
    lambda heads, middle, tables, end: "".join([*heads, middle, *tables]).removesuffix("\n") + end,
    st.lists(st.sampled_from(HEADS), unique=True, max_size=2), st.sampled_from(MIDDLES),
    st.lists(st.sampled_from(TABLES), unique=True, max_size=4), st.sampled_from(["", "\n"]),
)  # fmt: skip
edits = st.sampled_from(
    [
        ((), {"theme": "gruvbox"}),
        ((), {"language": "zh_CN"}),
        ((), {"language": None}),
        (("defaults",), {"distribution": "Arch"}),
        (("profiles", "heavy"), {"memory": "16GB", "swap": None, "processors": "4"}),
        (("profiles", "new"), {"memory": "8GB", "swap": "2GB", "processors": None}),
    ]
)


@given(documents, edits, st.booleans(), st.booleans())
def test_an_edit_changes_what_was_asked_and_nothing_else_or_refuses(text, edit, crlf, bom):
    table, changes = edit
    before = BOM * bom + text.replace("\n", "\r\n" if crlf else "\n").encode()
    try:
        preferences.parse(before, "f")
    except UsageError:
        return  # two of the pieces cannot stand in one file
    try:
        after = preferences_edit.edited(before, "f", table, changes)
    except UnsafeFileError:
        refused = "profiles = {" in text  # the only one of these that nothing can be put below
        assert refused
        return
    wanted = preferences.tree(before.replace(b"nan", b"1.0"), "f")
    node = wanted
    for name in table:
        node = node.setdefault(name, {})
    node |= {key: value for key, value in changes.items() if value is not None}
    for key in [key for key, value in changes.items() if value is None]:
        node.pop(key, None)
    found = preferences.tree(after.replace(b"nan", b"1.0"), "f")
    if all(value is None for value in changes.values()) and table:
        found.setdefault(table[0], {})
    assert found == wanted
    assert after.startswith(BOM) == bom
    assert not (b"\r\n" in before and b"\n" in after.replace(b"\r\n", b""))
    kept = [line for line in before.removeprefix(BOM).splitlines(keepends=True)[:-1] if b"=" not in line]
    assert all(line in after for line in kept)


def test_dotted_keys_keep_their_settings_when_a_profile_is_added():
    before = b'profiles.heavy.memory = "12GB"\nprofiles.heavy.swap = "4GB"\ntheme = "nord"\n'
    after = preferences.parse(
        preferences_edit.edited(before, "f", ("profiles", "light"), {"memory": "4GB", "swap": None}), "f"
    )
    assert after.profile("heavy").settings == (("memory", "12GB"), ("swap", "4GB"))
    assert after.profile("light").settings == (("memory", "4GB"),)
    assert after.theme == "nord"


def test_what_means_nothing_is_named_and_what_a_profile_may_not_set_is_no_setting():
    found = preferences.parse(b'colour = 1\n[defaults]\nmemory = 3\n[profiles.x]\nshutdown = "now"\nswap = 0\n', "f")
    assert found.ignored == ("colour", "defaults.memory", "profiles.x.shutdown")
    assert found.profile("x").settings == (("swap", "0"),)
    assert found.default("memory") is None
