"""Verdicts that rest on the kernel's own line on the process that its OOM killer killed."""

from __future__ import annotations

from wslmem.diagnosis.signs.kernel import OF_A_GROUP
from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.diagnosis.verdict import NOTHING, Ending, Verdict
from wslmem.diagnosis.weighing import advice, belonging, families
from wslmem.diagnosis.weighing.case import Case
from wslmem.diagnosis.weighing.quoting import packages, quote
from wslmem.records import replace
from wslmem.text import Text, joined
from wslmem.units import show_size

_SENTENCES = Text(" ")
_COMMA = Text(", ")
_LINES = Text("\n")
_WHOSE_LIMIT = Text("see the lines beside it, as root: dmesg | grep -iE 'out of memory|oom-kill|result of limit'")


def of_build(case: Case) -> Verdict | None:
    """The kernel named a process of the build."""
    kills = belonging.of_build(case)
    if not kills:
        return None
    # The last whole kill weighs most: what a group did before did not end the build.
    kill = next((one for one in reversed(kills) if _agreed(one, case)), kills[-1])
    whole = _of_the_vm(case, kill)
    if whole is None:
        return _unsure(case, kill)
    return _whole(case, kill) if whole else _group(case, kill)


def _of_the_vm(case: Case, kill: Sign) -> bool | None:
    """Whether the whole VM was out of memory; None where nobody says."""
    report = kill.report
    # In a benchmark the VM itself may be a group (emulated, or /wsl-user by another name): then it was short of memory.
    if report is None or case.scarce:
        return True
    if report.whole is not None:
        return report.whole
    of_a_group = OF_A_GROUP in kill.line.text
    if case.watched:
        return not of_a_group
    return False if of_a_group and advice.place(case) != "wsl" else None


def _agreed(kill: Sign, case: Case) -> bool:
    return any(sign.victim and kill.victim and families.same_program(sign.victim, kill.victim) for sign in case.kills)


def _whole(case: Case, kill: Sign) -> Verdict:
    agrees = Text("The build output agrees.") if case.kills else NOTHING
    headline = Text(
        "The kernel's OOM killer killed `{victim}`{held}{doing}: the whole VM was out of memory.",
        victim=kill.victim,
        held=held(kill),
        doing=doing(case),
    )
    return _verdict(
        case,
        Ending.OOM,
        kill,
        joined(_SENTENCES, [headline, agrees] if agrees else [headline]),
        advice.more_memory(case),
        limit="vm",
    )


def _unsure(case: Case, kill: Sign) -> Verdict:
    """Whose limit it was is not told: what it mostly is, not proven.

    Before Linux 5.0 the line with the size says nothing of it, and the one of the reaper never does; in WSL since 2.9.5
    the group of a "memory cgroup" may be /wsl-user, which is all of the VM.
    """
    of_a_group = OF_A_GROUP in kill.line.text and case.seen.origin != "wsl"
    ending, next_step = (
        (Ending.CONTAINER_LIMIT, advice.group_limit(case)) if of_a_group else (Ending.OOM, advice.more_memory(case))
    )
    headline = Text(
        "The kernel's OOM killer killed `{victim}`{held}{doing}; the line that says whether the VM or a group in it was"
        " out of memory is missing here.",
        victim=kill.victim,
        held=held(kill),
        doing=doing(case),
    )
    verdict = _verdict(case, ending, kill, headline, next_step, limit=None)
    return replace(verdict, proven=False, prove=_WHOSE_LIMIT)


def _group(case: Case, kill: Sign) -> Verdict:
    report = kill.report
    group = (report.group if report else None) or "unknown"
    allowed = Text(" ({size})", size=show_size(report.allowed)) if report and report.allowed else NOTHING
    headline = Text(
        "The kernel's OOM killer killed `{victim}`{held}{doing}: the group {group} reached a memory limit of its "
        "own{allowed}, which memory= does not change.",
        victim=kill.victim,
        held=held(kill),
        doing=doing(case),
        group=group,
        allowed=allowed,
    )
    return _verdict(case, Ending.CONTAINER_LIMIT, kill, headline, advice.group_limit(case), limit=group)


