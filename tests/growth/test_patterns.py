"""No text costs a pattern more than time in proportion to its length."""

from __future__ import annotations

import re

import pytest
from growth_attacks import Attack, attacks
from growth_engine import steps
from growth_patterns import Found, calls, found, trees, written
from hypothesis import given
from hypothesis import strategies as st

from wslmem.diagnosis import wsl_codes

SHORT, LONG = 50, 200
"""How often an attack repeats its word."""
GROWTH = 2 * LONG / SHORT
"""Steps may grow by this, twice as fast as the text; those of a quadratic pattern grow sixteenfold."""
PER_LETTER = 40
"""Steps for each letter that the longer text may take in any case: half of what the least quadratic pattern takes."""
UNBEARABLE = 500
"""Steps for each letter of the shorter text after which a pattern is not looked at any longer."""
TRIED = 25
"""Attacks that are tried at length: those that cost most for their own length."""

PATTERNS = [
    *found(),
    *(Found(f"wslmem.diagnosis.wsl_codes#{at}", one, "search") for at, (one, _) in enumerate(wsl_codes._ends())),
]
OF_TABLES = frozenset(["wslmem.words", "wslmem.diagnosis.reading.prefixes", "wslmem.diagnosis.wsl_codes"])
"""Compile the sentences of the catalogue that are still recognised by their pattern, and two tables that are found."""
OF_NAMES = frozenset(
    ["wslmem.workflows.selftest.names", "wslmem.machine.host.windows_events", "wslmem.diagnosis.weighing.belonging"]
)
"""Put a name, escaped, between literals and classes that it cannot overlap."""


def worst(pattern: re.Pattern[str], use: str) -> tuple[Attack, int, int] | None:
    """An attack under which steps grow faster than the text, with the steps for both lengths; None where none does."""
    tried = []
    for attack in attacks(pattern):
        limit = UNBEARABLE * len(attack.text(SHORT))
        short = steps(pattern, use, attack.text(SHORT), limit)
        if short > limit:
            return attack, short, short
        tried.append((attack, short))
    tried.sort(key=lambda one: -one[1] / len(one[0].text(SHORT)))
    for attack, short in tried[:TRIED]:
        limit = int(max(GROWTH * short, PER_LETTER * len(attack.text(LONG))))
        long = steps(pattern, use, attack.text(LONG), limit)
        if long > limit:
            return attack, short, long
    return None


@pytest.mark.parametrize("one", PATTERNS, ids=[f"{one.place}-{one.use}" for one in PATTERNS])
def test_no_pattern_takes_more_steps_than_its_text_has_letters(one: Found) -> None:
    assert worst(one.pattern, one.use) is None, one.pattern.pattern


@pytest.mark.parametrize(
    ("pattern", "use"),
    [
        (r"(?:\s|//[^\n]*\n|/\*.*?\*/)*package", "match"),
        (r"(a+)+b", "match"),
        (r"a*a*b", "match"),
        (r"\w+X", "search"),
        (r".*b", "search"),
        (r'"(?:[^"]|\\.)*"', "search"),
    ],
)
def test_what_is_not_linear_is_found(pattern: str, use: str) -> None:
    assert worst(re.compile(pattern, re.DOTALL), use) is not None


def test_every_pattern_is_a_name_of_a_module_or_a_literal() -> None:
    made = {
        name
        for name, tree in trees().items()
        if name != "wslmem.patterns"  # compiles what others name
        for call, function, in_function in calls(tree)
        if in_function and (written(call) is None or function == "compile")
    }
    assert made - OF_TABLES - OF_NAMES == set()


LETTERS = st.text("ab1 \n.", max_size=10)


@given(
    st.sampled_from(
        [
            r"(a+)+b", r"(a|ab)(1|b1)(b*)", r"(?<=a)b*?1", r"(?>a+)b|1", r"(?i)AB*+1", r"^a|b$", r"(?m)^a$", r"(\w)\1",
            r"\b\w+\b", r"(?:a?){3}b", r"[^a1]+?(?!b)", r"(a)?b(?(1)1|\.)", r"\s*(\w*\s+)*$", r"(?:|a)+b",
        ]
    ),
    LETTERS,
)  # fmt: skip
def test_the_engine_that_counts_finds_what_the_engine_of_python_finds(pattern: str, text: str) -> None:
    from growth_engine import Count, Program

    compiled = re.compile(pattern)
    found = compiled.search(text)
    assert next(Program.of(compiled).matches(text, Count(10**7)), None) == (found and found.span())
