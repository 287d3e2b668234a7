"""Where words of others come from: each plants a word on a machine, and names the commands that look there."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from hostile_words import as_bytes, in_a_name

from wslmem.machine.own.backups import Backups, digest
from wslmem.machine.own.journal import Journal, Step, begin

UPGRADES = Path(__file__).parents[1] / "upgrades" / "0.1.0"
FORMATS = ("md", "html", "csv", "benchstat", "hyperfine", "json")
CONFIG = b"# mine\r\n[wsl2]\r\nmemory=4GB   # was 8GB\r\nswap=0\r\n"
LOOKS = ("status", "show", "")
"""What shows the file and the machine; without a verb and a terminal it is the status."""


@dataclass
class Machine:
    """A folder that stands for a machine without WSL; every place in it may be called by a hostile name."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Words of the command lines, by what stands for them there."""
    typed: str = "1\n0\n2\n4GB\n\n\n0\n3\n1\n0\n0\n0\n"
    """Answers to questions: the recommendation, settings, a backup; then whatever ends each question."""

    def __post_init__(self) -> None:
        self.put("CONFIG", "profile/.wslconfig", CONFIG)
        self.put("LOG", "build.log", b"compile: signal: killed\n")
        self.project("app", "example.com/app")
        self.environment |= {"WSLMEM_STATE": str(self.state), "WSLMEM_WSL": str(self.folder / "no-wsl.exe")}

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def config(self) -> Path:
        return Path(self.names["CONFIG"])

    def put(self, name: str, path: str, data: bytes) -> Path:
        """Write a file; command lines call it `name`."""
        place = Path(os.fsdecode(os.fsencode(self.folder / path)))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        self.names[name] = str(place)
        return place

    def project(self, folder: str, module: str, imported: str = "fmt") -> None:
        """A Go project of two packages."""
        self.put("-", f"{folder}/go.mod", as_bytes(f"module {module}\n\ngo 1.22\n"))
        self.put("-", f"{folder}/main.go", as_bytes(f'package main\n\nimport "{imported}"\n\nfunc main() {{}}\n'))
        self.names["PROJECT"] = str(self.folder / folder)

    def program(self, name: str, says: bytes, code: int = 0) -> Path:
        """A program that says the same whatever it is asked, on both streams."""
        said = self.put("-", f"said-{name}", says)
        quoted = shlex.quote(str(said))
        place = self.put("-", name, f"#!/bin/sh\ncat {quoted}; cat {quoted} >&2; exit {code}\n".encode())
        place.chmod(0o755)
        return place


def lines_of_the_file(machine: Machine, word: str) -> None:
    w = as_bytes(word)
    rows = (b"[wsl2]", b"memory=" + w, b"swapFile=C:\\" + w, w + b"=1", b"kernel=" + w, b"# " + w, b"[" + w + b"]", w)
    machine.config.write_bytes(b"\r\n".join(rows))


def bytes_that_are_no_text(machine: Machine, word: str) -> None:
    machine.config.write_bytes(CONFIG + as_bytes(word) + b"=\xff\xfe")


def path_of_the_file(machine: Machine, word: str) -> None:
    machine.put("CONFIG", f"{in_a_name(word)}/.wslconfig", CONFIG.replace(b"4GB", b"4gb"))


def path_that_is_no_file(machine: Machine, word: str) -> None:
    machine.put("-", f"{in_a_name(word)}/.wslconfig/inside", b"")
    machine.names["CONFIG"] = str(machine.folder / in_a_name(word) / ".wslconfig")


def name_of_the_project(machine: Machine, word: str) -> None:
    machine.project(in_a_name(word), "example.com/app")


def modules_and_imports(machine: Machine, word: str) -> None:
    machine.project("app", f"example.com/{word}", f"example.com/{word}/p")


def modules_below(machine: Machine, word: str) -> None:
    machine.project(f"many/{in_a_name(word)}", "example.com/app")
    machine.names["PROJECT"] = str(machine.folder / "many")


def a_container_of_the_project(machine: Machine, word: str) -> None:
    given = {"hostRequirements": {"memory": word}, "runArgs": [f"--memory={word}"], "name": word}
    machine.put("-", "app/.devcontainer/devcontainer.json", json.dumps(given).encode())


def words_of_wsl(machine: Machine, word: str) -> None:
    machine.environment["WSLMEM_WSL"] = str(machine.program("wsl.exe", as_bytes(f"WSL version: {word}\n{word}\n")))


def failures_of_wsl(machine: Machine, word: str) -> None:
    machine.environment["WSLMEM_WSL"] = str(machine.program("wsl.exe", as_bytes(word), code=1))


def distributions(machine: Machine, word: str) -> None:
    rows = f"  NAME    STATE    VERSION\n* {word}    Running    2\n  other-{word}    Stopped    2\n"
    machine.environment["WSLMEM_WSL"] = str(machine.program("wsl.exe", as_bytes(rows)))


