"""What was lost around the build: WSL's VM, the kernel itself, a build server, a runner, a connection."""

from __future__ import annotations

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import after, each, first, row
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
    row(W, "kernel", "self-detected stall", after("rcu", "self-detected stall"), "stall"),
    row(W, "kernel", "detected stalls", r"detected stalls on CPUs", "stall"),
    row(S, "bazel", "server terminated abruptly", r"Server terminated abruptly"),
    row(S, "gradle", "daemon disappeared", r"daemon disappeared unexpectedly"),
    row(
        S,
        "kotlin",
        "kotlin daemon",
        r"(?i)(?:connection to|lost).{0,40}kotlin daemon|kotlin daemon.{0,60}(?:lost|terminated|unexpectedly)",
    ),
    row(S, "tool", "daemon", r"(?i)\b(?:could not connect|cannot connect|connection) to (?:the )?.{0,40}?\bdaemon\b"),
    row(S, "aapt2", "daemon", r"\bAAPT2 .{0,80}(?:attempting to stop daemon|Daemon startup failed)"),
    row(S, "buildkit", "unavailable", r"rpc error: code = Unavailable|failed to solve: Unavailable: "),
    row(S, "buildkit", "failed to receive status", r"failed to receive status"),
    row(
        S,
        "docker",
        "docker daemon",
        r"Cannot connect to the Docker daemon|[Dd]ocker daemon (?:has )?(?:terminated|stopped|is not running)",
    ),
    row(S, "docker", "error during connect", r"error during connect: "),
    row(S, "runner", "lost communication", r"lost communication with the (?:server|agent)"),
    row(S, "runner", "error", r"(?i)\b(?:runner|agent) encountered an error while running\b"),
    row(S, "gitlab", "not found", r"\bpods? \"[^\"]{1,200}\" (?:not found|was deleted)"),
    row(S, "esbuild", "error", r"^Error: The service (?:was stopped|is no longer running)"),
    row(S, "jupyter", "kernel crashed", r"\bThe Kernel crashed while executing\b"),
    row(S, "tmux", "lost server", r"^\[lost server\]$"),
    row(S, "vscode", "disconnected from wsl", r"(?i)\bdisconnected from WSL\b"),
    row(S, "jupyter", "died", r"(?i)\bkernel (?:has |appears to have )?died\b"),
    row(S, "azure", "stopped hearing from", r"stopped hearing from (?:the )?agent"),
    row(S, "jenkins", "channelclosedexception", r"ChannelClosedException"),
    row(
        S,
        "jenkins",
        "agent",
        r"(?i)\bagent\b.{0,60}\b(?:went offline|was removed|disconnected|connection was terminated|unexpectedly)\b",
    ),
    row(S, "jenkins", "cannot contact", r"^Cannot contact \S{1,80}: "),
    row(S, "jenkins", "touching the log file", r"wrapper script does not seem to be touching the log file"),
    row(S, "jenkins", "remote call on", after("Remote call on ", " failed")),
    row(S, "maven", "terminat", r"forked VM terminated without (?:properly )?saying"),
    *each(S, "msbuild", ("msb4166", "exited prematurely"), r"MSB4166|Child node \"?\d+\"? exited prematurely"),
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
    row(S, "ssh", "packet_write", r"packet_write_(?:wait|poll): .{0,120}Broken pipe"),
    row(S, "ssh", "closed by the remote", r"(?i)\bconnection was (?:unexpectedly )?closed by the remote\b"),
    row(S, "ssh", "closed by remote host", r"[Cc]onnection (?:to \S+ )?closed by remote host"),
    row(
        S,
        "vscode",
        "wsl connection",
        r"(?i)(?:lost|disconnected).{0,40}\bWSL\b.{0,20}connection|WSL connection .{0,40}(?:lost|closed)",
    ),
    row(S, "kubernetes", "unable to", r"unable to upgrade connection: "),
    row(S, "kubernetes", "error dialing backend", r"error dialing backend"),
    *(
        row(
            S,
            "tool",
            subject,
            rf"(?i)\b{subject}\b.{{0,60}}?\b(?:(?:was|is|has been|been|got) (?:lost|unreachable|offline)|"
            r"went (?:away|offline)|disappeared|(?:no|missed|lost|without|stopped sending)\b.{0,20}\bheartbeats?|"
            r"(?:stopped|is not|not|no longer|never) respond(?:ing|ed)?)\b",
        )
        for subject in ("agent", "worker", "daemon", "server ")
    ),
    row(
        S,
        "tool",
        "lost",
        r"(?i)\b(?:runner|node|machine|builder|container|connection|session|executor)\b.{0,40}?\b(?:was|is|got) lost\b|"
        r"^\W{0,6}(?:error:? )?lost connection to (?:the )?(?:agent|runner|node|worker|build|daemon|server|container)",
    ),
    row(S, "tool", "respond", r"(?i)\b(?:is not|stopped|no longer) responding\b"),
    row(
        S,
        "tool",
        "crash",
        r"(?i)\b(?:test ?host|worker|renderer|daemon|server|agent|executor) (?:process )?(?:has |was |just )?crashed\b|"
        r"\bcrashed (?:worker|test ?host|daemon|server|agent|executor)\b",
    ),
    row(
        S,
        "tool",
        "respond",
        r"(?i)\b(?:plugin|worker|process|compiler|server)\b.{0,40}?\b(?:did not|failed to|does ?n.t) respond\b",
    ),
    row(S, "jest", "call retries were exceeded", r"\bCall retries were exceeded\b"),
    row(S, "tool", "worker '", r"worker '\w{1,40}' crashed while running"),
    *(
        row(S, "tool", key, rf"(?i)(?<!command )\b{key}\b")
        for ending in ("exited", "terminated", "died")
        for key in (f"{ending} unexpectedly", f"unexpectedly {ending}", f"{ending} abruptly", f"abruptly {ending}")
    ),
    row(S, "tool", "ended unexpectedly", r"(?i)\bended unexpectedly\b"),
    row(S, "tool", "stopped unexpectedly", r"(?i)\bstopped unexpectedly\b"),
    row(S, "tool", "worker", r"(?i)\bworker (?:process )?did not (?:return|answer|reply|respond)\b"),
)
"""In the order in which they are tried."""


def recognise(line: Line, lower: str) -> Sign | None:
    """The sign of something that was lost."""
    return first(ROWS, line, lower)
