"""Logs made from parts, with the verdict that follows from how they were made."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from made_parts import KERNELS, RECORDERS, SHELLS, STALE, STAMPS, TONGUES, Kill
from made_tools import TOOLS, Tool
from wrappings import FORMS

EVERY_FORM = {**FORMS, **RECORDERS}
CALM_FORMS = ("plain", *EVERY_FORM)


@dataclass(frozen=True)
class Made:
    """A log and what is right to say of it."""

    recipe: str
    data: bytes
    endings: tuple[str, ...]
    proven: bool
    victims: tuple[str | None, ...]


def made(count: int, seed: int) -> Iterator[Made]:
    """`count` logs; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - parts of logs, no secret
    senders = tuple(SENDERS)
    for number in range(count):
        yield _Recipe(chance, senders[number % len(senders)]).log()


class _Recipe:
    def __init__(self, chance: random.Random, sender: str) -> None:
        self._chance = chance
        self.sender = sender
        self.tool: Tool = chance.choice(TOOLS)
        self.shell = chance.choice(SHELLS)
        self.kernel = chance.choice(tuple(KERNELS))
        self.stamp = chance.choice(tuple(STAMPS))
        self.form = chance.choice(CALM_FORMS)
        self.word = chance.choice(("Killed", *TONGUES["signals"]["Killed"]))
        self.stale = chance.random() < 0.3
        self.pid = chance.randrange(1000, 99_999)
        self.rss = chance.randrange(300_000, 9_000_000)

    def log(self) -> Made:
        """The log of this recipe."""
        lines, endings, proven, victims = SENDERS[self.sender](self)
        before = [self.tool.working or "starting", "step 2 of 3"] * self._chance.randrange(0, 4)
        lines = [*before, *lines]
        if self.stale:
            lines = [*lines, "$ date", "Sat Jun 20 17:40:02 UTC 2026", "$ dmesg -T | grep -i killed", STALE]
        if self.form != "plain":
            lines = [EVERY_FORM[self.form](number, line) if line.strip() else line for number, line in enumerate(lines)]
        parts = (
            self.sender,
            self.tool.name,
            self.shell.name,
            self.word,
            self.kernel,
            self.stamp,
            self.form,
            self.stale,
        )
        recipe = "/".join(map(str, parts))
        return Made(recipe, ("\n".join(lines) + "\n").encode(), endings, proven, victims)

    def killed(self) -> list[str]:
        """What tool and shell say of the kill."""
        shell = self.shell.line(self.pid, self.word, "make -j8 all")
        return [*self.tool.killed(self.pid), *([shell] if shell else [])]

    def kernel_lines(self, name: str, group: str | None, pid: int = 0) -> list[str]:
        """The kernel's report on a process called `name`."""
        told = KERNELS[self.kernel](Kill(name, pid or self.pid, self.rss, group))
        return [STAMPS[self.stamp](number, line) for number, line in enumerate(told)]

    def choice(self, among: tuple[str, ...]) -> str:
        """One of them."""
        return self._chance.choice(among)

    @property
    def named(self) -> tuple[str | None, ...]:
        return (self.tool.named,)


Part = tuple[list[str], tuple[str, ...], bool, tuple[str | None, ...]]


def _unknown(recipe: _Recipe) -> Part:
    return recipe.killed(), ("killed-unknown",), False, recipe.named


def _vm(recipe: _Recipe) -> Part:
    lines = [*recipe.killed(), *recipe.kernel_lines(recipe.tool.process, None)]
    return lines, ("oom",), True, (recipe.tool.process,)


def _wsl_user(recipe: _Recipe) -> Part:
    lines = [*recipe.killed(), *recipe.kernel_lines(recipe.tool.process, "/wsl-user")]
    return lines, ("oom",), True, (recipe.tool.process,)


def _group(recipe: _Recipe) -> Part:
    group = recipe.choice(("/docker/6883dd2c43a4", "/kubepods/burstable/pod12", "/wsl-user/distro-3/docker/77aa"))
    lines = [*recipe.killed(), *recipe.kernel_lines(recipe.tool.process, group)]
    return lines, ("container-limit",), True, (recipe.tool.process,)


def _elsewhere(recipe: _Recipe) -> Part:
    other = recipe.choice(("claude", "2.1.220", "chrome", "gopls", "mysqld", "rust-analyzer"))
    lines = [*recipe.killed(), *recipe.kernel_lines(other, None, recipe.pid + 7)]
    return lines, ("oom-elsewhere",), True, (other,)


def _earlyoom(recipe: _Recipe) -> Part:
    who = recipe.tool.process
    line = f'sending SIGKILL to process {recipe.pid} uid 1000 "{who}": oom_score 866, VmRSS {recipe.rss // 1024} MiB'
    return [*recipe.killed(), f"Jun 20 17:00:11 vm earlyoom[1284]: {line}"], ("killed-by-daemon",), True, (who,)


def _oomd(recipe: _Recipe) -> Part:
    unit = "/user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn-1.scope"
    line = f"systemd-oomd[840]: Killed {unit} due to memory pressure for /user.slice being 51.07% > 50.00% for > 20s"
    return [*recipe.killed(), f"Jun 20 17:00:11 vm {line}"], ("killed-by-daemon",), True, recipe.named


def _timeout(recipe: _Recipe) -> Part:
    return ["timeout: sending signal KILL to command 'make'", *recipe.killed()], ("time-limit",), True, ("make",)


def _job_limit(recipe: _Recipe) -> Part:
    lines = [
        recipe.tool.working or "working",
        "##[error]The job running on runner X has exceeded the maximum execution time of 360 minutes.",
    ]
    return lines, ("time-limit",), True, (None,)


