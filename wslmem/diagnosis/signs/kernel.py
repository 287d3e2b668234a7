"""The kernel's reports of its OOM killer, from 3.10 to 6.18: several lines, one event.

Sources: mm/oom_kill.c and mm/memcontrol.c of those kernels. `oom-kill:constraint=` exists since 5.0; before, a group's
kill says "Task in A killed as a result of limit of B" and "Kill process N (name) score S or sacrifice child".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.sign import Kind, OomReport, Sign, Task
from wslmem.patterns import lazy
from wslmem.records import replace
from wslmem.units import KIB, Bytes

PAGE = 4096
"""Bytes; the table of tasks counts in pages, and every machine that WSL runs on has this size or says nothing."""
MOST_TASKS = 4000

_KILLED = lazy(
    r"(?P<how>Memory cgroup out of memory|Out of memory(?: \(oom_kill_allocating_task\))?)?:? ?"
    r"Killed process (?P<pid>\d+)(?:, UID \d+,)? \((?P<name>.{0,64}?)\),?(?: \(null\))?(?: UID[: ]\d+,)? "
    r"(?:total-vm|vsz):\d+kB, anon-rss:(?P<anon>\d+)kB(?:, file-rss:(?P<file>\d+)kB)?(?:, shmem-rss:(?P<shmem>\d+)kB)?"
)
_KILLED_SHORT = lazy(
    r"(?P<how>Memory cgroup out of memory|Out of memory(?: \(oom_kill_allocating_task\))?): "
    r"Kill(?:ed)? process (?P<pid>\d+) \((?P<name>.{0,64}?)\)(?: score \d+| total-vm|,|$| )"
)
_CONSTRAINT = lazy(r"oom-kill:constraint=(?P<constraint>CONSTRAINT_\w+),")
_FIELD = lazy(r"\b(oom_memcg|task_memcg|task|pid)=([^,]*)")
_LIMIT_OF = lazy(r"Task in (?P<task>\S+) killed as a result of limit of (?P<group>\S+)")
_STATS = lazy(r"Memory cgroup stats for (?P<group>\S+?):")
_USAGE = lazy(r"^memory: usage (?P<usage>\d+)kB, limit (?P<limit>\d+)kB")
_ROW = lazy(r"^\[ {0,6}(?P<pid>\d+)\] +\d+ +\d+ +\d+ +(?P<rss>\d+) +(?:-?\d+ +){2,7}(?P<name>\S.{0,30}?)$")
_TABLE = lazy(r"^(?:Tasks state \(memory values in pages\):|\[ *pid *\] +uid +tgid total_vm +rss )")
"""Above the rows; nobody else prints it, and only a kernel that kills."""
_LATE = ("Tasks state (memory values in pages):", "Memory cgroup stats for ")
_FIRST_ROW = lazy(r"^(?=.{0,60}  )\[ {0,6}(?P<pid>\d+)\] +\d+ +(?P=pid) +\d+ +\d+ +(?:-?\d+ +){3,7}\S")
"""A row where the log begins within the table: in columns, and most have the number of their thread group."""
_OF_DUMP = lazy(
    r"^\s*(?:Mem-Info:|Node \d+ |lowmem_reserve\[\]:|\d+ (?:total pagecache pages|pages )|(?:Free|Total) swap +=|"
    r"Swap cache stats:|(?:memory(?:\+swap)?|kmem|swap): usage |Memory cgroup stats for |(?:\? )?[\w.]+\+0x\w+/0x|"
    r"[A-Z][A-Z0-9]{2}: [0-9a-f]{4}|Code: |</?TASK>|Call Trace:|Hardware name: |CPU: \d+ |"
    r"(?:(?:in)?active|isolated|unevictable|slab|mapped|sec_pagetables|kernel|free)\w*:\d+ |"
    r"(?:anon|file|kernel|slab|sock|shmem|vmalloc|percpu|zswap|pg|thp|workingset|(?:in)?active|unevictable|sec_)\w* "
    r"\d+$)"
)
"""What stands between "invoked oom-killer" and the table; without stamps it looks like anybody's."""
_SHMEM = lazy(r"\bNode \d+ .*\bshmem:(?P<kib>\d+)kB")
_GROUP_SHMEM = lazy(r"^shmem (?P<bytes>\d+)$|\bshmem:(?P<kib>\d+)KB")
_EVENT = lazy(r"\b(?P<whose>System|Cgroup) OOM encountered, victim process: (?P<name>\S{1,64}), pid: (?P<pid>\d+)")
"""What the kubelet says of a kill (pkg/kubelet/oom/oom_watcher_linux.go)."""
_FREEBSD = lazy(
    r"pid (?P<pid>\d+) \((?P<name>.{0,64}?)\),.{0,60} was killed: (?:out of swap|failed to reclaim|a thread waited)"
)
"""The same of FreeBSD (sys/vm/vm_pageout.c)."""
_OF_A_NODE = "OOMKilling"
"""The event that Kubernetes makes of the kernel's line: a node of it is no WSL."""
_REAPED = lazy(r"oom_reaper: reaped process (?P<pid>\d+) \((?P<name>.{0,64}?)\)")
_WORDS = (
    "killed process",
    "oom encountered,",
    "oom_reaper: reaped",
    "was killed: out of swap",
    "invoked oom-killer",
    "oom-kill:constraint",
    "out of memory: kill",
    "as a result of limit",
)
_INVOKED = lazy(r"(?P<name>\S.{0,30}?) invoked oom-killer: gfp_mask=")


