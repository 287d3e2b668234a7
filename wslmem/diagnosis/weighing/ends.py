"""Verdicts on builds that somebody ended: a time limit, a runner, a person, an unknown sender."""

from __future__ import annotations

from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.diagnosis.signs.stopped import ECHO
from wslmem.diagnosis.verdict import NOTHING, Ending, Verdict
from wslmem.diagnosis.weighing import advice
from wslmem.diagnosis.weighing.case import NEAR, Case
from wslmem.diagnosis.weighing.plain import on_line
from wslmem.diagnosis.weighing.quoting import packages, quote
from wslmem.text import Text, joined

_SENTENCES = Text(" ")
_COMMA = Text(", ")
_LINES = Text("\n")


def time_limit(case: Case) -> Verdict | None:
    """A time limit was reached; a deadline counts where it stands by the end of the build."""
    told = [sign for sign in case.of(Kind.TIME_LIMIT) if sign.detail != "code 124" and not _of_one_test(sign, case)]
    ends = (*case.kills, *case.ends)
    if not told:
        told = [
            sign
            for sign in case.of(Kind.DEADLINE)
            if not ends or any(abs(sign.line.number - end.line.number) <= NEAR for end in ends)
        ]
    proven = bool(told)
    if not told and not ends:
        told = [sign for sign in case.of(Kind.TIME_LIMIT) if sign.detail == "code 124"]
    if not told:
        return None
    sign = told[0]
    names = {
        "timeout": Text("`timeout` ended it at its limit"),
        "go test -timeout": Text("go test ended it at its -timeout"),
        "job": Text("the runner ended the job at its limit"),
        "deadline": Text("the deadline of its context was exceeded"),
        "code 124": Text("exit code 124 is what `timeout` gives at its limit"),
    }
    headline = Text(
        "The build reached a time limit: {what}.", what=names.get(sign.detail, Text("{program}", program=sign.who))
    )
    return on_line(
        case,
        Ending.TIME_LIMIT,
        sign,
        headline,
        Text("raise that limit, or find out what took so long; memory= changes nothing unless the build was swapping"),
        proven=proven,
        limit=sign.detail,
        sender=sign.who,
        victim=sign.victim or next((end.victim for end in ends if end.victim), None),
        beside=ends,
    )


def _of_one_test(sign: Sign, case: Case) -> bool:
    """Whether the limit was that of a test, which failed by it as others do."""
    return sign.who == "tool" and any(error.who == "test runner" for error in case.of(Kind.ERROR))


def terminated(case: Case) -> Verdict | None:
    """Somebody asked the build to end."""
    stops = case.of(Kind.STOPPED)
    if case.of(Kind.SERVER) and all(sign.detail == ECHO for sign in stops):
        stops = ()
    if not case.ends and ((case.kills and not _after_a_cancel(case, stops)) or not stops):
        return None
    sign = case.ends[0] if case.ends else stops[0]
    if not stops and _by_yarn(case, sign):
        return _some_signal(case, sign)
    interrupted, hung = sign.detail == "INTERRUPT", sign.detail == "HANGUP"
    victim = next((end.victim for end in case.ends if end.victim), None)
    if stops:
        headline = {
            "runner": Text("The runner was shut down and ended the build (SIGTERM)."),
            "machine": Text("The machine went away under the runner and ended the build."),
        }.get(stops[0].detail, Text("The run was canceled: the runner ended the build."))
        step = Text(
            "see who canceled it, and whether the runner ran out of memory or time: its own log says why it went down"
        )
        sender = "runner"
    elif interrupted:
        headline = Text("The build was interrupted (SIGINT), as Ctrl-C does.")
        step, sender = (
            Text("run it again; where nobody pressed Ctrl-C, look for what stops the process group"),
            "person",
        )
    elif hung:
        headline = Text(
            "{what} ended with its terminal or session (SIGHUP).",
            what=Text("`{victim}`", victim=victim) if victim else Text("The build"),
        )
        step, sender = (
            Text("see what closed the terminal or the session, or restarted WSL; tmux or `nohup` keeps a build"),
            "unknown",
        )
    else:
        headline = Text(
            "{what} was asked to end (SIGTERM) and did.",
            what=Text("`{victim}`", victim=victim) if victim else Text("The build"),
        )
        step = Text(
            "see who asked: a `timeout`, a service that was stopped, earlyoom, or systemd after "
            "a kill in the same unit: "
            "journalctl -b | grep -iE 'oom|earlyoom|sigterm|stopp'"
        )
        sender = "unknown"
    return on_line(
        case,
        Ending.TERMINATED,
        sign,
        headline,
        step,
        sender=sender,
        victim=victim,
        beside=(*stops[:1], *case.ends[1:3]),
    )


