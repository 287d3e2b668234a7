"""Time limits, runners that go down, people who stop a build."""

from __future__ import annotations

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import after, each, first, row
from wslmem.diagnosis.signs.sign import Kind, Sign

T, S = Kind.TIME_LIMIT, Kind.STOPPED
ECHO = "echo"
"""What a runner says of any build that it stopped, whatever the reason was."""

ROWS = (
    row(
        T,
        "timeout",
        "sending signal",
        r"timeout: sending signal \w+ to command .(?P<command>[^'’\"”]+)",
        "timeout",
    ),
    row(T, "go test", "test timed out after", r"panic: test timed out after (?:\S+)", "go test -timeout"),
    row(T, "go test", "ran too long", r"\*\*\* Test killed.{0,40}: ran too long", "go test -timeout"),
    row(
        T,
        "golangci-lint",
        "timeout exceeded",
        r"(?i)timeout exceeded: try increasing it by passing --timeout",
        "--timeout",
    ),
    *(
        row(
            T,
            "runner",
            key,
            r"(?i)(?<!cpu )\b(?:time ?limit|max(?:imum)? (?:\w+ )?time|time budget)\b.{0,30}?"
            r"\b(?:exceeded|reached|expired|hit)\b|"
            r"\b(?:exceeded|reached|hit) (?:the |its )?max(?:imum)? (?:\w+ ){0,2}(?:run)?time\b",
            "job",
        )
        for key in ("exceed", "time limit", "maximum")
    ),
    row(T, "runner", "maximum execution time", r"(?i)exceeded the maximum execution time", "job"),
    row(
        T,
        "runner",
        "failed to",
        r"(?i)\bfailed to (?:finish|complete|end)\b.{0,20}\bwithin \W?\d",
        "job",
    ),
    row(T, "runner", "ran longer than", r"ran longer than the maximum time", "job"),
    row(T, "gitlab", "execution took longer", r"(?i)\bexecution took longer than \S+", "job"),
    row(T, "jenkins", "timeout", r"Cancelling nested steps due to timeout|Timeout has been exceeded", "job"),
    row(T, "circleci", "no output", r"Too long with no output|No output has been received in the last", "job"),
    row(T, "slurm", "time limit", "DUE TO TIME LIMIT|" + after("CANCELLED AT ", " TIME LIMIT"), "job"),
    row(
        T,
        "runner",
        "time limit",
        r"(?i)\b(?:exceeded|reached|hit|over|past) (?:the |its |a )?(?:\w+ )?time ?limit\b",
        "job",
    ),
    row(
        T,
        "runner",
        "timed out",
        r"(?i)\b(?:job|step|build|task|stage|action|run|workflow|pipeline|command|execution)\b.{0,60}\btimed out\b",
        "job",
    ),
    row(
        T,
        "runner",
        "exceed",
        r"(?i)\b(?:\w*time|duration|cput|minutes|hours)\b.{0,40}?\bexceed(?:s|ed|ing) (?:the |its )?(?:\w+ )?limit\b",
        "job",
    ),
    row(
        T,
        "runner",
        "inactivity",
        r"(?i)\bafter \d+ ?(?:s|sec\w*|m|min\w*|h|hours?) of inactivity\b",
        "job",
    ),
    row(
        T,
        "runner",
        "timeout",
        r"(?i)\b(?:job|step|build|task|copr) timeout (?:has )?(?:expired|been reached|reached|=>)",
        "job",
    ),
    row(T, "pytest-timeout", "timeout", r"\bTimeout \(?>[\d.]{1,12}s\b", "timeout"),
    row(T, "test runner", "timeout", r"^\W{0,6}TIMEOUT\W{0,6}$", "timeout"),
    row(T, "bazel", "timeout", r"^TIMEOUT: //|^//\S{1,300}\s+TIMEOUT in \d", "--test_timeout"),
    row(T, "ctest", "***timeout", r"\*\*\*Timeout\b", "--timeout"),
    row(T, "meson", " timeout ", r"^\s*\d+/\d+ .{1,200} TIMEOUT\s", "--timeout-multiplier"),
    row(T, "python", "timed out after", after("Command ", r" timed out after [\d.]+ seconds"), "timeout="),
    row(
        T,
        "tool",
        "timed out after",
        r"(?i)(?<!operation )(?<!connection )(?<!request )(?<!connect )(?<!read )"
        r"\btimed? ?out after \d+ ?(?:s|m|h|ms|sec|min|hour|minute|second)\w*\b",
        "timeout",
    ),
    row(T, "tool", "timeout after", r"(?i)(?:^|: )timeout after \d+ (?:minute|second|hour)s?\b", "timeout"),
    row(T, "tool", "timeout of", r"(?i)exceeded timeout of \d+|timeout of \d+ ?ms exceeded", "timeout"),
    row(T, "dotnet test", "inactivity time", r"\bthe inactivity time of \d+ \w+ has elapsed", "--blame-hang-timeout"),
    row(
        Kind.DEADLINE,
        "go",
        "deadline",
        r"^(?!.{0,400}(?:\b(?:Get|Head|Post|Put|Patch) \\?\"https?:|probe failed|\bdial tcp\b|Client\.Timeout)).*?(?:"
        r"context deadline exceeded|DeadlineExceeded|Deadline Exceeded|longer than (?:the )?specified deadline)",
        "deadline",
    ),
    row(S, "runner", "shutdown signal", r"runner has received a shutdown signal", "runner"),
    row(
        S,
        "runner",
        "cancel",
        r"The operation was cancell?ed\b|(?:^|\W)(?:job|build|run|workflow|pipeline) (?:was |has been )?cancell?ed\b",
        "canceled",
    ),
    row(
        S,
        "runner",
        "terminated",
        r"(?i)\b(?:job|build|run|step|pipeline)\b.{0,80}\bhas been (?:terminated|stopped|aborted)\b",
        "canceled",
    ),
    row(S, "gitlab", "aborted", r"Job failed \(system failure\): aborted: \w", ECHO),
    row(S, "buildkit", "cancel", r"failed to solve: Cancell?ed: ", "canceled"),
    row(S, "gitlab", "cancel", r"Job failed: cancell?ed|script canceled externally", "canceled"),
    row(S, "jenkins", "abort", r"^Aborted by |Build was aborted", "canceled"),
    row(S, "jenkins", "finished: aborted", r"Finished: ABORTED", ECHO),
    row(S, "jenkins", "interrupt signal", r"Sending interrupt signal to process", "canceled"),
    row(S, "cloud", "preempt", r"(?i)\b(?:instance|node|vm|pod)\b.{0,60}\bpreempt(?:ed|ion)\b", "machine"),
    row(S, "kubernetes", "preempt", r"\bPreempted by\b", "machine"),
    row(S, "runner", "cancel", r"(?i)\bcancell?ed by\b", "canceled"),
    row(S, "cloud", "spot ", r"(?i)\bspot (?:instance )?(?:termination|interruption|reclaim)", "machine"),
    row(Kind.OWN_KILL, "playwright", "kill>", r"<(?:will force )?kill>"),
    row(S, "system", "going down", r"(?i)system is going down", "machine"),
    *each(
        S,
        "kubernetes",
        ("shutting down", "node shutdown"),
        r"(?i)node is shutting down|Pod was terminated in response to imminent node shutdown",
        "machine",
    ),
    row(
        Kind.TIME_LIMIT,
        "timeout",
        "124",
        r"(?i)\b(?:exit(?:ed)?|code|status|error)\b.{0,12}?(?<![\w.-])124(?![\w%]|[.:]\d)",
        "code 124",
    ),
)
"""In the order in which they are tried."""


def recognise(line: Line, lower: str) -> Sign | None:
    """The sign of a time limit or of somebody who stops the build."""
    return first(ROWS, line, lower)
