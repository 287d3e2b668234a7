"""Words of others in places that nobody means to read, each beside `SOURCES`: names beside a file, folders of people,
what a shell or an engine of a fleet hands over, and what is typed.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from hostile_programs import on_path
from hostile_sources import CONFIG, LOOKS, SIZES, Machine, distributions, names_of_backups, preferences
from hostile_words import as_bytes, in_a_name

HELD = (
    "WSL_DISTRO_NAME WSL_INTEROP WT_SESSION TERM_PROGRAM MSYSTEM LC_ALL LC_MESSAGES COMPUTERNAME USERNAME SUDO_UID "
    "GOROOT GOMODCACHE GOPATH GOMAXPROCS GOMEMLIMIT GOTOOLCHAIN GOOS GOARCH CGO_ENABLED CC INVOCATION_ID "
    "MAKEFLAGS CARGO_BUILD_JOBS WSLMEM_POWERSHELL WSLMEM_PROFILES XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS"
)
"""Variables that wslmem or what it starts reads."""
FOLDERS = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "USERPROFILE", "LOCALAPPDATA", "TMPDIR")
"""Variables that name a folder to put things into."""
TABS = (
    "apply --profile EMPTY", "status --distribution EMPTY", "restore EMPTY", "bench --resume EMPTY",
    "config get EMPTY", "config set distribution EMPTY", "show --fix EMPTY",
)  # fmt: skip
"""Where a shell asks at TAB for what is on this machine."""


def names_beside_the_file(machine: Machine, word: str) -> None:
    """In its folder, in that of the project, and in that of the settings."""
    for folder in ("profile", "app", "state", "state/bench", "state/backups"):
        for name in (f".wslconfig{in_a_name(word)}", f"{in_a_name(word)}wsl.go", f"{in_a_name(word)}.wslmem-new"):
            machine.put("-", f"{folder}/{name}", as_bytes(f"package main // {word}\n"))
    machine.names["PROJECT"] = str(machine.folder / "app")


def packages_of_the_project(machine: Machine, word: str) -> None:
    """Folders, Go files, what they embed and pass to C, and a workspace of modules."""
    name = in_a_name(word)
    source = f'package {word}\n\n// #cgo LDFLAGS: {word}\nimport "C"\n\n//go:embed {word}\nvar all string\n'
    machine.put("-", f"app/{name}/{name}.go", as_bytes(source))
    machine.put("-", "app/vendor/modules.txt", as_bytes(f"# {word} v1.0.0\n## explicit\n{word}\n"))
    rows = (
        f"module {word}",
        "go 1.22",
        f"require {word} v1.0.0 // {word}",
        f"replace {word} => ./{word}",
        f"tool {word}",
    )
    machine.put("-", "app/go.mod", as_bytes("\n".join(rows)))
    machine.put("-", "go.work", as_bytes(f"go 1.22\nuse ./app\nuse ./{word}\nreplace {word} => {word}\n"))


def answers_of_go_env(machine: Machine, word: str) -> None:
    """A go command of which every setting is the word."""
    said = machine.put("-", "said", as_bytes(word.replace("\n", "") + "\n") * 12)
    on_path(machine, "go", f"cat '{said}'")


def folders_of_people(machine: Machine, word: str) -> None:
    for name in (in_a_name(word), "me"):
        machine.put("-", f"people/{name}/.wslconfig", CONFIG)
    machine.environment["WSLMEM_PROFILES"] = str(machine.folder / "people")


def instances_of_an_engine(machine: Machine, word: str) -> None:
    """Every property the word, one at a time, and all in one text that is no JSON."""
    for number, given in enumerate(({"swapFile": word, "path": str(machine.config)}, {"memory": word}, {word: word})):
        machine.names[f"INPUT{number}"] = json.dumps(given)
    machine.names["INPUT3"] = in_a_name(word)
    machine.names["INPUT4"] = json.dumps({"path": f"{machine.folder}/{word}", "memory": "4GB"})


def variables(machine: Machine, word: str) -> None:
    said = in_a_name(word)
    machine.environment |= dict.fromkeys(HELD.split(), said)
    machine.environment |= {name: str(machine.folder / said / name) for name in FOLDERS}
    (machine.folder / said / "TMPDIR").mkdir(parents=True)


def what_is_typed(machine: Machine, word: str) -> None:
    row = word.replace("\n", "")
    machine.typed = "".join(
        f"{one}\n" for one in ("1", row, "0", "2", row, f"{row}GB", row, "3", row, "1", row, *"0000")
    )


def what_a_shell_asks_for(machine: Machine, word: str) -> None:
    machine.names["EMPTY"] = ""
    preferences(machine, word)
    names_of_backups(machine, word)
    distributions(machine, word)
    machine.put("-", f"state/bench/{in_a_name(word)}/bench.json", b"{}")
    machine.config.write_bytes(b"[wsl2]\r\nmemory=" + as_bytes(word.replace("\n", "")) + b"\r\n")


OF_PLACES: dict[Callable[[Machine, str], None], tuple[str, ...]] = {
    names_beside_the_file: (*LOOKS, *SIZES, "restore", "restore --verify", "apply --memory 3GB --shutdown never"),
    packages_of_the_project: SIZES,
    answers_of_go_env: SIZES,
    folders_of_people: (
        "intune detect --memory 5GB --all-users", "intune remediate --memory 3GB --all-users",
        'dsc get --input {"allUsers":true}', 'dsc test --input {"allUsers":true,"memory":"4GB"}', "dsc export",
    ),
    instances_of_an_engine: tuple(
        f"dsc {verb} --input INPUT{number}" for verb in ("get", "test", "set --what-if") for number in range(5)
    ),
    variables: (*LOOKS, *SIZES, "config", "version -v", "selftest", "run --no-live -- true", "bench --quick --yes"),
    what_is_typed: ("", "apply", "restore"),
    what_a_shell_asks_for: tuple(f"__complete {line}" for line in TABS),
}  # fmt: skip
"""Each source, and the commands that show what comes from it."""
