"""Logs that people have, and logs of real tools that a real kernel really killed, each with the verdict that is right.

`logs/threads`: restated from public threads; `logs/tools`: as printed in 2026-11 under a memory cgroup or in a VM;
`logs/own`, `logs/fresh`: written before anything was tuned on them, in other words and versions, with the look-alikes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from wslmem.diagnosis.verdict import Verdict

FOLDER = Path(__file__).parent / "logs"


@dataclass(frozen=True)
class Expected:
    """What is right to say of a log."""

    ending: str
    proven: bool
    victims: tuple[str | None, ...] | None
    """None where the log names nobody and any name is as good."""
    says_one_of: tuple[str, ...] = ()
    never_says: tuple[str, ...] = ()

    def holds(self, verdict: Verdict) -> bool:
        """Whether ending, proof and victim are right."""
        known = self.victims is None or verdict.victim in self.victims
        return (verdict.ending, verdict.proven) == (self.ending, self.proven) and known


@dataclass(frozen=True)
class Log:
    """One log."""

    name: str
    data: bytes
    expected: Expected


def logs() -> list[Log]:
    """All of them, in the order of their names."""
    found = []
    for folder in sorted(FOLDER.iterdir()):
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        for name, right in sorted(expected.items()):
            found.append(Log(name, (folder / f"{name}.log").read_bytes(), _expected(right)))
    return found


def _expected(right: dict) -> Expected:
    victims = (right["victim"],) if "victim" in right else tuple(right["victim_one_of"] or ()) or None
    says, never = right.get("says_one_of", ()), right.get("never_says", ())
    return Expected(right["ending"], right["proven"], victims, tuple(says), tuple(never))


LOGS = logs()