def _oomkilled(recipe: _Recipe) -> Part:
    lines = [*recipe.killed(), "ERROR: Job failed (system failure): exit code: 137, reason: 'OOMKilled'"]
    return lines, ("container-limit",), True, recipe.named


def _inspected(recipe: _Recipe) -> Part:
    lines = [*recipe.killed(), '{"Status":"exited","OOMKilled":false,"ExitCode":137}']
    return lines, ("killed-unknown",), False, recipe.named


def _own_error(recipe: _Recipe) -> Part:
    return list(recipe.tool.fails), ("build-error",), True, (None,)


def _success(recipe: _Recipe) -> Part:
    done = recipe.choice(("BUILD SUCCESSFUL in 12s", "    Finished `release` profile [optimized] target(s) in 4.2s",
                                  "##[section]Finishing: Build, exited with code 0", "✓ built in 4.12s"))  # fmt: skip
    return [done], ("unknown",) if not recipe.stale else ("unknown", "oom-elsewhere"), False, (None, "chrome")


def _asked(recipe: _Recipe) -> Part:
    lines = list(recipe.tool.asked) or ["make: *** [Makefile:22: test] Terminated"]
    return lines, ("terminated",), True, ("compile", "cc1plus", "rustc", None)


def _limit(recipe: _Recipe) -> Part:
    error = recipe.choice(("Resource temporarily unavailable", *TONGUES["errors"]["Resource temporarily unavailable"]))
    return [f"make: fork: {error}"], ("limit",), True, (None,)


def _disk(recipe: _Recipe) -> Part:
    error = recipe.choice(("No space left on device", *TONGUES["errors"]["No space left on device"]))
    return [f"cp: error writing '/w/out/app': {error}"], ("disk-full",), True, (None,)


def _refused(recipe: _Recipe) -> Part:
    error = recipe.choice(("Cannot allocate memory", *TONGUES["errors"]["Cannot allocate memory"]))
    return [f"virtual machine: mmap: {error}"], ("memory-refused",), True, (None,)


def _unit(recipe: _Recipe) -> Part:
    line = f"run-u{recipe.pid}.scope: Failed with result 'oom-kill'."
    told = (recipe.tool.named,)
    return [*recipe.killed(), f"Jun 20 17:00:11 vm systemd[1]: {line}"], ("container-limit",), True, told


def _nohang(recipe: _Recipe) -> Part:
    who = recipe.tool.process
    line = f"Sending SIGKILL to {who} [{recipe.pid}], uid 1000"
    return [*recipe.killed(), f"Jun 20 17:00:11 vm nohang[911]: {line}"], ("killed-by-daemon",), True, (who,)


def _evicted(recipe: _Recipe) -> Part:
    line = "The node was low on resource: memory. Threshold quantity: 100Mi, available: 61204Ki."
    return [*recipe.killed(), line], ("killed-by-daemon",), True, recipe.named


def _runner_down(recipe: _Recipe) -> Part:
    lines = [
        recipe.tool.working or "working",
        "##[error]The runner has received a shutdown signal. This can happen when the runner service is stopped.",
        "##[error]Process completed with exit code 143.",
    ]
    return lines, ("terminated",), True, (None,)


def _control_c(recipe: _Recipe) -> Part:
    return (
        [recipe.tool.working or "working", "^C", "make: *** [Makefile:22: test] Interrupt"],
        ("terminated",),
        True,
        (None,),
    )


def _heap(recipe: _Recipe) -> Part:
    said = recipe.choice(("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
                          "java.lang.OutOfMemoryError: Java heap space"))  # fmt: skip
    return [recipe.tool.working or "working", said], ("own-heap-limit",), True, (None,)


def _vm_lost(recipe: _Recipe) -> Part:
    said = recipe.choice(("Wsl/Service/E_UNEXPECTED", "Wsl/Service/0x8007274c"))
    return [recipe.tool.working or "working", f"Error code: {said}"], ("vm-gone",), False, (None,)


def _server_lost(recipe: _Recipe) -> Part:
    said = recipe.choice((
        "Gradle build daemon disappeared unexpectedly (it may have been killed or may have crashed)",
        "ERROR: failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF",
        "Remote Extension host terminated unexpectedly 3 times within the last 5 minutes.",
    ))  # fmt: skip
    return [recipe.tool.working or "working", said], ("server-gone",), False, (None,)


def _panic(recipe: _Recipe) -> Part:
    return (
        [recipe.tool.working or "working", "[ 9.1] Kernel panic - not syncing: Fatal exception"],
        ("kernel-fault",),
        True,
        (None,),
    )


def _open_files(recipe: _Recipe) -> Part:
    error = recipe.choice(("Too many open files", *TONGUES["errors"].get("Too many open files", ())))
    return [f"ld: cannot open x.o: {error}"], ("limit",), True, (None,)


SENDERS = {
    "unknown": _unknown,
    "whole machine": _vm,
    "/wsl-user": _wsl_user,
    "group": _group,
    "elsewhere": _elsewhere,
    "earlyoom": _earlyoom,
    "systemd-oomd": _oomd,
    "timeout": _timeout,
    "job limit": _job_limit,
    "OOMKilled": _oomkilled,
    "OOMKilled false": _inspected,
    "own error": _own_error,
    "success": _success,
    "asked to end": _asked,
    "processes": _limit,
    "disk": _disk,
    "refused": _refused,
    "unit": _unit,
    "nohang": _nohang,
    "evicted": _evicted,
    "runner down": _runner_down,
    "ctrl-c": _control_c,
    "heap": _heap,
    "vm lost": _vm_lost,
    "server lost": _server_lost,
    "panic": _panic,
    "open files": _open_files,
}