def _after_a_cancel(case: Case, stops: tuple[Sign, ...]) -> bool:
    """Whether the runner had been told to stop before it gave the exit code of a kill, which was then its own."""
    codes = all(sign.kind is Kind.KILLED_CODE for sign in case.kills)
    return codes and any(one.detail == "canceled" and one.line.number < case.kills[0].line.number for one in stops)


def _by_yarn(case: Case, sign: Sign) -> bool:
    """Whether all that is told is the figure of a hangup, by Yarn 4, which gives it for any signal (yarn 4.18)."""
    alone = sign.kind is Kind.KILLED_CODE and sign.detail == "HANGUP" and not case.kills
    return alone and "yarn" in case.seen.tools and "Command failed" not in sign.line.text


def _some_signal(case: Case, sign: Sign) -> Verdict:
    return Verdict(
        Ending.KILLED_UNKNOWN,
        False,
        Text(
            "A process of the build was ended by a signal; Yarn 4 gives 129 for each of them, SIGKILL too. This log "
            "does not show by whom."
        ),
        quote((sign,)),
        likely=Ending.OOM,
        prove=advice.proof(case),
        next_step=advice.more_memory(case),
    )


def killed_first(case: Case) -> Verdict | None:
    """A process was killed before anybody asked one to end: what was asked to end afterwards is its echo."""
    asked = (*case.ends, *case.of(Kind.STOPPED))
    if not case.kills or any(sign.line.number <= case.kills[0].line.number for sign in asked):
        return None
    return killed(case)


def unit_killed(case: Case) -> Verdict | None:
    """Nothing else is told than that the main process of a unit was killed."""
    told = [sign for sign in case.of(Kind.UNIT_STOP) if "Main process exited" in sign.line.text]
    if not told or case.of(Kind.KERNEL_KILL, Kind.UNIT_OOM):
        return None
    return Verdict(
        Ending.KILLED_UNKNOWN,
        False,
        Text("The main process of {unit} was killed (SIGKILL); this log does not show by whom.", unit=told[0].unit),
        quote(told),
        likely=Ending.OOM,
        prove=advice.proof(case),
        next_step=advice.more_memory(case),
    )


def killed(case: Case) -> Verdict | None:
    """A process was killed and nobody says who did it."""
    if not case.kills:
        return None
    victim = case.victim
    built = packages(case.kills)
    job = next((sign.job for sign in case.kills if sign.job), "")
    sign = next((one for one in case.kills if one.victim), case.kills[0])
    codes = all(one.kind is Kind.KILLED_CODE for one in case.kills)
    refuted = tuple(sign for sign in case.of(Kind.NOT_OOM) if sign.detail != "none")
    doing = Text(" while building {packages}", packages=joined(_COMMA, built[:4])) if built else NOTHING
    if victim:
        what = Text("`{victim}`", victim=victim)
    elif job:
        what = Text("A process of `{command}`", command=job[:80])
    else:
        what = Text("A process of the build")
    if refuted:
        headline = Text(
            "{what} was killed (SIGKILL){doing}; the container runtime says OOMKilled: false, so its own limit was not "
            "the reason.",
            what=what,
            doing=doing,
        )
    elif codes:
        headline = Text(
            "{what} was killed, as its exit code says (SIGKILL){doing}; this log does not show by whom.",
            what=what,
            doing=doing,
        )
    else:
        headline = Text("{what} was killed (SIGKILL){doing}; this log does not show by whom.", what=what, doing=doing)
    return Verdict(
        Ending.KILLED_UNKNOWN,
        False,
        headline,
        quote((sign,), case.kills, refuted, each=3),
        victim,
        package=built[0] if built else case.package,
        packages=built,
        likely=None if refuted or case.of(Kind.STOPPED) else Ending.OOM,
        prove=advice.proof(case),
        next_step=advice.more_memory(case),
    )
