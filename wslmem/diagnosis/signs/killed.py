"""Words of build tools, shells and runners for a process that ended by a signal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import BY_ITSELF, Row, after, row, sign
from wslmem.diagnosis.signs.sign import Kind, Sign

_GO_TOOL = (
    r"(?P<victim>compile|link|asm|cgo|cover|vet|pack|buildid|covdata|fix|preprofile|nm|objdump|pprof|trace|test2json)"
)
_PATH = r"(?:[^\s\"'`]*[/\\])?"
_OF_A_PATH = r"(?:(?:^|(?<!\bin)(?<!\bin )[\s\"'`(])[.~]?[/\\][^\s\"'`:]*[/\\]|[\"`'])"
"""Before the name of a program; an import path starts with none of these."""
_NAME = r"[\w.+-]{1,64}"
_WHOLE_NAME = r"(?<![\w.+-])(?P<victim>[\w.+-]{1,64}+)"


def _go(word: str, kind: Kind) -> Iterator[Row]:
    """cmd/go prints `package: path/tool: signal: WORD`; os/exec's ExitError gives the last two words."""
    said, name = f"signal: {word}", word.upper()
    package = r"(?:go (?:build|install|test|run|vet|list|generate|get) )?(?P<package>[\w./@~+-]+)(?: \[[\w./-]+\])?"
    yield row(kind, "go", said, rf"(?:^|[\s\"']){package}: {_PATH}{_GO_TOOL}(?:\.exe)?: {said}", name)
    yield row(kind, "go", said, rf"(?:^|[\s/\\\"'`]){_GO_TOOL}(?:\.exe)?: {said}", name)
    yield row(kind, "go", said, rf"running (?P<command>\S+) failed: {said}", name)
    quoted = r"running [\"'`](?P<command>[^\"'`]{1,300})[\"'`] in [\"'`][^\"'`]{1,300}[\"'`]"
    yield row(kind, "go", said, rf"{quoted}: {said}", name)
    yield row(
        kind,
        "go",
        said,
        rf"{_OF_A_PATH}(?P<victim>{_NAME}(?<!\.go))[\"`']?: {said}",
        name,
    )
    yield row(kind, "go", said, rf"(?:^|[\s:(\"'\]]){said}", name)


