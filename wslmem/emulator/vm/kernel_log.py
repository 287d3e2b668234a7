"""The kernel's log as the guest reads it: without the kills in other VMs, and as a kernel of its own tells it.

A `dmesg` of our own is mounted over the machine's for the guest. The kernel tells a kill in several lines, of which one
names the cgroup whose limit was met; when kills are frequent it leaves all of them out but the last, which names the
process alone (mm/oom_kill.c: dump_header, oom_kill_process). Of such lines the guest gets the newest ones, as many as
its own /proc/vmstat counts kills beside those that are told in full.

What is the VM's group on this machine is all memory to the guest: its name goes from every path, and a kill at its
limit is told as one for want of memory in the whole VM, without the figures of a group.
"""

from __future__ import annotations

import os
import shlex
import shutil
import time

SCRIPT = """#!/bin/sh
kills=$(awk '$1 == "oom_kill" {{ print $2 }}' /proc/vmstat)
{real} "$@" | awk -v group={group} -v kills="$kills" -v born={born} -v isolated={isolated} '
    function keep(text) {{ lines[++count] = text }}
    function told() {{ if (report && ours) for (n = 1; n <= held; n++) keep(part[n]); report = held = figures = 0 }}
    function at(path) {{
        path = substr(path, index(path, "/" group) + length(group) + 1)
        if (!isolated) sub(/^\\/[^\\/]*/, "", path)
        return path == "" ? "/" : path
    }}
    function field(name, text) {{ sub(".*[, ]" name "=", "", text); sub(/,.*/, "", text); return text }}
    function of_all(text) {{ sub(/Memory cgroup out of memory/, "Out of memory", text); return text }}
    function constraint(text, limited, task, named, end) {{
        limited = field("oom_memcg", text); task = field("task_memcg", text)
        whole = limited ~ ("/" group "$"); named = whole ? "global_oom" : "oom_memcg=" at(limited)
        end = text; sub(/.*,task=/, ",task=", end)
        sub(/,oom_memcg=.*/, "", text)
        if (whole) sub(/CONSTRAINT_MEMCG/, "CONSTRAINT_NONE", text)
        return text "," named ",task_memcg=" at(task) end
    }}
    # Without a group of the whole VM the kernel tells of all memory: Mem-Info in place of the group.
    function tidy(n, text, kept, skip) {{
        for (n = 1; n <= held; n++) {{
            text = part[n]
            if (text ~ /(^|\\] )memory: usage / && (skip = whole)) sub(/memory: usage .*/, "Mem-Info:", text)
            else if (text ~ /(^|\\] )Tasks state /) skip = 0
            else if (skip) continue
            if (text ~ /Memory cgroup stats for \\//) {{
                named = text; sub(/.*stats for /, "", named); sub(/:.*/, "", named)
                sub(/stats for [^:]*/, "stats for " at(named), text)
            }}
            part[++kept] = text
        }}
        held = kept
    }}
    {{ since = $0; sub(/^\\[ */, "", since); old = since + 0 > 0 && since + 0 < born }}
    / invoked oom-killer: / {{ told(); report = 1; part[held = 1] = $0; ours = !old; whole = 0; next }}
    report {{
        part[++held] = $0
        if (/oom-kill:/ && /oom_memcg=/) {{
            if (!index(field("oom_memcg", $0) "/", "/" group "/")) ours = 0
            else if (ours) {{ kills--; part[held] = constraint($0); tidy() }}
        }}
        if (/Killed process/) {{ if (whole) part[held] = of_all($0); told() }}
        next
    }}
    # What begins in the middle has lost its head to newer lines.
    /oom-kill:/ && /oom_memcg=/ {{
        if (!old && index(field("oom_memcg", $0) "/", "/" group "/")) keep(constraint($0))
        next
    }}
    /out of memory: Killed process/ {{
        if (!old) {{ keep(isolated ? $0 : of_all($0)); alone[count] = 1 }}
        next
    }}
    {{ keep($0) }}
    END {{
        told()
        for (i = count; i; i--) if (i in alone && kills-- <= 0) delete lines[i]
        for (i = 1; i <= count; i++) if (i in lines) print lines[i]
    }}'
"""
"""A kill whose lines name no group at all is one of the whole machine: it is everybody's."""


def mounts(folder: str, path: str, *, isolated: bool) -> list[tuple[str, str]]:
    """What to mount on what, in this order; nothing where the machine has no dmesg.

    Args:
        folder: where files that stand for others are; two are made.
        path: the VM's cgroup.
        isolated: the guest sees the groups below the VM's by their names; else that of a distribution is its root.
    """
    dmesg = shutil.which("dmesg")
    if dmesg is None:
        return []
    dmesg, real = os.path.realpath(dmesg), f"{folder}/dmesg.machine"
    with open(real, "wb"):
        pass
    text = SCRIPT.format(
        real=shlex.quote(real),
        group=shlex.quote(os.path.basename(path)),
        born=f"{time.clock_gettime(time.CLOCK_MONOTONIC):.3f}",
        isolated=int(isolated),
    )
    with open(f"{folder}/dmesg", "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(f"{folder}/dmesg", 0o755)  # noqa: S103 - a program for every user of the guest
    return [(dmesg, real), (f"{folder}/dmesg", dmesg)]
