"""The short words by which lines are found that are worth reading: a cheap look before a dear one.

Every wording's key holds one of them (a test sees to that), save those of success, which count at a log's end only.
"""

from __future__ import annotations

from wslmem.patterns import lazy

STRONG = (b"kill", b"memory", b"no space left")
"""What is looked for everywhere, also in the middle of a large log. Each word takes half a second for a gigabyte."""

JOB = lazy(rb"[]:\x9a+-] {1,20}\d{2,8} {1,20}[^\s\d][^\d\n]{1,80}?  ")
"""A shell's line on a job that ended, in any language: behind a colon (`\\x9a` ends a wide one) or the mark of the job
a space, its number, a word, two spaces. A clock has no space there: `12:00:01 INFO  x`."""

REFUSALS = ("No space left on device", "Cannot allocate memory")
"""Errors that are looked for in every language, besides; each takes 3 ms for a megabyte."""

BROKEN = (
    "killed",
    "signal: ",
    "sigkill",
    "out of memory",
    "terminated",
    "no space left",
    "oom-kill",
    "shutdown signal",
)
"""What is looked for across the end of a line that a terminal may have broken."""

ALL = (
    b"kill", b"memor", b"oom", b"signal", b"sigterm", b"sigint", b"sighup", b"terminat", b"interrupt", b"hangup",
    b"time limit", b"timed", b"timeout", b"deadline", b"execution t", b"no output", b"too ", b"longer than",
    b"cancel", b"abort", b"shutdown", b"ting down", b"going down", b"preempt", b"spot ", b"evicted", b"137",
    b"143", b"247", b"130", b"129", b"124", b" -15", b"(-15", b"sending sig", b"memlimit", b"remounting", b"(0x",
    b"file size", b"custom build", b"ld returned", b"*** ", b" -9", b"(-9", b"exit", b"error", b"fail", b"space",
    b"disk", b"enospc", b"quota", b"thread", b"unavailable", b"heap", b"exhausted", b"relocation", b"lnk1",
    b"page summary", b"panic", b"kernel bug", b"bug: ", b"oops", b"list_", b"0x0000000", b"0x800", b"wsl",
    b"linux instance", b"remote", b"ext4-fs", b"read-only", b"offlined", b"hv_balloon", b"vmbus", b"accept4",
    b"stall", b"fault", b"lost", b"dumped", b"max_map", b"respond", b"crash",
    b"result '", b"exceed", b"contact", b"touching", b"maximum", b"overflow", b"daemon",
    b"server ", b"worker", b"agent", b"channelclosed", b"disconnect",
    b"hearing", b"eagain", b"emfile", b"efbig", b"erofs", b"enomem", b"fork", b"newosproc", b"processes",
    b"bad_alloc", b"inotify", b"watchers", b"mlock", b"memlock", b"resource", b"backend", b"msb4166", b"xargs",
    b"fish: ", b"code=", b"*** [", b"died", b"collect2", b"^c", b"errno", b"unable to", b"allocat", b"swap",
    b"victim", b"stopped unexp", b"linking with", b"exit successfully", b"argument list", b"e2big", b"sccache",
    b"tmpfs", b"going to be", b"commit", b"inactiv", b"packet_w", b"pressure", b"capacity", b"gc over",
    b"collector is thrash", b"out of jvm", b"closed by the", b"ended unexp",
)  # fmt: skip
"""Lower case."""

ERRORS = (
    b".kt", b"go: ", b"undefined", b"not found", b"cannot find", b".go:", b"fatal", b"no required", b"no rule",
    b"denied", b"resolve", b"e: file", b"multiple def", b"region", b"exception", b"missing s",
    b"missing go.sum", b"unable to locate", b"import cycle", b"connection re",
    b"no such", b"could not", b"no matching", b"is not in", b"err_", b"code e", b"erreur", b"fehler",
    "错误".encode(),
)  # fmt: skip
"""Of ordinary errors, besides; left out once enough of them were seen."""
