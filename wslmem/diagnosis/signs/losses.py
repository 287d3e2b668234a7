"""What was lost around the build: WSL's VM, the kernel itself, a build server, a runner, a connection."""

from __future__ import annotations

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import after, first, row
from wslmem.diagnosis.signs.sign import Kind, Sign

F, W, S = Kind.FAULT, Kind.WEAK_FAULT, Kind.SERVER

ROWS = (
    # The path of contexts and the name of the error are the same in every language (WSL: wslutil.cpp).
    row(
        Kind.WSL,
        "wsl",
        "wsl",
        r"\b(?P<detail>(?:Wsl(?:g|Config)?|Bash)(?:/[A-Za-z]+){0,8}/(?:[A-Z][A-Z0-9_]+|0x[0-9a-fA-F]{8}))\b",
    ),
    row(
        Kind.WSL,
        "wsl",
        "wslregisterdistribution",
        r"WslRegisterDistribution failed with error: (?P<detail>0x[0-9a-fA-F]{8})\b",
    ),
    row(Kind.WSL, "wsl", "instance has terminated", r"Linux instance has terminated", "Wsl/E_UNEXPECTED"),
    row(
        Kind.WSL,
        "wsl",
        "remote procedure call failed",
        r"remote procedure call failed",
        "Wsl/Service/RPC_S_CALL_FAILED",
    ),
    row(Kind.WSL, "wsl", "wsl2 virtual machine", r"WSL2 Virtual Machine crashed", "Wsl/Service/WSL_E_VM_CRASHED"),
    # Windows Terminal, in the language of Windows: the code stands in brackets.
    row(Kind.CONSOLE, "terminal", "(0x", r"^\[.*\b[1-9]\d* ?[(（]0x[0-9a-f]{8}[)）].*\]$"),
    row(F, "kernel", "kernel panic", r"Kernel panic - not syncing", "panic"),
    row(F, "kernel", "kernel bug at", r"kernel BUG at ", "bug"),
    row(F, "kernel", "oops", r"\bOops: ", "oops"),
    row(
        F,
        "kernel",
        "bug: ",
        r"\bBUG: (?:unable to handle|kernel NULL|soft lockup|scheduling while|Bad page|sleeping function)",
        "bug",
    ),
    row(F, "kernel", "general protection fault", r"general protection fault,? (?:probably|maybe|\d|.*\bIP\b)", "fault"),
    row(F, "kernel", "list_", r"list_(?:add|del) corruption", "bug"),
    row(W, "kernel", "page allocation failure", r"page allocation failure: order:(?P<detail>\d+)"),
    row(W, "kernel", "vmbus_alloc_ring", r"vmbus_alloc_ring", "vmbus"),
    row(W, "wsl", "accept4 failed 110", r"accept4 failed 110", "accept4"),
    row(W, "kernel", "hv_balloon", after("hv_balloon: ", "fail|unhandled|not"), "hv_balloon"),
    row(W, "kernel", "self-detected stall", after("rcu", "self-detected stall") + "|detected stalls on CPUs", "stall"),
    row(S, "bazel", "server terminated abruptly", r"Server terminated abruptly"),
    row(S, "gradle", "daemon disappeared", r"daemon disappeared unexpectedly"),
    row(
        S,
        "kotlin",
        "kotlin daemon",
        r"(?i)(?:connection to|lost).{0,40}kotlin daemon|kotlin daemon.{0,60}(?:lost|terminated|unexpectedly)",
    ),
    row(S, "buildkit", "code = unavailable", r"rpc error: code = Unavailable"),
    row(S, "buildkit", "failed to receive status", r"failed to receive status"),
    row(
        S,
        "docker",
        "docker daemon",
        r"Cannot connect to the Docker daemon|[Dd]ocker daemon (?:has )?(?:terminated|stopped|is not running)",
    ),
    row(S, "docker", "error during connect", r"error during connect: "),
    row(S, "runner", "lost communication", r"lost communication with the (?:server|agent)|stopped hearing from"),
    row(S, "azure", "stopped hearing from", r"stopped hearing from (?:the )?agent"),
    row(S, "jenkins", "channelclosedexception", r"ChannelClosedException"),
    row(
        S,
        "jenkins",
        "agent",
        r"(?i)\bagent\b.{0,60}\b(?:went offline|was removed|disconnected|connection was terminated|unexpectedly)\b",
    ),
    row(S, "jenkins", "remote call on", after("Remote call on ", " failed")),
    row(S, "msbuild", "msb4166", r"MSB4166|Child node \"?\d+\"? exited prematurely"),
    row(S, "sccache", "sccache", after("sccache: ", "server|daemon", "disconnect|shut ?down|unexpected|died")),
    row(
        S,
        "buck",
        "daemon",
        (
            r"(?i)\b(?:buck2?|pants|nx|turbo|watchman|bloop|zinc|sbt) ?(?:daemon|"
            r"server)\b.{0,40}\b(?:died|exited|crashed|terminated|disconnected|unexpectedly)"
        ),
    ),
    row(S, "ssh", "client_loop: send disconnect", r"client_loop: send disconnect"),
    row(S, "ssh", "closed by remote host", r"[Cc]onnection (?:to \S+ )?closed by remote host"),
    row(
        S,
        "vscode",
        "wsl connection",
        r"(?i)(?:lost|disconnected).{0,40}\bWSL\b.{0,20}connection|WSL connection .{0,40}(?:lost|closed)",
    ),
    row(S, "kubernetes", "error dialing backend", r"error dialing backend"),
    row(S, "tool", "terminated abruptly", r"(?i)\b(?:process pool|worker|server|daemon)\b.{0,80}terminated abruptly"),
    row(S, "tool", "worker '", r"worker '\w{1,40}' crashed while running"),
    row(S, "tool", "exited unexpectedly", r"(?i)\b(?:worker|daemon|server|process)\b.{0,60}exited unexpectedly"),
    row(
        S, "tool", "stopped unexpectedly", r"(?i)\b(?:worker|daemon|server)\b.{0,60}(?:stopped|terminated) unexpectedly"
    ),
)
"""In the order in which they are tried."""


def recognise(line: Line, lower: str) -> Sign | None:
    """The sign of something that was lost."""
    return first(ROWS, line, lower)
