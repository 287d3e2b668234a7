"""Verdicts that rest on something around the build that went away: the VM, the kernel, a server, a runner."""

from __future__ import annotations

from wslmem.diagnosis import wsl_codes, wsl_failures
from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.diagnosis.verdict import NOTHING, Ending, Verdict
from wslmem.diagnosis.weighing import advice
from wslmem.diagnosis.weighing.case import Case
from wslmem.diagnosis.weighing.quoting import quote
from wslmem.text import Text, joined

_LINES = Text("\n")


def wsl_error(case: Case) -> Verdict | None:
    """WSL says why it could not do something."""
    found = wsl(case)
    return None if found is None or found.ending is Ending.VM_GONE else found


def wsl(case: Case) -> Verdict | None:
    """WSL says that it lost the VM, or why it could not do something."""
    told = case.of(Kind.WSL)
    if not told:
        return None
    sign = max(told, key=lambda one: len(one.detail))
    failure = wsl_codes.of_code(sign.detail)
    gone = failure.ending is Ending.VM_GONE
    return Verdict(
        failure.ending,
        not gone,
        failure.headline,
        quote((sign,), told, case.of(Kind.WEAK_FAULT)),
        limit=sign.detail,
        prove=_PROVE_GONE if gone else NOTHING,
        next_step=failure.next_step,
    )


_PROVE_GONE = Text(
    "run: wsl -u root journalctl -k -b -1 --no-pager | tail -50; in PowerShell: wslmem "
    "explain --windows (was Windows out of memory?)"
)


def console(case: Case) -> Verdict | None:
    """A terminal says that wsl.exe ended with an error in the middle of a build."""
    told = case.of(Kind.CONSOLE)
    if not told:
        return None
    return Verdict(
        Ending.VM_GONE,
        False,
        Text("The terminal's wsl.exe ended in the middle of the build: the VM or the distribution stopped."),
        quote(told),
        prove=_PROVE_GONE,
        next_step=wsl_failures.GONE_NEXT,
    )


def fault(case: Case) -> Verdict | None:
    """The kernel failed, or a known pair of its complaints makes new sessions hang."""
    told = case.of(Kind.FAULT)
    if told:
        sign = next((one for one in told if one.detail == "panic"), told[0])
        reclaim = any("kswapd" in one.line.text for one in told) or "kswapd0" in case.seen.words
        headline = Text(
            "The Linux kernel of the VM itself failed{where}: that is a fault of the kernel, not a matter of memory=.",
            where=Text(" while it freed memory (kswapd0)") if reclaim else NOTHING,
        )
        return _fault(case, sign, headline, told, proven=True)
    weak = case.of(Kind.WEAK_FAULT)
    blocked = [sign for sign in weak if sign.detail == "accept4"]
    large = [sign for sign in weak if sign.detail == "vmbus" or (sign.detail.isdecimal() and int(sign.detail) > 3)]  # noqa: PLR2004 - PAGE_ALLOC_COSTLY_ORDER
    if not (blocked and large):
        return None
    headline = Text(
        "New sessions hang because the kernel finds no contiguous memory for their channel (fragmentation, order 7), "
        "with memory left: memory= does not help."
    )
    return _fault(case, large[0], headline, weak, proven=True)


def weak_fault(case: Case) -> Verdict | None:
    """The kernel complains of something that it survives; told where nothing else is known."""
    weak = case.of(Kind.WEAK_FAULT)
    if not weak:
        return None
    sign = weak[0]
    names = {
        "hv_balloon": Text("hv_balloon could not add memory that Windows had assigned to the VM"),
        "accept4": Text("a session could not be opened (accept4 failed 110)"),
        "vmbus": Text("the kernel found no contiguous memory for a channel to Windows (fragmentation)"),
        "stall": Text("a processor of the VM made no progress"),
    }
    what = names.get(
        sign.detail,
        Text(
            "the kernel could not allocate {order} contiguous pages",
            order=2 ** int(sign.detail) if sign.detail.isdecimal() else 0,
        ),
    )
    headline = Text("A fault of the VM's kernel or of its link to Windows: {what}.", what=what)
    return _fault(case, sign, headline, weak, proven=False)


def _fault(case: Case, sign: Sign, headline: Text, told: tuple[Sign, ...], *, proven: bool) -> Verdict:
    return Verdict(
        Ending.KERNEL_FAULT,
        proven,
        headline,
        quote((sign,), told),
        prove=NOTHING if proven else advice.proof(case),
        next_step=Text(
            "in PowerShell, run: wsl --update, then wsl --shutdown; report it with the kernel's "
            "lines (github.com/microsoft/WSL)"
        ),
    )


def server(case: Case) -> Verdict | None:
    """A build server, a runner or a connection went away without a word."""
    told = case.of(Kind.SERVER)
    if not told:
        return None
    sign = told[0]
    who = {
        "bazel": Text("The Bazel server ended without a word"),
        "gradle": Text("The Gradle daemon went away"),
        "kotlin": Text("The Kotlin daemon went away"),
        "buildkit": Text("The connection to BuildKit broke: its daemon, or the VM it runs in, went away"),
        "docker": Text("The Docker daemon does not answer"),
        "runner": Text("The runner stopped answering"),
        "azure": Text("The agent stopped answering"),
        "jenkins": Text("The agent went away"),
        "ssh": Text("The connection broke"),
    }.get(sign.who, Text("A server of the build went away"))
    headline = joined(
        Text(" "),
        [Text("{who}.", who=who), Text("A lack of memory is one possible reason; this log does not show it.")],
    )
    own = Text("see its own log: {file}", file=_log(sign.line.text)) if _log(sign.line.text) else NOTHING
    steps = [own, advice.more_memory(case)] if own else [advice.more_memory(case)]
    return Verdict(
        Ending.SERVER_GONE,
        False,
        headline,
        quote((sign,), told),
        prove=advice.proof(case),
        next_step=joined(_LINES, steps),
    )


def _log(text: str) -> str:
    words = [word.strip("'\"(),") for word in text.split()]
    return next((word for word in words if word.startswith("/") and word.endswith((".out", ".log"))), "")
