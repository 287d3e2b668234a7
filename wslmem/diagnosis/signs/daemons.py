"""systemd, daemons that kill before the kernel does, and container runtimes."""

from __future__ import annotations

import re

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import after, first, row
from wslmem.diagnosis.signs.sign import Kind, Sign
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
    row(D, "kubelet", "low on resource", r"node was low on resource: (?P<detail>memory)"),
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
    row(Kind.UNIT_STOP, "systemd", "status=9/kill", rf"^(?:{_UNIT}: )?.*\b(?:code=killed|code=dumped), status=9/KILL"),
    row(Kind.NOT_OOM, "docker", "oomkilled", r"\"?OOMKilled\"?\W{1,4}false"),
    row(C, "docker", "oomkilled", r"\bOOMKilled\b"),
    row(C, "docker", "container oom", r"\bcontainer oom\b"),
    row(C, "containerd", "taskoom", r"\bTaskOOM\b|/tasks/oom\b"),
    row(C, "buildkit", "resourceexhausted", after("ResourceExhausted: ", "cannot allocate memory")),
    row(
        C,
        "runner",
        "memory limit",
        r"(?i)\bexceed(?:ed|s|ing)? (?:its |the )?(?:\w+ )?memory limit\b|memory limit (?:was |has been )?exceeded",
    ),
    row(C, "runner", "memory quota", r"(?i)memory quota (?:vastly )?exceeded"),
    row(C, "slurm", "oom", r"Detected \d+ oom[-_]kill event|have been OOM Killed|cgroup out-of-memory handler"),
    row(C, "lsf", "term_memlimit", r"TERM_MEMLIMIT"),
    row(
        C,
        "runner",
        "out of memory",
        (
            r"(?i)\b(?:container|build|pod|task|job)\b.{0,60}\b(?:was |has been )?(?:killed|"
            r"terminated)\b.{0,60}\bout of memory"
        ),
    ),
    row(
        C, "runner", "out of memory", r"(?i)\b(?:container|pod|task|job|runner)\b.{0,40}\bdied\b.{0,40}\bout of memory"
    ),
    row(
        C,
        "runner",
        "ran out of memory",
        r"(?i)(?:\b(?:container|build|pod|task|job|instance|it) |^\W{0,4})ran out of memory\b",
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

_RSS = re.compile(r"(?i)\b(?:VmRSS|RSS)[:=]? (?P<figure>\d+) (?P<unit>[KMG]i?B)")
_UNITS = {"k": KIB, "m": MIB, "g": GIB}


def recognise(line: Line, lower: str) -> Sign | None:
    """The sign of a unit, a daemon or a container runtime."""
    found = first(ROWS, line, lower)
    if found is None or found.kind is not Kind.DAEMON_KILL:
        return found
    who = line.program if line.program in {"earlyoom", "nohang", "systemd-oomd", "oomd"} else found.who
    held = _RSS.search(line.text)
    rss = Bytes(int(held["figure"]) * _UNITS[held["unit"][0].lower()]) if held else None
    return Sign(
        found.kind, line, who, found.victim, found.pid, found.package, rss, unit=found.unit, detail=found.detail
    )