def _verdict(case: Case, ending: Ending, kill: Sign, headline: Text, next_step: Text, *, limit: str | None) -> Verdict:
    built = packages(case.kills)
    report = kill.report
    return Verdict(
        ending,
        True,
        headline,
        quote((kill,), case.kills, case.of(Kind.UNIT_OOM), each=3),
        kill.victim,
        kill.rss,
        limit,
        "kernel",
        built[0] if built else case.package,
        built,
        memory_by_family=families.by_family(report.tasks, report.shared) if report and report.tasks else (),
        next_step=next_step,
    )


def held(kill: Sign) -> Text:
    """How much the process held, to follow its name."""
    return Text(" (it held {size})", size=show_size(kill.rss)) if kill.rss else NOTHING


def doing(case: Case) -> Text:
    """What was being built, to follow the name of the killed process."""
    built = packages(case.kills) or ((case.package,) if case.package else ())
    return Text(" while building {packages}", packages=joined(_COMMA, built[:4])) if built else NOTHING


def elsewhere_with_kill(case: Case) -> Verdict | None:
    """The kernel killed something else, and the build was killed or ended as well."""
    others = belonging.near(case)
    return _elsewhere(case, others[-1]) if others and (case.kills or case.ends) else None


def elsewhere(case: Case) -> Verdict | None:
    """The kernel killed something else, and nothing says how the build ended."""
    others = belonging.near(case)
    if others:
        return _elsewhere(case, others[-1])
    reports = [sign for sign in case.of(Kind.KERNEL_REPORT, Kind.UNIT_OOM) if not case.stale(sign)]
    if not reports:
        return None
    headline = Text(
        "The kernel's OOM killer was at work, but this log does not say whether it killed part of the build."
    )
    return Verdict(
        Ending.OOM_ELSEWHERE,
        False,
        headline,
        quote(reports),
        sender="kernel",
        prove=advice.proof(case),
        next_step=advice.more_memory(case),
    )


def _elsewhere(case: Case, kill: Sign) -> Verdict:
    parts = [
        Text(
            "The kernel's OOM killer killed `{victim}`{held}, which is not part of the build.",
            victim=kill.victim,
            held=held(kill),
        )
    ]
    stops = [sign for sign in case.of(Kind.UNIT_STOP) if sign.victim]
    units = [sign.unit for sign in case.of(Kind.UNIT_OOM, Kind.UNIT_STOP) if sign.unit]
    if stops or units:
        names = joined(_COMMA, dict.fromkeys(f"`{sign.victim}`" for sign in stops))
        with_them = Text(", {names} among it", names=names) if stops else NOTHING
        unit_name = stops[0].unit if stops and stops[0].unit else units[0]
        parts.append(
            Text("systemd then stopped the rest of {unit} (OOMPolicy=stop){names}.", unit=unit_name, names=with_them)
        )
    elif case.kills:
        parts.append(Text("Who killed the build is not shown."))
    report = kill.report
    return Verdict(
        Ending.OOM_ELSEWHERE,
        True,
        joined(_SENTENCES, parts),
        quote((kill,), case.of(Kind.UNIT_STOP), case.kills, case.of(Kind.UNIT_OOM)),
        kill.victim,
        kill.rss,
        "vm" if report is None or report.whole else report.group,
        "kernel",
        memory_by_family=families.by_family(report.tasks, report.shared) if report and report.tasks else (),
        next_step=_leave_room(case, kill, units),
    )


def _leave_room(case: Case, kill: Sign, units: list[str]) -> Text:
    parts = [
        Text(
            (
                "stop `{victim}` while building, or give it a limit of its own: systemd-run --user "
                "--scope -p MemoryMax=4G COMMAND"
            ),
            victim=kill.victim,
        )
    ]
    if advice.place(case) == "wsl":
        parts.append(Text("more memory= in .wslconfig leaves room for both"))
    if units:
        parts.append(
            Text(
                "start the build in a scope of its own, so that systemd does not stop it with "
                "others: systemd-run --user --scope -p OOMPolicy=continue COMMAND"
            )
        )
    return joined(Text("\n"), parts)
