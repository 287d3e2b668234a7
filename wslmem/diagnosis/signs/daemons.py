"""systemd, daemons that kill before the kernel does, and container runtimes."""

from __future__ import annotations

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import after, each, first, row
from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.patterns import lazy
from wslmem.units import GIB, KIB, MIB, Bytes

U, D, C = Kind.UNIT_OOM, Kind.DAEMON_KILL, Kind.CONTAINER_OOM
_UNIT = (
    r"(?<![\w@:.\\-])(?P<unit>(?>(?:[\w@.\\-]|:(?!\s)){1,256})"
    r"(?:(?<=\.scope)|(?<=\.service)|(?<=\.slice)|(?<=\.mount)|(?<=\.socket)))"
)
"""systemd.unit(5): at most 255 characters, of these."""

ROWS = (
    row(D, "systemd-oomd", "systemd-oomd killed", rf"{_UNIT}: systemd-oomd killed (?:\d+|some) process"),
    row(D, "systemd-oomd", "due to memory", r"Killed (?P<unit>/\S+) due to memory (?:pressure|used)"),
    row(D, "systemd-oomd", "due to swap", r"Killed (?P<unit>/\S+) due to swap"),
    row(D, "systemd-oomd", "due to memory", r"Killed (?P<unit>/\S+) due to memory"),
    row(
        D,
        "earlyoom",
        "sending sig",
        r"sending (?P<detail>SIGTERM|SIGKILL) to process (?P<pid>\d+)(?: uid \d+)? \"?(?P<victim>[^\":]{1,64})\"?:",
    ),
    row(
        D,
        "earlyoom",
        "killing process",
        after(r"[Kk]illing process:? (?P<victim>\S{1,64}) ?\(?(?:pid:? ?)?(?P<pid>\d{1,10})\)? ", "oom_score|badness"),
    ),
    row(
        D,
        "nohang",
        "sending sig",
        r"Sending (?P<detail>SIGTERM|SIGKILL) to (?P<victim>[\w.+-]+) \[?\(?(?:PID:? ?)?(?P<pid>\d+)",
    ),
    row(
        D,
        "nohang",
        "victim",
        after("victim:? ", r"[Pp][Ii][Dd]:? (?P<pid>\d+),? ", r"[Nn]ame:? (?P<victim>[\w.+-]+)"),
    ),
    row(D, "oomd", "oomd kill", r"oomd kill: (?P<unit>\S+)"),
    row(D, "lmkd", "lowmemorykiller", r"lowmemorykiller: Kill(?:ing)? '?(?P<victim>[^' ]+)'? \((?P<pid>\d+)\)"),
    row(
        D,
        "daemon",
        "kill",
        r"(?i)\bkill(?:ing|ed):? (?:process )?[\"']?(?P<victim>(?!process\b)[a-z_][\w.+-]{0,63})[\"']?:? ?"
        r"[(\[]?(?:pid:? ?)?(?P<pid>\d{1,10})[)\]]?.{0,120}?\b(?:memory|oom|psi)\b",
    ),
    *(
        row(
            D,
            "daemon",
            key,
            r"(?i)\b(?:kill|stopp|terminat|evict)(?:ed|ing)\b.{0,60}\b(?:due to|because|for)\b.{0,40}"
            r"\b(?:memory pressure|low memory|low on memory)\b",
        )
        for key in ("memory pressure", "low memory", "low on memory")
    ),
    row(D, "kubelet", "low on resource", r"node was low on resource: (?P<detail>memory)"),
    row(D, "kubelet", "memorypressure", r"\bcondition: \[.{0,40}MemoryPressure", "memory"),
    row(U, "systemd", "with result 'oom-kill'", rf"{_UNIT}: Failed with result 'oom-kill'", "result"),
    row(U, "systemd", "result: oom-kill", r"(?:Finished with r|R)esult: oom-kill", "result"),
    row(U, "systemd", "result=oom-kill", r"\bResult=oom-kill", "result"),
    row(U, "systemd", "killed by the oom killer", rf"{_UNIT}: (?:.*[^\w])?killed by the OOM killer", "echo"),
    row(U, "systemd", "killed by the oom killer", r"\bkilled by the OOM killer", "echo"),
    row(
        Kind.UNIT_STOP,
        "systemd",
        "with signal sig",
        rf"{_UNIT}: Killing process (?P<pid>\d+) \((?P<victim>.{{1,64}}?)\) with signal",
    ),
    row(Kind.TIME_LIMIT, "systemd", "result 'timeout'", rf"{_UNIT}: Failed with result 'timeout'", "job"),
    row(Kind.UNIT_STOP, "systemd", "status=9/kill", rf"^(?:{_UNIT}: )?.*\b(?:code=killed|code=dumped), status=9/KILL"),
    row(Kind.NOT_OOM, "docker", "oomkilled", r"\"?OOMKilled\"?\W{1,4}false"),
    row(C, "docker", "oomkilled", r"\bOOMKilled\b"),
    row(C, "docker", "container oom", r"\bcontainer oom\b"),
    *each(C, "containerd", ("taskoom", "/tasks/oom"), r"\bTaskOOM\b|/tasks/oom\b"),
    row(C, "buildkit", "resourceexhausted", after("ResourceExhausted: ", "cannot allocate memory")),
    row(
        C,
        "runner",
        "memory",
        r"(?i)\b(?:exceed(?:ed|s|ing)?|beyond|over|above|past|hit|hits|reached) "
        r"(?:(?!(?:php|jvm|heap) )\w+ |\d+% ){0,3}"
        r"memory (?:limit|budget|quota)s?\b|"
        r"\bmemory limit\b.{0,60}?\b(?:exceeded|reached|hit)\b",
    ),
    row(C, "runner", "memory quota", r"(?i)memory quota (?:vastly )?exceeded"),
    row(C, "runner", "memory", r"(?i)\b(?:using|used|uses) too much memory\b"),
    row(C, "cgroup", "oom", r"^oom [1-9]\d*$"),
    *each(
        C,
        "slurm",
        ("oom", "out-of-memory handler"),
        r"Detected \d+ oom[-_]kill event|have been OOM Killed|cgroup out-of-memory handler",
    ),
    row(C, "lsf", "term_memlimit", r"TERM_MEMLIMIT"),
    row(
        C,
        "runner",
        "out of memory",
        (
            r"(?i)\b(?:container|build|pod|task|job|runner|instance|app|application|step|function|sandbox|session)\b"
            r".{0,60}\b(?:was |has been )?(?:killed|terminated|stopped|crashed)\b.{0,60}\bout of memory"
        ),
    ),
    row(
        C, "runner", "out of memory", r"(?i)\b(?:container|pod|task|job|runner)\b.{0,40}\bdied\b.{0,40}\bout of memory"
    ),
    row(
        C,
        "runner",
        "out of memory",
        r"(?i)(?:\b(?:container|build|pod|task|job|instance|it) |^\W{0,4}|\byour (?:\w+ ){1,2})ran out of memory\b|"
        r"^\W{0,4}out of memory \((?:used|limit|max|over)",
    ),
    row(C, "runner", "oom", r"(?i)\bOOM[- ]?killed\b"),
    row(
        C,
        "runner",
        "exceed",
        r"(?i)\b(?:mem|vmem|pmem|rss|memory)\b.{0,40}?\b"
        r"exceed(?:s|ed|ing) (?:the |its )?(?:\w+ )?limit\b",
    ),
    row(C, "runner", "memory usage", r"(?i)Container killed due to memory usage"),
    row(
        C,
        "runner",
        "oom",
        (
            r"(?i)\"?out of memory\"? \(\"?OOM\"?\) event (?:was )?detected|\bOOM[- ]?killed by "
            r"(?:the )?(?:container|cgroup)"
        ),
    ),
)
"""In the order in which they are tried."""

_RSS = lazy(r"(?i)\b(?:VmRSS|RSS)[:=]? (?P<figure>\d+) (?P<unit>[KMG]i?B)")
_UNITS = {"k": KIB, "m": MIB, "g": GIB}


def recognise(line: Line, lower: str) -> Sign | None:
    """The sign of a unit, a daemon or a container runtime."""
    found = first(ROWS, line, lower)
    if found is None or found.kind is not Kind.DAEMON_KILL:
        return found
    named = line.program in {"earlyoom", "nohang", "systemd-oomd", "oomd"} or found.who == "daemon"
    who = line.program if named and line.program else found.who
    held = _RSS.search(line.text)
    rss = Bytes(int(held["figure"]) * _UNITS[held["unit"][0].lower()]) if held else None
    return Sign(
        found.kind, line, who, found.victim, found.pid, found.package, rss, unit=found.unit, detail=found.detail
    )
