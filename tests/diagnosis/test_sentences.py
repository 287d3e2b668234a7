"""Every sentence of every verdict is Chinese but for names and what the log says itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from handed_logs import LOGS, Log

from wslmem import words
from wslmem.diagnosis.explain import explain
from wslmem.telling import verdict as telling
from wslmem.text import Text

SIZE = re.compile(r"[\d.,]+ ?(?:[KMGT]iB|B)?")
OPTION = re.compile(r"[-+]{1,2}[\w-]+(?: -M)?|go test -timeout|memory_limit|resourceLimits")
"""What a program is told a limit by."""
NAMES = {
    "Go", "Java", "gcc", "ld", "rustc", "Python", "Node", "git", "LLVM", "GHC", "go",
    "go test", "golangci-lint", "bazel",
    "ctest", "meson", "python", "timeout", "runner", "gitlab", "jenkins", "circleci", "slurm", "tool", "docker",
    "kubelet", "containerd", "buildkit", "lsf", "systemd-oomd", "earlyoom", "nohang", "kernel", "systemd",
}  # fmt: skip
"""Programs that the tables name."""
FIELD = re.compile(r"\{\w*\}")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(params=LOGS, ids=lambda log: log.name)
def log(request) -> Log:
    return request.param


@pytest.fixture
def chinese():
    words.speak("zh_CN")
    yield
    words.speak("en")


def sentences(text: Text) -> Iterator[Text]:
    """A sentence and those in it."""
    yield text
    for value in text.fields.values():
        if isinstance(value, Text):
            yield from sentences(value)


def plain(data: bytes) -> str:
    text = data.decode("utf-16") if data.startswith(b"\xff\xfe") else data.decode()
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]|#033\[[0-9;]*m", "", text)


def known(value: str) -> bool:
    """Whether it is the same in every language."""
    return bool(SIZE.fullmatch(value) or OPTION.fullmatch(value)) or value.strip("`") in NAMES


def said(log: Log) -> list[Text]:
    """Everything that both faces say of it, but for the quoted lines."""
    verdict = explain([log.data])
    facts = [*telling.facts(verdict), *telling.at_a_glance(verdict)]
    quoted = {one.text.strip() for one in verdict.evidence}
    return [fact.text for fact in facts if str(fact.text) not in quoted]


def test_what_is_not_translated_is_a_name_a_size_or_a_word_of_the_log(log):
    flat = " ".join(plain(log.data).split())
    for sentence in (one for text in said(log) for one in sentences(text)):
        for value in sentence.fields.values():
            if isinstance(value, str) and not known(value):
                assert any(part in flat for part in (" ".join(value.split()).strip("`"), value[:60])), (
                    sentence.template,
                    value,
                )


def test_every_sentence_of_a_verdict_has_chinese_characters_in_chinese(log, chinese):
    del chinese
    for text in said(log):
        if not re.search(r"[A-Za-z]{3}", FIELD.sub("", text.template)):
            continue  # a name, or fields alone
        assert HAN.search(words.tell(text)), text.template