def _numbered(number: int, short: str, word: str, kind: Kind) -> Iterator[Row]:
    """Words that hold a signal's number or its short name; `word` is what a shell calls it."""
    n, code, name = str(number), str(128 + number), word.upper()
    lower = word.lower()
    terminated = rf"{word} signal terminated program (?P<victim>[\w/]\S*)"
    yield row(kind, "gcc", f"{lower} signal terminated", terminated, name)
    yield row(kind, "gcc before 9", f": {lower} (program", rf"error: {word} \(program (?P<victim>[^()]+)\)", name)
    yield row(kind, "collect2", "with signal", rf"{_WHOLE_NAME}(?:: \w+:)? terminated with signal {n}\b", name)
    yield row(kind, "collect2", "collect2", rf"collect2: .{{0,80}}?\b(?P<victim>ld(?:\.\w+)?)\b.{{0,60}}\b{n} \[", name)
    yield row(kind, "collect2", "collect2", rf"collect2: .{{0,140}}\b{n} \[", name)
    yield row(kind, "clang", "unable to execute", rf"unable to execute command: {word}\b", name)
    yield row(
        kind,
        "cargo",
        "exit successfully",
        after(r"exit successfully: [`'](?P<command>[^`]{1,300})", rf"\(signal: {n}\b"),
        name,
    )
    yield row(kind, "rustc", "linking with", rf"linking with `(?P<command>[^`]+)` failed: signal: {n}\b", name)
    yield row(kind, "cargo", "signal: ", rf"\(?signal: {n}\b", name)
    yield row(
        kind,
        "make",
        "*** [",
        rf"\*\*\* \[(?P<package>[^\[\]]{{0,400}})\] (?:{word}\b|\S{{1,20}} (?:{code}|-{n})(?!\d))",
        name,
    )
    yield row(kind, "ninja", "[code=", rf"FAILED: \[code={code}\] (?P<package>\S+)", name)
    yield row(kind, "xargs", "xargs", rf"^xargs ?[:：] (?P<command>[^\s:：]+)[:：]?\s.{{0,80}}\b{n}\b", name)
    yield row(kind, "nvcc", "died due to", rf"'(?P<victim>{_NAME})' died due to signal {n}\b", name)
    yield row(
        kind,
        "python",
        "died with",
        after(r"Command '?\[?'?(?P<command>[^',\]]{1,300})", rf"died with <Signals\.{short}"),
        name,
    )
    yield row(kind, "python", "died with", rf"died with <Signals\.{short}", name)
    yield row(
        kind, "distutils", "terminated by signal", rf"command '(?P<command>[^']+)' terminated by signal {n}\b", name
    )
    yield row(kind, "fish", "fish: ", after(r"fish: Process \d+, '(?P<victim>[^']{1,64})' ", rf"{short}\b"), name)
    yield row(kind, "fish", "fish: ", after(r"fish: .{0,40}?'(?P<job>[^']{0,300})'", rf"{short}\b"), name)
    yield row(kind, "emcc", "failed (received", rf"'(?P<command>[^']+)' failed \(received {short}", name)
    yield row(
        kind, "shell", lower, rf"(?:^|[\s:：\]])(?P<pid>\d{{1,8}}) {word}(?:: {n})?(?:\s{{2,}}(?P<job>\S.*))?\s*$", name
    )
    yield row(kind, "zsh", lower, rf"\[\d+\]\s+(?:[+-]\s+)?(?P<pid>\d+) {lower}\s+(?P<job>.*)", name)
    yield row(kind, "zsh", lower, rf"^zsh: {lower}\s+(?P<job>.*)", name)
    yield row(kind, "shell", lower, rf"^{word}(?:: {n})?\s{{2,}}(?P<job>\S.*)$", name)
    # A progress line may stand before it; of the other signals the words mean too much besides.
    before = r".{0,200}?(?:^|[\s\]:\d%]|\.\.)" if kind is Kind.KILLED else ""
    yield row(kind, "shell", lower, rf"^{before}{word}(?:: {n})?$", name)
    yield row(kind, "julia", f"signal ({n})", rf"\bsignal \({n}\): {word}\b", name)
    yield row(kind, "bazel", f"({lower})", rf"\({word}\)", name)
    yield row(
        kind,
        "runner",
        "signal",
        rf"(?i)(?:due to|by|with|on|of|from|received|got|fatal|caught)(?: an?)?(?: fatal)? signal:? ?[(#]?{n}\b|"
        rf"received '{lower}' signal|\b(?:got|by|with|on|from|received|caught) signal:? {short.removeprefix('SIG')}\b",
        name,
    )
    yield row(
        kind,
        "node",
        short.lower(),
        rf"^\W{{0,6}}(?P<command>[\w./-].{{0,200}}?) failed\b.{{0,40}}[(\[]{short}[)\]]",
        name,
    )
    yield row(
        kind,
        "node",
        short.lower(),
        rf"^(?!.{{0,400}}\b(?:[Ss]end(?:ing|s)?|trap|grace|handler|would|kill -)\b).*\b{short}\b"
        r"(?! (?:when|if|once|after)\b)",
        name,
    )
    yield row(
        Kind.KILLED_CODE, "compose", f" exited with code {code}", rf"^(?P<unit>[\w.-]+) exited with code {code}\b", name
    )
    yield row(
        Kind.KILLED_CODE, "docker", f"exited ({code})", after(rf"\bExited \({code}\) ", r"\bago\b"), f"{name} ago"
    )
    yield row(Kind.KILLED_CODE, "runner", code, _CODE.replace("FIGURE", code), name)
    if number in {9, 15}:
        for key in (f" -{n}", f"(-{n}"):
            yield row(Kind.KILLED_CODE, "runner", key, _OF_PYTHON.replace("FIGURE", f"-{n}"), name)


