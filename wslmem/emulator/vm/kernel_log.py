"""The kernel's log as the guest reads it: without the kills in other VMs, which share the machine's kernel.

A `dmesg` of our own is mounted over the machine's for the guest. The kernel tells a kill in several lines, of which one
names the cgroup whose limit was met; when kills are frequent it leaves all of them out but the last, which names the
process alone (mm/oom_kill.c: dump_header, oom_kill_process). Of such lines the guest gets the newest ones, as many as
its own group counts kills beside those that are told in full.
"""

from __future__ import annotations

import os
import shlex
import shutil
import time

SCRIPT = """#!/bin/sh
kills=$(find {path} -name memory.oom_control -o -path {path}/memory.events |
    xargs awk '$1 == "oom_kill" {{ n += $2 }} END {{ print n + 0 }}')
{real} "$@" | awk -v group={group} -v kills="$kills" -v born={born} '
    function keep(text) {{ lines[++count] = text }}
    function told() {{ if (held != "" && ours) keep(held); held = "" }}
    {{ at = $0; sub(/^\\[ */, "", at); old = at + 0 > 0 && at + 0 < born }}
    / invoked oom-killer: / {{ told(); held = $0; ours = !old; next }}
    held != "" {{
        held = held "\\n" $0
        if (/oom-kill:/ && /oom_memcg=/) {{
            limited = $0; sub(/.*oom_memcg=/, "", limited); sub(/,.*/, "", limited)
            if (!index(limited "/", "/" group "/")) ours = 0
            else if (ours) kills--
        }}
        if (/Killed process/) told()
        next
    }}
    /out of memory: Killed process/ {{ if (!old) {{ keep($0); alone[count] = 1 }}; next }}
    {{ keep($0) }}
    END {{
        told()
        for (i = count; i; i--) if (i in alone && kills-- <= 0) delete lines[i]
        for (i = 1; i <= count; i++) if (i in lines) print lines[i]
    }}'
"""
"""A kill whose lines name no group at all is one of the whole machine: it is everybody's."""


def mounts(folder: str, path: str) -> list[tuple[str, str]]:
    """What to mount on what, in this order; nothing where the machine has no dmesg.

    Args:
        folder: where files that stand for others are; two are made.
        path: the VM's cgroup.
    """
    dmesg = shutil.which("dmesg")
    if dmesg is None:
        return []
    dmesg, real = os.path.realpath(dmesg), f"{folder}/dmesg.machine"
    with open(real, "wb"):
        pass
    group, born = os.path.basename(path), time.clock_gettime(time.CLOCK_MONOTONIC)
    text = SCRIPT.format(path=shlex.quote(path), real=shlex.quote(real), group=shlex.quote(group), born=f"{born:.3f}")
    with open(f"{folder}/dmesg", "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(f"{folder}/dmesg", 0o755)  # noqa: S103 - a program for every user of the guest
    return [(dmesg, real), (f"{folder}/dmesg", dmesg)]