def journal_of_a_killed_run(machine: Machine, word: str) -> None:
    old, new = machine.config.read_bytes(), CONFIG.replace(b"4GB", b"6GB")
    kept = Backups(machine.state).keep(machine.config, old).backup
    machine.config.write_bytes(new)
    entry = replace(
        begin("apply", machine.config, existed=True), step=Step.WRITE, backup=kept.path.name, wrote=(digest(new),),
        settings=(("wsl2.memory", word), (word, word)),
    )  # fmt: skip
    Journal(machine.state, "apply", machine.config).write(entry)


def journal_of_a_killed_benchmark(machine: Machine, word: str) -> None:
    old, saved = machine.config.read_bytes(), machine.folder / in_a_name(word)
    kept = Backups(machine.state).keep(machine.config, old).backup
    begun = begin("bench", machine.config, existed=True)
    entry = replace(begun, step=Step.LEGS, backup=kept.path.name, wrote=(digest(old),), saved_runs=str(saved))
    Journal(machine.state, "bench", machine.config).write(entry)


def journal_that_is_none(machine: Machine, word: str) -> None:
    journal_of_a_killed_run(machine, word)
    (place,) = machine.state.glob("journal-*.json")
    place.write_text(json.dumps(json.loads(place.read_bytes()) | {word: word, "settings": [[word, word, word]]}))


def names_of_backups(machine: Machine, word: str) -> None:
    folder = Backups(machine.state).keep(machine.config, CONFIG).backup.path.parent
    for name in (f"20260101T000000Z-0001-{in_a_name(word)}.bak", in_a_name(word)):
        folder.joinpath(name).write_bytes(as_bytes(word))
    machine.state.joinpath(f"journal-apply-{in_a_name(word)}.unreadable").write_bytes(b"")


def preferences(machine: Machine, word: str) -> None:
    key = json.dumps("".join(letter for letter in word if not "\ud800" <= letter <= "\udfff")).replace("\x7f", "")
    rows = f"theme = {key}\n{key} = {key}\n[profiles.{key}]\nmemory = {key}\n[profiles.one]\nmemory = {key}\n"
    machine.put("-", "state/config.toml", rows.encode())


def preferences_that_cannot_be_read(machine: Machine, word: str) -> None:
    machine.put("-", "state/config.toml", as_bytes(f"language = {word}\n"))


def language_of_preferences(machine: Machine, word: str) -> None:
    machine.put(
        "-",
        "state/config.toml",
        f"language = {json.dumps(in_a_name(word), ensure_ascii=False)}\n".encode("utf-8", "replace"),
    )


def saved_benchmarks(machine: Machine, word: str) -> None:
    kept = next(UPGRADES.glob("bench/*/bench.json")).read_bytes()
    known = _with_words(json.loads(kept), word, ("project", "module", "reason", "headline", "kernel", "distribution"))
    for place in ("saved", f"state/bench/{in_a_name(word)}"):
        machine.put("BENCH", f"{place}/bench.json", json.dumps(known).encode())


def benchmarks_that_are_none(machine: Machine, word: str) -> None:
    machine.put("BENCH", f"{in_a_name(word)}/bench.json", json.dumps({"schema": word, word: word}).encode())


def logs(machine: Machine, word: str) -> None:
    rows = (
        f"# example.com/{word}", f"example.com/{word}: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed",
        f"[ 99.1] Out of memory: Killed process 812 ({word}) total-vm:3421296kB, anon-rss:1705344kB",
        f"{word}: fatal error: Killed signal terminated program {word}", f"make: *** [{word}] Error 137", word,
    )  # fmt: skip
    machine.put("LOG", f"{in_a_name(word)}.log", as_bytes("\n".join(rows)))


def settings_of_wslc(machine: Machine, word: str) -> None:
    rows = f"session:\n  memorySize: {json.dumps(word)}\n  {json.dumps(word)}: 1\n"
    machine.put("-", "profile/AppData/Local/wslc/settings.yaml", rows.encode())


def inventories(machine: Machine, word: str) -> None:
    for number, told in enumerate(({"schema": "wslmem/status/1", "computer": word, word: word}, {word: word}, word)):
        machine.put("FLEET", f"fleet/{number}-{in_a_name(word)}.json", json.dumps(told).encode())
    machine.put("FLEET", f"fleet/{in_a_name(word)}", as_bytes(word))
    machine.names["FLEET"] = str(machine.folder / "fleet")


def answers_of_powershell(machine: Machine, word: str) -> None:
    xml = f"<Process_1><Name>{word}</Name></Process_1>"
    answer = {"Now": word, "CommitLimitKB": 1, "CommitFreeKB": 1, "Events": [xml]}
    told = json.dumps(answer).encode() + as_bytes(word)
    machine.environment["WSLMEM_POWERSHELL"] = str(machine.program("powershell.exe", told))


def failures_of_powershell(machine: Machine, word: str) -> None:
    machine.environment["WSLMEM_POWERSHELL"] = str(machine.program("powershell.exe", as_bytes(word), code=1))


def environment(machine: Machine, word: str) -> None:
    said = in_a_name(word)
    names = ("WSLMEM_LANG", "LANG", "COLUMNS", "GOFLAGS", "GOGC", "TERM", "USER", "HOSTNAME", "NO_COLOR")
    machine.environment |= dict.fromkeys(names, said)


