"""Completion, asked by bash, zsh and fish themselves; PowerShell is not here, its script asks the same question."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wslmem.cli import complete
from wslmem.cli.verbs import VERBS
from wslmem.wslconfig.findings import RULES

BIN = Path(sys.executable).parent
SHELLS = ("bash", "zsh", "fish")
CASES = [
    ("wslmem sho", "wslmem show "), ("wslmem --jso", "wslmem --json "), ("wslmem show --str", "wslmem show --strict "),
    ("wslmem --lang=z", "wslmem --lang=zh_CN "), ("wslmem show --lang z", "wslmem show --lang zh_CN "),
    ("wslmem --config=only", "wslmem --config=onlyfile.log "), ("wslmem explain only", "wslmem explain onlyfile.log "),
    ("wslmem scan big", "wslmem scan bigfolder/"), ("wslmem big", "wslmem bigfolder/"),
    ("wslmem scan My", r"wslmem scan My\ Project/"), ("wslmem apply --profile h", "wslmem apply --profile heavy "),
    ("wslmem show --fix size-l", "wslmem show --fix size-lower-case "),
    ("wslmem schema recom", "wslmem schema recommend "),
    ("wslmem dsc manif", "wslmem dsc manifest "), ("wslmem bench --sweep job", "wslmem bench --sweep jobs="),
    ("wslmem restore ", "wslmem restore 1 "), ("wslmem config set the", "wslmem config set theme "),
    ("wslmem show --fix=size-l", "wslmem show --fix=size-lower-case "), ("wslmem --plai", "wslmem --plain "),
    ("wslmem apply --profile=h", "wslmem apply --profile=heavy "),
    ("wslmem --config only", "wslmem --config onlyfile.log "),
    ("wslmem apply --shutdown=nev", "wslmem apply --shutdown=never "),
    ("wslmem --config=My", r"wslmem --config=My\ Project/"), ("wslmem --config=bigf", "wslmem --config=bigfolder/"),
    ("wslmem status --distribution Deb", "wslmem status --distribution Debian "),
    ("wslmem status --distribution=Deb", "wslmem status --distribution=Debian "),
    ("wslmem config get profiles.heavy.m", "wslmem config get profiles.heavy.memory "),
    ("wslmem show --explain swapF", "wslmem show --explain swapFile "),
    ("wslmem completion fi", "wslmem completion fish "),
    ("wslmem report --format=benchs", "wslmem report --format=benchstat "), ("wslmem help sta", "wslmem help status "),
    ("wslmem --json show --str", "wslmem --json show --strict "), ("wslmem --lang en sho", "wslmem --lang en show "),
]  # fmt: skip
"""What is typed, and what the line is after one TAB."""


DISTRIBUTIONS = r"  NAME    STATE    VERSION\n* Ubuntu    Running    2\n  Debian    Stopped    2\n"


@pytest.fixture
def place(wslmem: Callable, tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to complete in: a profile, a backup, a finding, files and folders."""
    wslmem("config", "set", "profiles.heavy.memory", "6GB")
    wslmem("apply", "--memory", "5GB", "--shutdown", "never")
    config.write_bytes(b"[wsl2]\nmemory=8gb\n")
    folder = tmp_path / "here"
    for name in ("bigfolder", "My Project"):
        (folder / name).mkdir(parents=True)
    (folder / "onlyfile.log").write_text("")
    if os.name == "posix":  # a script that lists two distributions; Windows starts none
        wsl = tmp_path / "wsl.exe"
        wsl.write_text(f"#!/bin/sh\nprintf '{DISTRIBUTIONS}'\n")
        wsl.chmod(0o755)
        monkeypatch.setenv("WSLMEM_WSL", str(wsl))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("WSLMEM_LANG", "en")
    return folder


def asked(*words: str) -> dict[str, str]:
    return dict(complete.offers(words[:-1], words[-1]).words)


def test_nothing_typed_offers_every_verb_and_a_folder(place: Path):
    found = complete.offers([], "")
    assert [word for word, _ in found.words] == [verb.name for verb in VERBS]
    assert found.others == "folders"
    assert all(meaning for _, meaning in found.words)


