"""What commands print. WSLMEM_GOLDEN=write writes it anew; read it before you commit."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDENS = Path(__file__).with_name("goldens")

FAULTY = (
    b"[wsl2]\r\n"
    b"memory=8gb\r\n"
    b"swap=0 ; none\r\n"
    b"processors=four\r\n"
    b"pageReporting=true\r\n"
    b"swapFile=C:\\temp\\swap.vhdx\r\n"
    b"localhostForwarding=true\r\n"
    b"memory=6GB\r\n"
    b"[wsl3]\r\n"
    b"autoMemoryReclaim=gradual\r\n"
)
"""A file in which hardly a line does what its author thinks."""

LOGS = {
    "go.log": "example.com/a: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed\n",
    "kernel.log": (
        "[ 99.1] Out of memory: Killed process 812 (cc1plus) total-vm:3421296kB, anon-rss:1705344kB\n"
        "g++: fatal error: Killed signal terminated program cc1plus\n"
    ),
    "refused.log": "fatal error: runtime: cannot allocate memory\n",
    "broken.log": "# example.com/a\n./main.go:3:1: syntax error: non-declaration statement outside function body\n",
    "nothing.log": "hello\n",
}

SESSIONS = {
    "show": ["show"],
    "show-faulty": ["show", "show --fix size-lower-case", "show --fix duplicate-key"],
    "apply": [
        "apply --memory 6GB --diff --check",
        "apply --memory 6GB --swap 2GB --shutdown never",
        "apply --memory 6GB --swap 2GB --shutdown never",
        "restore",
        "restore 1",
        "show",
    ],
    "apply-refused": [
        "apply --memory 8gb --shutdown never",
        "apply --memory 6.5GB --shutdown never",
        "apply --memory 1GB --shutdown never",
        "apply --config FOLDER --memory 6GB --shutdown never",
    ],
    "explain": [f"explain {name}" for name in LOGS],
    "errors": [
        "scan nowhere",
        "bench nowhere",
        "bench --runs 0 --as-is",
        "bench -p 0 --as-is",
        "bench --time-limit -1 --as-is",
        "restore 7",
        "explain nowhere.log",
        "show --fix nonsense",
        "schema x",
    ],
}


@pytest.fixture
def told(wslmem: Callable, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Run a line, and give it back with what it printed and its exit code; what differs from run to run is replaced."""
    for name, text in LOGS.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(line: str) -> str:
        ran = wslmem(*shlex.split(line.replace("FOLDER", config.parent.as_posix())))
        parts = [f"$ wslmem {line}", ran.stdout.rstrip(), *(f"! {words}" for words in ran.stderr.splitlines())]
        return "\n".join([*filter(None, parts), f"[{ran.code}]", ""])

    return run


def lasting(text: str, folder: Path) -> str:
    """The text without what differs from run to run and from system to system."""
    text = text.replace(str(folder), "DIR").replace(folder.as_posix(), "DIR")
    text = re.sub(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?(\.\d+)?Z?", "TIME", text)
    text = re.sub(r"\b\d{8}T\d{6}(\.\d+)?Z?\b", "TIME", text)
    text = re.sub(r"\b[0-9a-f]{12,64}\b", "HASH", text)
    # Half of this machine's memory, a quarter of that, all of its processors.
    text = re.sub(r"[\d.]+( GiB)? \((WSL )?default\)", r"N\1 (\2default)", text)
    text = re.sub(r"memory \([\d.]+ GiB\)", "memory (N GiB)", text)
    return text.replace("\\", "/")


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_prints_what_it_did_when_a_person_last_read_it(name, told, config, tmp_path):
    if name == "show-faulty":
        config.write_bytes(FAULTY)
    text = lasting("\n".join(told(line) for line in SESSIONS[name]), tmp_path)
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("WSLMEM_GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
