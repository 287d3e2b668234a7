"""Every finding, and every way to fix it, is Chinese but for names, and nothing that a user wrote is changed."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from answered import REAL, VECTORS, data_of, named
from mutations import mutations
from test_findings import CASES, SEEN_CASES, as_bytes

from wslmem import words
from wslmem.telling import findings as telling
from wslmem.telling import settings as keys
from wslmem.text import Text
from wslmem.units import GIB, Bytes
from wslmem.wslconfig import catalogue
from wslmem.wslconfig.document import read
from wslmem.wslconfig.findings import findings
from wslmem.wslconfig.keys import KEYS
from wslmem.wslconfig.repairs import fix
from wslmem.wslconfig.sight import NOTHING, Sight

ROOT = Path(words.__file__).parent
HOST = {"host_total": Bytes(16 * GIB), "processors": 8}
SIGHTS = (NOTHING, Sight((2, 7, 11)), Sight((3, 0, 1)))
CHINESE = gettext.translation("wslmem", words.LOCALE, ["zh_CN"])
NAMES = {name.rpartition(".")[2] for name in KEYS} | {
    "WSL", "Windows", "Linux", "VM", "ASCII", "UTF", "BOM", "NUL", "CR", "LF", "CRLF", "MiB", "GB", "GiB", "MB", "KB",
    "TB", "LE", "BE", "PowerShell", "GPU", "WSLg", "DNS", "DHCP", "IPv", "MAC", "COM", "VHD", "TEMP", "Ctrl-Z",
    "cgroup", "mirrored", "nat", "bridged", "wsl", "conf", "etc", "microsoft", "systemd", "gradual", "dropCache",
    "true", "false", "temp", "swap", "vhdx", "img", "vhd", "RULE", "section", "key", "value", "virtiofs", "Consomme",
    "VirtioProxy", "localhost", "wslmem", "wslc", "settings", "yaml", "show", "restore", "general", "experimental",
    "wslgconfig", "sysctl", "system-distro-env",
}  # fmt: skip
"""Words that stay as they are in every language."""
FIELD = re.compile(r"\{\w*\}")
WORD = re.compile(r"[A-Za-z](?:-?[A-Za-z])+")


@pytest.fixture(autouse=True)
def _english_afterwards():
    yield
    words.speak("en")


def parts(text):
    """A sentence and every sentence in its fields."""
    yield text
    for field in text.fields.values():
        if isinstance(field, Text):
            yield from parts(field)


def check(text):
    """Each template is translated, with the same fields and no English word; each field stands in what is told."""
    words.speak("zh_CN")
    told = words.tell(text)
    for part in parts(text):
        bare = FIELD.sub("", part.template)
        if not bare.strip(" :,.()`"):
            continue
        chinese = part._pattern(CHINESE)
        assert chinese != part.template, part.template
        used = set(FIELD.findall(chinese))
        assert set(FIELD.findall(part.template)) <= used <= {f"{{{name}}}" for name in part.fields}, part.template
        assert set(WORD.findall(FIELD.sub("", chinese))) <= NAMES, chinese
        for field in part.fields.values():
            assert isinstance(field, Text) or str(field) in told, (field, told)
    assert str(text) != told or not FIELD.sub("", text.template).strip(" :")


def sentences(data, sight):
    for one in findings(read(data), sight=sight, **HOST):
        yield from (one.sentence, one.text, *one.fixes, telling.brief(one), telling.place(one))
        yield from (fact.text for fact in telling.told(one))
    yield from fix(read(data), "all", sight=sight, **HOST).done


@pytest.mark.parametrize("case", [*VECTORS, *REAL], ids=named([*VECTORS, *REAL]))
def test_what_is_said_of_an_answered_file_is_chinese_and_keeps_what_was_written(case):
    for sight in SIGHTS:
        for text in sentences(data_of(case), sight):
            check(text)


def test_what_is_said_of_every_rule_is_chinese_and_keeps_what_was_written():
    for rule, _, text, _ in CASES:
        for sentence in sentences(as_bytes(rule, text), NOTHING):
            check(sentence)
    for _, sight, text, _ in SEEN_CASES:
        for sentence in sentences(text.encode(), sight):
            check(sentence)


def test_what_is_said_of_files_with_faults_is_chinese_and_keeps_what_was_written():
    for place, data in enumerate(mutations(150, seed=7)):
        for text in sentences(data, SIGHTS[place % len(SIGHTS)]):
            check(text)


@pytest.mark.parametrize("setting", catalogue.settings(), ids=lambda one: one.key)
def test_what_a_key_means_is_told_in_chinese(setting):
    for fact in keys.explained(setting):
        check(fact.text)
        check(fact.label)


def literals():
    """Every template in the code that says something of a file."""
    rooms = [*(ROOT / "wslconfig").rglob("*.py"), *(ROOT / "telling").glob("*.py"), *(ROOT / "cli").glob("show*.py")]
    for path in rooms:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Text", "counted"):
                yield from (one.value for one in node.args[:1] if isinstance(one, ast.Constant))


def test_no_sentence_about_a_file_is_left_out_of_the_catalogue():
    known = {one if isinstance(one, str) else one[0] for one in CHINESE._catalog}
    assert {one for one in literals() if one.strip()} <= known