def test_options_are_offered_once_with_or_without_a_verb_and_with_what_they_mean(place: Path):
    assert {"--json", "--plain", "--config"} <= set(asked("-"))
    assert "--json" not in asked("--json", "-")
    assert {"--fix", "--lang"} <= set(asked("--json", "show", "--fix", "all", "-"))
    assert "--explain" not in asked("show", "--explain", "memory", "--e")
    assert all(asked("apply", "--").values())


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("show --fix ", {"all", "size-lower-case"}), ("schema ", {"show", "error", "config"}),
        ("--lang ", {"en", "zh_CN"}),
        ("apply --shutdown=", {"--shutdown=now", "--shutdown=never", "--shutdown=ask"}), ("restore ", {"1"}),
        ("config set language ", {"en", "zh_CN"}), ("config get profiles.heavy.m", {"profiles.heavy.memory"}),
        ("show --explain swapF", {"swapFile"}), ("help sta", {"status"}), ("dsc get --inp", {"--input"}),
        ("show --strict=e", {"--strict=errors"}), ("scan -- ", set()), ("nonsense ", set()),
        ("status --nonsense x ", set()),
    ],
)  # fmt: skip
def test_values_are_offered(place: Path, line: str, offered: set[str]):
    assert set(asked(*line.split(" "))) >= offered
    assert offered or not asked(*line.split(" "))


def test_rules_are_all_offered_where_the_file_has_no_finding(place: Path, config: Path):
    config.unlink()
    assert set(asked("show", "--fix", "")) >= set(RULES)


def test_a_shell_at_tab_gets_no_error_whatever_is_wrong(wslmem: Callable, place: Path, tmp_path: Path):
    (tmp_path / "state" / "config.toml").write_text("theme =\n")
    for line in ("apply --profile ", "--distribution ", "config set ", "--lang", "show --config=/nowhere/x --fix "):
        ran = wslmem("__complete", *line.split(" "))
        assert (ran.code, ran.stderr) == (0, ""), line
        assert ran.stdout.splitlines()[-1].startswith(":")


def test_tcsh_hands_over_its_line(wslmem: Callable, place: Path):
    assert wslmem("__complete", "--tcsh", "wslmem --lang=en sho").stdout == "show\n"
    assert wslmem("__complete", "--tcsh", "wslmem schema ").stdout.count("\n") > 10


@pytest.mark.posix_only(reason="a terminal of Linux")
@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_itself_completes(place: Path, shell: str):
    with_terminal = {"bash": bash, "zsh": zsh, "fish": fish}[shell]
    if shutil.which(shell) is None:
        assert not os.environ.get("CI"), f"CI installs {shell}"
        pytest.skip(f"{shell} is not here")
    wrong = [
        (typed, wanted, got)
        for (typed, wanted), got in zip(CASES, with_terminal([typed for typed, _ in CASES]), strict=True)
        if got != wanted
    ]
    assert not wrong


def fish(lines: list[str]) -> Iterator[str]:
    """What fish would make of each line: it tells what it offers, and completes what is alone."""
    for line in lines:
        script = "wslmem completion fish | source; complete -C $argv[1]"
        ran = subprocess.run(["fish", "--no-config", "-c", script, line], capture_output=True, text=True, check=True)
        words = [word.partition("\t")[0] for word in ran.stdout.splitlines()]
        head = line.rpartition(" ")[0]
        yield (
            f"{head} " + words[0].replace(" ", r"\ ") + ("" if words[0].endswith(("/", "=")) else " ")
            if len(words) == 1
            else repr(words)
        )


def bash(lines: list[str]) -> Iterator[str]:
    ready = (
        'PS1="> "; source <(wslmem completion bash);'
        ' bind -x \'"\\C-g": printf "@@%s@@\\n" "$READLINE_LINE"; READLINE_LINE=\'\n'
    )
    return in_terminal(["bash", "--norc", "--noprofile", "-i"], ready, lines)


def zsh(lines: list[str]) -> Iterator[str]:
    ready = (
        "PS1='> '; source <(wslmem completion zsh); zle -N told; bindkey '^G' told;"
        ' told() { zle -I; print -r -- "@@$BUFFER@@"; BUFFER= }\n'
    )
    return in_terminal(["zsh", "-f", "-i"], ready, lines)


def in_terminal(command: list[str], ready: str, lines: list[str]) -> Iterator[str]:
    """Type each line and a TAB into a shell, and read what its line has become."""
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm"
        os.execvp(command[0], command)  # noqa: S606 - the shell itself
    try:
        os.write(terminal, ready.encode())
        os.write(terminal, b"echo rea''dy\n")
        until(terminal, rb"[\r\n]ready\r")
        for line in lines:
            os.write(terminal, f"{line}\t\x07".encode())
            yield until(terminal, rb"@@(.*?)@@")[1].decode()
    finally:
        os.kill(child, signal.SIGKILL)
        os.close(terminal)
        os.waitpid(child, 0)


def until(terminal: int, mark: bytes) -> re.Match[bytes]:
    """Read until the shell has said it, or for a minute nothing any more."""
    found = b""
    while (match := re.search(mark, found)) is None:
        readable, _, _ = select.select([terminal], [], [], 60)
        assert readable, found
        found += os.read(terminal, 65536)
    return match
