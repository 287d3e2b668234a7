"""What a verdict on a build sounds like, and what an error does."""

from __future__ import annotations

from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.errors import WslmemError
from wslmem.telling.fact import Tone
from wslmem.tui.widgets.facts import Fact
from wslmem.words import mark, retell, say

ENDINGS = {
    Ending.OK: (Tone.GOOD, mark("completed")),
    Ending.OOM: (Tone.BAD, mark("killed: out of memory")),
    Ending.OOM_ELSEWHERE: (Tone.CARE, mark("another process was killed")),
    Ending.STALLED_BY_MEMORY: (Tone.BAD, mark("stalled by memory")),
    Ending.SWAP_THRASH: (Tone.BAD, mark("thrashed in swap")),
    Ending.GO_CANNOT_ALLOCATE: (Tone.BAD, mark("Go could not allocate")),
    Ending.KILLED_UNKNOWN: (Tone.CARE, mark("killed, cause not proven")),
    Ending.BUILD_ERROR: (Tone.CARE, mark("the build itself fails")),
    Ending.DISTRO_GONE: (Tone.BAD, mark("the distribution ended")),
    Ending.VM_GONE: (Tone.BAD, mark("the VM ended")),
    Ending.INTERRUPTED: (Tone.QUIET, mark("interrupted")),
}


def verdict(found: Verdict) -> tuple[Fact, ...]:
    """Headline, evidence, next step."""
    tone, word = ENDINGS[found.ending]
    proof = say("proven") if found.proven else say("not proven")
    facts = [Fact("", f"{say(word)} ({proof})", tone), Fact("", retell(found.headline), Tone.STRONG)]
    facts += [Fact(say(one.source), one.text.strip(), Tone.QUIET) for one in found.evidence]
    if found.package:
        facts.append(Fact(say("Package"), found.package))
    if found.next_step:
        facts.append(Fact(say("Next"), retell(found.next_step)))
    return tuple(facts)


def failure(error: WslmemError) -> tuple[Fact, ...]:
    """Cause, place, what is on disk, next step."""
    parts = ((say("Where"), error.place), (say("On disk"), error.on_disk), (say("Next"), error.next_step))
    return (Fact("", retell(error.cause), Tone.BAD), *(Fact(label, retell(text)) for label, text in parts if text))