_CODE = (
    r"(?i)\b(?:exit\w*|code|status|value|\w{0,40}error|rc|return\w*|result|non-zero)\b.{0,16}?(?<![\w.-])FIGURE"
    + BY_ITSELF
)
"""An exit code, told in any words: a word for it, at most a few characters, the figure by itself."""

_OF_PYTHON = _CODE.replace("error", "processerror", 1)
"""The same below zero, as Python tells of a signal; an error has its own such numbers: -9 is GnuTLS's, and EBADF."""

_KILLS = (
    *_go("killed", Kind.KILLED),
    *_numbered(9, "SIGKILL", "Killed", Kind.KILLED),
    # Tools in Python hand on the -9 that they are told: tox, invoke (docs/what-builds-say.md).
    row(Kind.KILLED_CODE, "runner", "247", _CODE.replace("FIGURE", "247"), "KILLED"),
    # In a sentence, unless it says when that happens.
    row(
        Kind.KILLED,
        "tool",
        "killed",
        (
            r"(?i)^(?!.{0,400}\b(?:if|when|whether|may|might|can|could|would|should|will|unless|to be)\b)"
            r".{0,400}?\b(?:is|was|were|been|got) (?!not |never )(?:\w+ )?"
            r"killed\b(?! by user| by signal:? [^k9s]| because)"
        ),
        "KILLED",
    ),
    row(
        Kind.KILLED,
        "tool",
        "kill -9",
        r"(?i)\bout of memory or (?:that )?(?:someone|somebody|something)\b.{0,40}kill -9",
        "KILLED",
    ),
    row(Kind.KILLED, "tool", "signal", r"(?i)signal(?:ed|led)?[(=] ?9\b|[(\[]signal 9[)\]]", "KILLED"),
    row(
        Kind.KILLED,
        "gcc",
        " signal terminated program",
        r"(?<!\S)(?>[!-~]*)[^\x00-\x7f]\S* signal terminated program (?P<victim>\S+)",
        "KILLED",
    ),
)
_ENDS = tuple(
    one
    for word, number, short, shell in (
        ("terminated", 15, "SIGTERM", "Terminated"),
        ("interrupt", 2, "SIGINT", "Interrupt"),
        ("hangup", 1, "SIGHUP", "Hangup"),
    )
    for one in (*_go(word, Kind.TERMINATED), *_numbered(number, short, shell, Kind.TERMINATED))
)
_CONTROL_C = (
    # What Create React App prints at SIGTERM; at SIGKILL it has another sentence.
    row(Kind.TERMINATED, "node", "killall", r"\bmight have called .?kill.? or .?killall\b", "TERMINATED"),
    row(Kind.TERMINATED, "su", "session terminated", r"^Session terminated, killing shell", "TERMINATED"),
    row(Kind.TERMINATED, "terminal", "^c", r"^\^C(?:\s|$|[A-Za-z])", "INTERRUPT"),
    row(
        Kind.TERMINATED,
        "tool",
        "interrupted by",
        r"(?i)\binterrupted by (?:the )?(?:user|Ctrl|signal 2|SIGINT)\b",
        "INTERRUPT",
    ),
    row(
        Kind.TERMINATED, "python", "keyboardinterrupt", r"^(?:[\w.]{1,40}: |!{2,80} )?KeyboardInterrupt\b", "INTERRUPT"
    ),
)
ROWS = (*_KILLS, *_ENDS, *_CONTROL_C)
"""In the order in which they are tried: the first that fits a line names it."""


def recognise(line: Line, lower: str) -> Sign | None:
    """The sign of a process that ended by a signal, or of an exit code that means one."""
    for one in ROWS:
        if one.key in lower and (found := one.search(line.text)):
            said = found.groupdict()
            if said.get("package"):
                said["package"] = target(said["package"] or "")
            return sign(one, line, said)
    return None


def target(text: str) -> str:
    """What make names in brackets, without the makefile and the line in it.

    >>> target("CMakeFiles/app.dir/build.make:93: CMakeFiles/app.dir/table.cc.o")
    'CMakeFiles/app.dir/table.cc.o'
    """
    return re.split(r":\d+[:：] ?", text)[-1].strip()