OF_A_GROUP = "Memory cgroup out of memory"
"""How the kill at a group's limit begins; in WSL since 2.9.5 the group may be all of the VM."""


class Kernel:
    """Collects what belongs to one event; feed it every line, it gives a sign when the event is told."""

    def __init__(self) -> None:
        self._report: OomReport | None = None
        self._tasks: list[Task] = []
        self._named: Sign | None = None
        """The kill as far as a line before "Killed process" names it."""
        self._begun: Line | None = None
        self._partly = False
        """Whether the report began within its table: rows are missing, and sums of the others would mislead."""
        self._told: set[int] = set()
        """Numbers of processes that were told to be killed."""

    def feed(self, line: Line, lower: str) -> Iterator[Sign]:
        """The signs that are whole with this line."""
        if "killed process" in lower and (found := _KILLED.search(line.text)):
            self._told.add(int(found["pid"]))
            yield self._killed(line, found)
        elif "was killed: " in lower and (other := _FREEBSD.search(line.text)):
            report = OomReport(whole=True)
            yield Sign(Kind.KERNEL_KILL, line, "kernel", other["name"], int(other["pid"]), report=report)
        elif "oom_reaper: reaped" in lower and (reaped := _REAPED.search(line.text)):
            if int(reaped["pid"]) not in self._told:
                yield Sign(Kind.KERNEL_KILL, line, "kernel", reaped["name"], int(reaped["pid"]), report=OomReport())
        elif "oom encountered" in lower and (event := _EVENT.search(line.text)):
            report = OomReport(whole=event["whose"] == "System")
            yield Sign(Kind.KERNEL_KILL, line, "kernel", event["name"], int(event["pid"]), report=report)
        elif "oom-killer" in lower and _INVOKED.search(line.text):
            yield from self.end()
            self._report, self._begun = OomReport(), line
        elif "oom-kill:" in lower and (said := _CONSTRAINT.search(line.text)):
            self._constraint(line, said["constraint"])
        elif "out of memory: kill" in lower and (short := _KILLED_SHORT.search(line.text)):
            self._name(line, short)
        elif self._report is not None or "killed as a result of limit" in lower or self._begins_late(line):
            self._detail(line)

    @staticmethod
    def mine(lower: str) -> bool:
        """Whether a line is of such a report and says nothing else."""
        return any(word in lower for word in _WORDS)

    @staticmethod
    def of_dump(text: str) -> bool:
        """Whether a line without a stamp has the form of one of a report."""
        return any(form.match(text) for form in (_ROW, _TABLE, _OF_DUMP))

    def is_row(self, line: Line) -> bool:
        """Whether a line is a row of the table that is being read."""
        return self._report is not None and _ROW.match(line.text) is not None

    def end(self) -> Iterator[Sign]:
        """What is known of an event that was never told whole."""
        if self._named is not None:
            yield replace(self._named, report=self._whole())
        elif self._begun is not None:
            yield Sign(Kind.KERNEL_REPORT, self._begun, "kernel", report=self._whole())
        self._forget()

    def _forget(self) -> None:
        self._report, self._named, self._begun, self._tasks, self._partly = None, None, None, [], False

    def _begins_late(self, line: Line) -> bool:
        """Whether a report of which the first lines are cut off is in the log from this line on; remembers it."""
        text = line.text
        if text.startswith("["):
            self._partly = _FIRST_ROW.match(text) is not None
            begins = self._partly or _TABLE.match(text) is not None
        else:
            begins = text.startswith(_LATE) or (text.startswith("memory: usage ") and _USAGE.match(text) is not None)
        if begins:
            self._begun = line
        return begins

    def _killed(self, line: Line, found: re.Match[str]) -> Sign:
        kib = sum(int(found[part] or 0) for part in ("anon", "file", "shmem"))
        report = self._whole()
        if found["how"] and report.whole is None:
            whole = not found["how"].startswith(OF_A_GROUP)
            report = replace(report, whole=None if not whole and _OF_A_NODE not in line.text else whole)
        named = self._named
        if report.whole is None and named is not None and named.report is not None:
            report = replace(report, whole=named.report.whole)
        self._forget()
        return Sign(
            Kind.KERNEL_KILL, line, "kernel", found["name"], int(found["pid"]), rss=Bytes(kib * KIB), report=report
        )

    @staticmethod
    def _is_whole(report: OomReport, how: str) -> bool:
        return report.whole if report.whole is not None else not how.startswith("Memory cgroup")

    def _name(self, line: Line, short: re.Match[str]) -> None:
        report = self._report or OomReport()
        self._report = replace(report, whole=self._is_whole(report, short["how"]))
        self._named = Sign(Kind.KERNEL_KILL, line, "kernel", short["name"], int(short["pid"]), report=self._report)

    def _constraint(self, line: Line, constraint: str) -> None:
        fields = dict(_FIELD.findall(line.text))
        report = self._report or OomReport()
        group = fields.get("oom_memcg") if constraint == "CONSTRAINT_MEMCG" else None
        whole = constraint != "CONSTRAINT_MEMCG" or whole_vm(group)
        self._report = replace(report, whole=whole, group=group, task_group=fields.get("task_memcg"))
        pid = fields.get("pid", "")
        self._named = Sign(
            Kind.KERNEL_KILL,
            line,
            "kernel",
            fields.get("task"),
            int(pid) if pid.isdecimal() else None,
            report=self._report,
        )

    def _detail(self, line: Line) -> None:
        text, report = line.text, self._report or OomReport()
        if found := _ROW.match(text):
            if len(self._tasks) < MOST_TASKS:
                self._tasks.append(Task(int(found["pid"]), found["name"], Bytes(int(found["rss"]) * PAGE)))
            return
        if found := _LIMIT_OF.search(text):
            report = replace(report, whole=whole_vm(found["group"]), group=found["group"], task_group=found["task"])
        elif found := _USAGE.search(text):
            report = replace(report, allowed=Bytes(int(found["limit"]) * KIB))
        elif found := _STATS.search(text):
            report = replace(report, group=report.group or found["group"], whole=whole_vm(found["group"]))
        if (shared := _GROUP_SHMEM.search(text)) and report.shared is None:
            figure = int(shared["bytes"]) if shared["bytes"] else int(shared["kib"]) * KIB
            report = replace(report, shared=Bytes(figure))
        elif shared := _SHMEM.search(text):
            report = replace(report, shared=Bytes((report.shared or 0) + int(shared["kib"]) * KIB))
        self._report = report

    def _whole(self) -> OomReport:
        return replace(self._report or OomReport(), tasks=() if self._partly else tuple(self._tasks))


def whole_vm(group: str | None) -> bool:
    """Whether a group's limit is the VM's memory: WSL since 2.9.5 keeps all processes of users in /wsl-user.

    Its memory.max is all memory less 32 MiB (microsoft/WSL src/linux/init/main.cpp), so a full VM is a kill by it.
    """
    return group in {"/", "/wsl-user"}
