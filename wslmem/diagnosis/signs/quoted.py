"""Lines that hold the words of an end and tell of none: source, commits, commands, tests that passed, assertions."""

from __future__ import annotations

from wslmem.patterns import lazy

_SOURCE = lazy(r"\d{1,6} {0,6}\| |(?:\| +)?(?:\^{2,}|~{2,})")
"""A line of source that a compiler quotes below its error, or what it says of a part of one below it."""
_OF_HISTORY = lazy(
    r"(?:HEAD is now at |[*|/\\ ]{1,12})?(?=[0-9]{0,11}[a-f])[0-9a-f]{7,12} (?:\([^)]{1,200}\) )?[^\s]|"
    r"(?:Commit message|HEAD is now at|Note: switching to|Switched to)\b"
)
"""A commit and its subject: what it says was of another day."""
_ASKED = lazy(
    r"(?:\+{1,4} |\$ |PS [A-Z]:[^>]{0,200}> ?|[\w.-]{1,40}@[\w.-]{1,60}[: ][^$#%]{0,120}[$#%] )(?:sudo )?"
    r"(?:grep|egrep|rg|echo|printf|dmesg|journalctl|git|awk|sed|cat|tail|head|less|if|case|kubectl|"
    r"(?:docker|podman|nerdctl) inspect)\b"
)
"""A command that a shell echoes: what it looks for was not found yet."""
_SHOWS = lazy(
    r"(?:[^$#%>]{0,120}[$#%>] ?)?(?:(?:sudo|wsl(?:\.exe)?)(?: -\w \S+)* )*(?:\S*/)?(?:dmesg|journalctl)\b|"
    r"password for \S{1,64}:|-- (?:Boot|Logs begin|Journal begins|No entries)\b|\s*\Z"
)
"""A command that shows the kernel's log, and what it and sudo say of themselves."""
_PASSED = lazy(
    r"\s*(?:[✓✔√✅☑] ?(?!built|Compiled|Built|Done)\S|ok \d{1,6}\b|ok\s{2,}\S|(?:PASS|SKIP)(?:ED)?\s+\S|"
    r"\[ {0,12}(?:OK|PASSED|RUN|DISABLED|SKIPPED) {0,12}\]|Start +\d{1,6}: )"
)
"""The title of a test that begins or passed: Jest, Mocha, TAP, go, nextest, gtest, ctest."""
_PASSED_AT_END = lazy(
    r"(?:\.{3} ?|\s)(?:ok|PASSED|Passed|passed|PASS|SKIPPED|skipped|ignored)"
    r"(?:\s+\[?[\d.]{1,12} ?(?:%|sec|m?s)?\]?)?\s*\Z"
)
_WITH_PASSED = ("ok", "PASS", "assed", "SKIP", "skip", "ignored")
_FAILED_TEST = lazy(
    r"\s*(?:not ok \d|\[ {0,4}FAILED {0,4}\]|FAILED \S{1,300}::\S|[✕✗] \S|● \S|\d{1,4}\) \S|--- FAIL: |"
    r"test \S+(?: - .{0,80})? \.\.\. FAILED|(?:FAIL|TIMEOUT)\s+\[)|\d{1,6}/\d{1,6} Test +#\d(?!.{0,200}\*\*\*Exception)"
)
"""The title of one that failed: its words are what it is called."""
_ASSERTED = lazy(
    r"(?i)\bassert\w*\b|\b(?:want(?:ed)?|expect(?:ed|s|ing)?)\b(?!.{0,60}\bexit (?:code|status))"
    r".{0,200}?\b(?:got|have|actual(?:ly)?|received|to (?:be|equal|contain|match|have))\b|"
    r"\bgot\b.{0,200}?\b(?:want(?:ed)?|expected)\b|"
    r" = .{1,200}?[,;] want(?:ed)?\b|"
    r"\A(?:E\s{2,}[-+?]|[-+] ?[\"'])|\A\s*(?:left|right|expected|actual|received|got|want) ?[:=] "
)
"""What a test wanted, and what it had."""
_COLUMN = lazy(r"error(?:\[E\d{4}\]| TS\d{4,5}): |\S{1,300}[:(]\d{1,7}[:,]\d{1,5}\)?: (?!error MSB)")
"""A compiler's numbered error, or its place in a file to the column; a log names the line only."""
_CARET = lazy(r"[~|\s]*+\^[\^~|\s]*+")


def of_no_build(text: str) -> bool:
    """Whether a line quotes source, a commit or a command, or names a test that passed."""
    if any(form.match(text) for form in (_SOURCE, _OF_HISTORY, _ASKED, _PASSED)):
        return True
    return any(word in text for word in _WITH_PASSED) and _PASSED_AT_END.search(text) is not None


def shows_the_kernel(text: str) -> bool:
    """Whether a line only leads to the kernel's log: nothing is built by it."""
    return _SHOWS.match(text) is not None


def of_a_test(text: str) -> bool:
    """Whether a line tells why a test failed, or how it is called: that is an error, whatever its words are."""
    return _FAILED_TEST.match(text) is not None or _ASSERTED.search(text) is not None


def of_a_compiler(text: str) -> bool:
    """Whether a line is a compiler's on a place in a file: then words of ends are mostly names of the program."""
    return _COLUMN.match(text) is not None


def points_up(text: str) -> bool:
    """Whether a line stands below one of source, where a compiler points at."""
    return _CARET.fullmatch(text) is not None