def earlier_runs(machine: Machine, word: str) -> None:
    kept = json.loads(next(UPGRADES.glob("runs/*/*.json")).read_bytes()) | {"command": word, "folder": word}
    machine.put("-", "state/runs/0123456789abcdef/0123456789abcdef.json", json.dumps(kept).encode())
    machine.put("-", "state/projects.json", json.dumps({"schema": "wslmem/projects/1", "paths": [word]}).encode())
    settled = {"schema": "wslmem/settled/1", "distribution": word, "used": 1 << 30}
    machine.put("-", "state/settled.json", json.dumps(settled).encode())


def arguments(machine: Machine, word: str) -> None:
    said = in_a_name(word)
    machine.names |= {
        one: one.replace("WORD", said) for line in EVERY_ARGUMENT for one in line.split() if "WORD" in one
    }


def names_of_programs(machine: Machine, word: str) -> None:
    program = machine.put("PROGRAM", in_a_name(word), b"#!/bin/sh\nsleep 0.3; exit 3\n")
    program.chmod(0o755)


def _with_words(value: object, word: str, names: tuple[str, ...]) -> object:
    """JSON in which the texts of these names are the word."""
    if isinstance(value, list):
        return [_with_words(one, word, names) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: word if name in names and isinstance(one, str | None) else _with_words(one, word, names)
        for name, one in value.items()
    }


REPORTS = tuple(f"report BENCH --format {name}" for name in FORMATS)
OF_A_FLEET = tuple(f"report --fleet FLEET --format {name}" for name in ("md", "html", "csv", "json"))
SIZES = ("scan PROJECT", "recommend PROJECT", "status PROJECT")
CHANGE = "apply --memory 3GB --diff --check"
EVERY_ARGUMENT = (
    "WORD", "--WORD", "status WORD", "show --fix WORD", "show --explain WORD", "scan WORD", "recommend WORD",
    "recommend --host-memory WORD", "apply --memory WORD", "apply --profile WORD", "apply --processors WORD",
    "restore WORD", "report WORD", "explain WORD", "bench WORD --as-is", "bench --sweep WORD=WORD", "config WORD",
    "config WORD WORD", "schema WORD", "completion WORD", "help WORD", "run -- WORD", "run --cd WORD -- true",
    "watch --interval WORD", "status --distribution WORD", "show --config WORD", "status --wsl WORD",
    "show --lang WORD", "show --color WORD", "show --log WORD/WORD", "dsc get --input WORD",
    "intune detect --memory WORD", "scan --flags WORD", "selftest WORD", "demo WORD WORD", "__complete WORD WORD",
)  # fmt: skip
SOURCES: dict[Callable[[Machine, str], None], tuple[str, ...]] = {
    lines_of_the_file: (*LOOKS, CHANGE, "show --fix all", "apply --memory 3GB --shutdown never", "restore"),
    bytes_that_are_no_text: (*LOOKS, CHANGE, "show --fix all"),
    path_of_the_file: (*LOOKS, CHANGE, "apply --memory 3GB --shutdown never", "restore", "restore --verify"),
    path_that_is_no_file: (*LOOKS, CHANGE),
    name_of_the_project: SIZES,
    modules_and_imports: SIZES,
    modules_below: SIZES,
    a_container_of_the_project: SIZES,
    words_of_wsl: (*LOOKS, "watch --count 1", "version -v"),
    failures_of_wsl: (*LOOKS, "apply --memory 3GB --shutdown now --yes", "bench PROJECT --quick --yes"),
    distributions: (*LOOKS, "status --distribution x", "watch --count 1"),
    journal_of_a_killed_run: (*LOOKS, "restore --verify", CHANGE, "status --dismiss"),
    journal_of_a_killed_benchmark: (*LOOKS, "restore --verify", "status --dismiss"),
    journal_that_is_none: ("restore --verify", *LOOKS, "restore --verify"),
    names_of_backups: ("restore", "restore --verify", "restore 1", "restore 2"),
    preferences: ("config", "apply --profile one --check", "apply --profile x --check", "show"),
    preferences_that_cannot_be_read: ("config", "show", "status", "apply --profile one --check"),
    language_of_preferences: ("config", "show"),
    saved_benchmarks: (*REPORTS, "bench --resume BENCH"),
    benchmarks_that_are_none: ("report BENCH", "bench --resume BENCH", "report BENCH --out BENCH"),
    logs: ("explain LOG", "explain LOG --lang zh_CN"),
    settings_of_wslc: ("status", "recommend PROJECT", "apply --wslc-memory 1GB --diff --check"),
    inventories: OF_A_FLEET,
    answers_of_powershell: ("explain LOG --windows", "status --events --json", "status"),
    failures_of_powershell: ("explain LOG --windows", "status --events --json", "status"),
    environment: (*LOOKS, *SIZES, "config", "show --help"),
    earlier_runs: ("recommend PROJECT", "recommend --command make", "status PROJECT"),
    names_of_programs: ("run --no-live -- PROGRAM", "run --no-live --json -- PROGRAM"),
    arguments: EVERY_ARGUMENT,
}
"""Each source, and the commands that show what comes from it."""
