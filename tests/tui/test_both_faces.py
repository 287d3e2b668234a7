"""The command line and the app say each fact in the same words, with the same figures, in either language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wslmem.cli.recommend_text import as_text as recommendation
from wslmem.cli.status_text import as_text as status_text
from wslmem.telling import advice, status
from wslmem.telling import forecast as outcome
from wslmem.telling.fact import WARNING, Fact
from wslmem.tui.widgets.facts import Facts
from wslmem.words import LANGUAGES, speak, tell
from wslmem.workflows.forecast import forecast


def of_both(known) -> Iterator[Fact]:
    """What both faces show of a machine and its project."""
    yield outcome.headline(known, forecast(known))
    yield from outcome.because(known)
    yield outcome.committed(known.host)
    yield from status.vm(known).facts
    yield from status.limits(known)
    yield from status.findings(known)
    yield from status.project(known).facts
    yield from status.warnings(known)
    yield advice.headline(known.recommendation)
    yield from advice.settings(known.recommendation, unchanged=True)
    yield from advice.sums(known.recommendation, reasons=True)
    yield from advice.options(known.recommendation)
    yield from advice.warnings(known.recommendation)


def words(fact: Fact) -> tuple[str, ...]:
    """The label where a face shows it as a word, and the text."""
    label = "" if fact.label == WARNING else tell(fact.label).strip()
    return tuple(text for text in (label, tell(fact.text)) if text)


def in_command_line(known) -> str:
    return f"{status_text(known, None)}\n{recommendation(known.recommendation)}"


async def in_app(drawn) -> str:
    app = drawn()
    shown = []
    async with app.run_test(size=(160, 60)) as pilot:
        await pilot.pause()
        await pilot.pause()
        shown += [fact for facts in app.screen.query(Facts) for fact in facts.facts]
        await app.run_action("why")
        await pilot.pause()
        shown += [fact for facts in app.screen.query(Facts) for fact in facts.facts]
    return "\n".join(f"{fact.label}\t{fact.text}" for fact in shown)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_fact_is_told_by_both_faces_in_the_same_words(drawn, known, language):
    speak(language)
    app, command_line = await in_app(drawn), in_command_line(known)
    missing = [
        (face, text)
        for fact in of_both(known)
        for text in words(fact)
        for face, shown in (("app", app), ("command line", command_line))
        if text not in shown
    ]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sum_adds_up_as_it_is_shown(known, language):
    speak(language)
    total = 0
    for fact in advice.sums(known.recommendation, reasons=False):
        sign, *figure = tell(fact.label).split()
        size = int((figure[0] if sign in "+=" else sign).replace(",", ""))
        if sign == "=":
            assert size == total, tell(fact.text)
        elif sign == "+" or not total:
            total += size
    assert total == 11 * 1024
