"""What a case came to: read from what the machine told, and compared with what it has to come to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from lab.vm.case import Case

_DOCUMENT = re.compile(r'\{\s*"schema": "wslmem/')


@dataclass(frozen=True, slots=True)
class Came:
    """One case. None: it never told."""

    exit: int | None = None
    lives: bool = False
    """Whether the process beside it lived, and the session that they shared."""
    ending: str = ""
    """Of the verdict; empty without one."""
    proven: bool = False
    output: str = ""


def read(told: str, count: int) -> tuple[list[Came], str]:
    """What each of `count` cases came to, and the versions of what ran there."""
    text, _, end = told.replace("\r\n", "\n").partition("@end ")
    parts = re.split(r"^@case \d+\n", text, flags=re.MULTILINE)[1:]
    came = [_came(part) for part in parts]
    return [*came, *[Came()] * (count - len(came))], end.strip()


def _came(part: str) -> Came:
    ended = re.search(r"^@exit (\d+)$", part, flags=re.MULTILINE)
    verdict = _verdict(part)
    return Came(
        exit=int(ended[1]) if ended else None,
        lives="\n@lives" in part,
        ending=str(verdict.get("ending", "")),
        proven=bool(verdict.get("proven")),
        output=part,
    )


def _verdict(part: str) -> dict[str, object]:
    """The last that was given: in the document of a run, or the whole document of `explain`."""
    documents = list(_documents(part))
    if not documents:
        return {}
    last = documents[-1]
    return last if "ending" in last else cast("dict[str, object]", last.get("verdict") or {})


def _documents(part: str) -> Iterator[dict[str, object]]:
    for line in part.splitlines():
        if _DOCUMENT.match(line):
            yield json.loads(line)


def faults(case: Case, came: Came) -> list[str]:
    """What is other than it has to be."""
    if came.exit is None:
        return ["the session ended"]
    if (came.exit, came.ending) == case.or_else:
        case = replace(case, exit=case.or_else[0], ending=case.or_else[1])
    found = []
    if came.exit != case.exit:
        found.append(f"exit is not {case.exit}")
    if (came.ending, came.proven) != (case.ending, bool(case.ending) and case.proven):
        found.append(f"verdict is not {case.ending or 'none'}{' (proven)' if case.ending and case.proven else ''}")
    if not came.lives:
        found.append("the process beside it died")
    if case.says and not re.search(case.says, came.output):
        found.append(f"does not say {case.says!r}")
    return found
