"""Words of builds and tests that succeed."""

from __future__ import annotations

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import each, first, row
from wslmem.diagnosis.signs.sign import Kind, Sign

ROWS = (
    row(Kind.TEST, "go test", "=== run", r"^=== (?:RUN|CONT)\b", "begins"),
    row(Kind.TEST, "go test", "--- pass", r"^\s*--- (?:PASS|SKIP): ", "passed"),
    # Only what speaks of the whole build: a test that passed says nothing of the next one.
    row(Kind.DONE, "gradle", "build success", r"BUILD SUCCESS(?:FUL)?\b"),
    row(Kind.DONE, "dotnet", "build succeeded", r"^Build succeeded\b"),
    row(
        Kind.DONE,
        "cargo",
        "finished",
        r"^Finished (?:`\w[\w-]*` profile|(?:dev|release|test|bench) \[|.* target\(s\) in )",
    ),
    row(Kind.DONE, "make", "built target", r"^\[100%\] Built target "),
    *each(
        Kind.DONE,
        "vite",
        ("built in", "compiled successfully"),
        r"\bbuilt in [\d.]+ ?m?s\b|Compiled successfully|compiled successfully",
    ),
    row(Kind.DONE, "runner", "code 0", r"(?i)\b(?:exit(?:ed)?(?: with)?|completed with exit) (?:code|status):? ?'?0\b"),
    *each(
        Kind.DONE,
        "runner",
        ("job succeeded", "finished: success", "conclusion: success"),
        r"Job succeeded|Finished: SUCCESS|conclusion: success",
    ),
    row(Kind.DONE, "bazel", "completed successfully", r"Build completed successfully"),
    row(Kind.DONE, "docker", "successfully", r"^Successfully (?:built|tagged) "),
    row(Kind.DONE, "docker", "exporting", r"^(?:=> )?(?:exporting to image|naming to \S).*\b(?:done|DONE)\b"),
    row(Kind.DONE, "ninja", "no work to do", r"^ninja: no work to do"),
    row(Kind.DONE, "make", "nothing to be done", r"^g?make(?:\[\d+\])?: Nothing to be done for "),
    row(
        Kind.DONE,
        "tool",
        "success",
        r"(?i)^\W{0,6}(?!.{0,120}\b(?:not|fail\w*|errors?)\b)(?:[\w.-]{1,40} )?(?:build|built|compil\w+|job|pipeline|"
        r"install\w*|deploy\w*|done)\b.{0,60}\bsuccess(?:ful|fully)?\b",
    ),
    row(
        Kind.DONE,
        "test runner",
        "passed",
        r"^(?:Tests?|Test Suites|Test Files):? +\d+ passed\b(?!.{0,40}failed)|"
        r"^=+ \d+ passed\b(?!.{0,40}(?:failed|error))",
    ),
    row(Kind.DONE, "turbo", "successful", r"^Tasks: +(\d+) successful, \1 total"),
    row(Kind.DONE, "cargo test", "test result: ok", r"^test result: ok\. "),
    row(Kind.DONE, "go test", "ok", r"^ok\s{1,8}\S{1,300}\s(?:\(cached\)|[\d.]{1,12}s)"),
    row(Kind.DONE, "tool", "success", r"^(?:Done in [\d.]+ ?m?s|✨\s+Done in|success\b)"),
)
"""In the order in which they are tried."""


def recognise(line: Line, lower: str) -> Sign | None:
    """The sign of a success, or of where a test stands."""
    return first(ROWS, line, lower)
