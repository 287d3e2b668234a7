"""Ordinary errors of compilers and build tools."""

from __future__ import annotations

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import BY_ITSELF, after, each, first, row
from wslmem.diagnosis.signs.sign import Kind, Sign

E, PLACE, NAMED = Kind.ERROR, 3, 2

_FILE = r"(?:[A-Za-z]:)?[\w@./\\+~-]{1,300}\.\w{1,8}"
_CRASHES = ((134, "SIGABRT"), (139, "SIGSEGV"))

ROWS = (
    row(Kind.NOT_OOM, "tool", "0 errors", r"(?i)(?:^|\W)0 errors?\b", "none"),
    row(E, "go", ".go:", r"^(?:vet: )?\S{1,300}\.go:\d+(?::\d+)?: (?!warning)\S", rank=PLACE),
    row(E, "compiler", "error", rf"^{_FILE}[:(]\d+(?:[:,]\d+)?\)?: ?(?:fatal )?(?:\w+ )?error\b", rank=PLACE),
    row(E, "compiler", "错误", rf"^{_FILE}:\d+(?::\d+)?: ?(?:致命)?错误", rank=PLACE),
    row(E, "compiler", "fehler", rf"(?i)^{_FILE}:\d+(?::\d+)?: (?:schwerwiegender )?fehler", rank=PLACE),
    row(E, "compiler", "erreur", rf"(?i)^{_FILE}:\d+(?::\d+)?: erreur", rank=PLACE),
    row(E, "eslint", " error ", r"^\d{1,7}:\d{1,5} +error +\S", rank=PLACE),
    row(E, "typescript", "error ts", r"\berror TS\d{4,5}: ", rank=PLACE),
    row(E, "kotlin", ".kt", r"^e: (?:file://)?\S{1,300}\.kts?:", rank=PLACE),
    row(E, "rustc", "error[e", r"^error\[E\d{4}\]: ", rank=PLACE),
    row(E, "dotnet", "error ", r"\berror (?:CS|MSB|NU|NETSDK|FS|BC|LNK|C)\d{3,5}\b: ", rank=PLACE),
    *(
        row(
            E,
            "python",
            key,
            r"^(?:Caused by: |Uncaught |Unhandled )?(?:\w+(?:\.|::))*(?!Out|Memory)[A-Z]\w*(?:Error|Exception|Failure)"
            r"(?:: \S|$)",
            rank=NAMED,
        )
        for key in ("error", "exception", "failure")
    ),
    row(E, "linker", "undefined reference", r"undefined reference to ", rank=PLACE),
    row(E, "linker", "undefined symbol", r"undefined symbols?\b", rank=NAMED),
    row(E, "linker", "multiple definition", r"multiple definition of ", rank=PLACE),
    row(E, "linker", "region", r"will not fit in region", rank=NAMED),
    row(E, "linker", "region", r"\bregion \S{1,80} overflowed by \d", rank=NAMED),
    row(E, "linker", "cannot find -l", r"(?:cannot|can't) find -l", rank=PLACE),
    row(E, "go", "no required module", r"no required module provides package", rank=NAMED),
    row(E, "go", "is not in std", r"is not in (?:std|GOROOT)", rank=NAMED),
    row(
        E,
        "go",
        "go: ",
        (
            r"^go: (?!downloading|finding|extracting|added|upgraded|found|writing|creating|to "
            r"add)(?=\S).*(?:: |not |invalid|cannot|unknown|missing|error|fail|needed|requires|inconsistent)"
        ),
        rank=NAMED,
    ),
    row(E, "go", "import cycle not allowed", r"import cycle not allowed", rank=NAMED),
    row(E, "go", "missing go.sum", r"missing go\.sum entry", rank=NAMED),
    row(E, "go", "--- fail", r"^\s*--- FAIL: \S+", rank=NAMED),
    row(E, "pytest", "failed", r"^FAILED [^\s:]{1,300}+::\S|^[^\s:]{1,300}+::\S{1,300}+ FAILED\b", rank=NAMED),
    row(E, "pytest", "error", r"^E\s{2,8}[\w.]{0,80}Error\b", rank=NAMED),
    row(E, "cargo test", " ... failed", r"^test \S+(?: - .{0,80})? \.\.\. FAILED$", rank=NAMED),
    row(
        E,
        "test runner",
        "failed",
        r"^(?:Tests?|Test Suites|Test Files):? +(?:\d+ \w+[,|] )?\d+ failed\b|^Failed! +- Failed: ",
        rank=1,
    ),
    row(E, "test runner", " failed", r"^=*\s*[1-9]\d{0,8} failed(?:,| *$| \()", rank=1),
    row(E, "test runner", "tests failed", r"(?<!\d)\d{1,9}+ tests? failed out of \d", rank=1),
    row(E, "test runner", " fail", r"^\s*\d+ failing$|^\d+ examples?, [1-9]\d* failures?\b|^FAILURES!$", rank=1),
    row(E, "go", "panic: ", r"^panic: ", rank=NAMED),
    row(E, "ghc", "panic! ", r"^\S{1,40}: panic! ", rank=NAMED),
    row(E, "network", "deadline exceeded", r"\b(?:Get|Head|Post|Put) \\?\"https?:.{1,400}deadline exceeded", rank=1),
    row(E, "sanitizer", "error", r"^==\d+==ERROR: \S", rank=NAMED),
    row(E, "linter", "error", r"^Found [1-9]\d* errors?\b", rank=1),
    row(E, "docker", "failed", r"^(?:COPY|ADD|RUN|FROM) failed: \S", rank=NAMED),
    row(E, "cmake", "cmake error", r"^CMake Error\b", rank=NAMED),
    row(E, "make", "no rule to make target", r"No rule to make target", rank=NAMED),
    row(E, "make", "*** ", r"make(?:\[\d+\])?: \*\*\* (?!\[|wait)\S.{0,300}\bStop\.$", rank=NAMED),
    row(E, "make", "missing separator", r"missing separator", rank=NAMED),
    row(E, "shell", "command not found", r": (?:command )?not found$", rank=NAMED),
    row(E, "shell", "not found", r"^(?:\S+: )?(?:line )?\d+: \S+: (?:command )?not found", rank=NAMED),
    row(
        E,
        "shell",
        "no such file or directory",
        (
            after(r"(?:error|fatal|cannot|can't|[Cc]ould not|open|bash|sh|ld|go)\b", ": No such file or directory")
            + "|: no such file or directory$"
        ),
        rank=NAMED,
    ),
    row(E, "shell", "permission denied", r"(?i)permission denied\b", rank=NAMED),
    row(E, "npm", "code e", r"^(?:npm (?:ERR!|error) )?code E(?!LIFECYCLE)[A-Z0-9]+", rank=NAMED),
    row(E, "npm", "err_", r"\bERR_PNPM_[A-Z_]+|\[ERR_[A-Z_]+\]", rank=NAMED),
    row(E, "npm", "missing script", r"^Missing script: ", rank=NAMED),
    row(E, "kubernetes", "failedscheduling", r"\bFailedScheduling\b.*\bnodes are available: ", rank=NAMED),
    *each(
        E, "bundler", ("module not found", "cannot find module"), r"(?i)module not found|cannot find module", rank=NAMED
    ),
    row(E, "bundler", "resolve", r"(?i)Could not resolve|Can't resolve '|failed to resolve", rank=NAMED),
    row(E, "maven", "compilation error", r"COMPILATION ERROR", rank=1),
    row(E, "maven", "[error]", r"^\[ERROR\] (?P<package>\S+\.(?:java|kt|scala)):?\[\d+", rank=PLACE),
    *each(
        E,
        "maven",
        ("could not find artifact", "could not transfer artifact", "could not resolve dependencies"),
        r"Could not find artifact|Could not transfer artifact|Could not resolve dependencies",
        rank=NAMED,
    ),
    row(E, "gradle", "compilation failed", r"Compilation failed; see the compiler", rank=1),
    row(E, "docker", "failed to solve", r"failed to solve: (?!process)", rank=NAMED),
    row(E, "apt", "unable to locate", r"^E: ", rank=NAMED),
    row(E, "apt", "fail", r"^E: (?!Sub-process )\S", rank=NAMED),
    *each(
        E,
        "pip",
        ("no matching distribution", "could not find a version"),
        r"No matching distribution found|Could not find a version that satisfies",
        rank=NAMED,
    ),
    *(
        row(E, "network", key, rf"(?i)\b{key}\b", rank=rank)
        for rank, key in (
            (NAMED, "could not resolve host"),
            (NAMED, "no such host"),
            (NAMED, "temporary failure in name resolution"),
            (1, "connection refused"),
            (1, "connection reset by peer"),
            (1, "connection timed out"),
            (1, "operation timed out"),
            (1, "tls handshake timeout"),
            (1, "i/o timeout"),
        )
    ),
    row(
        E,
        "tool",
        "treated as error",
        r"(?i)\bwarnings? (?:being |is |are )?treated as errors?\b|^Warning, treated as error",
        rank=NAMED,
    ),
    row(E, "compiler", "internal compiler error", r"internal compiler error", rank=NAMED),
    row(E, "compiler", "segmentation fault", r"(?i)segmentation fault", rank=NAMED),
    row(E, "compiler", "signal", r"(?i)\bsignal:?(?:led)? ?\(?(?:4|6|7|8|11)\b", rank=NAMED),
    row(E, "compiler", "signal", r"\bSIG(?:SEGV|ABRT|ILL|BUS|FPE)\b", rank=NAMED),
    row(E, "compiler", "core dumped", r"\(core dumped\)", rank=NAMED),
    row(E, "compiler", "fault", r"(?i)\bsegfault\b", rank=NAMED),
    row(
        E, "compiler", "overflow", r"(?i)\bstack overflow\b|\boverflowed its stack\b|STATUS_STACK_OVERFLOW", rank=NAMED
    ),
    row(E, "compiler", "bus error", r"(?i)\bbus error\b", rank=NAMED),
    row(E, "latex", "latex error", r"^! (?:La|Package \S{1,60} )?(?:TeX )?Error: \S", rank=NAMED),
    row(E, "latex", "undefined control", r"^! Undefined control sequence", rank=NAMED),
    row(E, "latex", "capacity exceeded", r"^! TeX capacity exceeded", rank=NAMED),
    *(
        row(E, "crash", f"{word} {code}", rf"(?i)\b{word} {code}{BY_ITSELF}", signal, rank=1)
        for code, signal in _CRASHES
        for word in ("exit code", "exit status", "exit value", "exited with", "exited with code")
    ),
    # Make names what it could not make, in any language; alone, "error 134" is Keil's number or stands in a sentence.
    *(
        row(E, "crash", key, rf"\*\*\* {said} {code}{BY_ITSELF}", signal, rank=1)
        for code, signal in _CRASHES
        for key, said in (
            ("*** [", r"\[[^\[\]]{1,400}\] \S{1,20}(?: code)?"),
            (f"*** error code {code}", "Error code"),
        )
    ),
    row(E, "tool", "failed: ", r"^FAILED: (?!\[code=)[^/:\s][^:]{2,80}: [A-Z][a-z]", rank=NAMED),
    row(Kind.FAILED, "cargo", "could not compile", r"^error: could not compile `(?P<package>[^`]+)`"),
    row(Kind.FAILED, "cargo", "custom build command", r"failed to run custom build command for `(?P<package>\S+)"),
    row(Kind.FAILED, "cargo", "test failed", r"^error: (?:test failed|doctest failed|\d+ targets? failed)"),
    row(Kind.FAILED, "linker", "ld returned", r"ld returned \d+ exit status"),
    row(Kind.FAILED, "node", "command failed", r"Error: Command failed: (?P<command>\S[^\n]{0,400})"),
    row(
        Kind.FAILED,
        "tool",
        "error:",
        (
            r"^(?:npm )?error:? (?:Command failed|.*(?:exited with|exit code|exit status|returned "
            r"non-zero|failed with exit))"
        ),
    ),
    row(Kind.FAILED, "tool", "error", r"(?i)^(?:\S+: )?\*{0,3} ?\[?\S{0,200}\]? ?error \d+$"),
    row(Kind.FAILED, "go test", "fail\t", r"^FAIL\t(?P<package>\S+)"),
    row(Kind.FAILED, "ninja", "failed: ", r"^FAILED: (?:\[code=\d+\] )?(?P<package>\S+)"),
    row(Kind.FAILED, "make", "*** [", r"\*\*\* \[(?P<package>[^\[\]]{0,400})\] \S{1,20} \d+"),
    row(Kind.FAILED, "make", "*** ", r"make(?:\[\d+\])?: \*\*\* "),
    row(
        Kind.FAILED,
        "runner",
        "exit",
        (
            r"(?i)\b(?:exit(?:ed)?(?: with)?|process completed with exit|returned a non-zero|"
            r"failed with exit) ?(?:code|status|value)?:? ?'?[1-9]\d{0,2}\b"
        ),
    ),
    row(Kind.FAILED, "gradle", "build failed", r"(?i)\bbuild failed\b|FAILURE: Build failed"),
    row(
        Kind.FAILED,
        "tool",
        "failed",
        r"(?i)^\W{0,6}(?:[\w.-]{1,40} )?(?:build|job|task|step|command|compilation|pipeline|tests?|script|check|lint|"
        r"stage|install\w*|process)s? (?:has |have )?failed\b",
    ),
    row(E, "tool", "fatal", r"^(?:\S{1,80}: )?(?:fatal|FATAL)(?: error)?: \S", rank=NAMED),
    row(
        E, "tool", "error", r"^(?:\S{1,200}: )?(?:\w+ )?(?:[Ee]rror|ERROR)(?: \w++(?<=\d))?(?:\[\w+\])?: \S", rank=NAMED
    ),
    row(E, "tool", "error", r"^(?:ERROR|error) (?:in |at |TS|\[)\S", rank=NAMED),
    row(
        E,
        "tool",
        "error",
        r"^✘ \[ERROR\] |^\[ERROR\] (?!(?:To |Re-run|For more|After|-> |Failed to execute goal|$))\S",
        rank=1,
    ),
)
"""In the order in which they are tried."""


def recognise(line: Line, lower: str) -> Sign | None:
    """The sign of an ordinary error, or that a tool says that something failed."""
    return first(ROWS, line, lower)
