"""One rule for many computers: within its bounds, never against Windows, the same every time, more for more RAM."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.errors import UsageError
from wslmem.sizing.caps import reserve
from wslmem.sizing.policy import Policy, checked, decide
from wslmem.units import GIB, MIB, Bytes, parse_size, spell_size

SIZES = st.integers(2 * MIB, 600 * GIB).map(Bytes)
RAM = st.one_of(st.integers(GIB, 600 * GIB), st.sampled_from([n * GIB for n in (4, 8, 16, 24, 32, 64, 128)])).map(Bytes)


@st.composite
def policies(draw):
    low, high = draw(st.none() | SIZES), draw(st.none() | SIZES)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Policy(
        at_least=low, at_most=high, share=draw(st.none() | st.integers(1, 100)), reserve=draw(st.none() | SIZES)
    )


def random_policy(dice):
    sizes = [Bytes(dice.randrange(2 * MIB, 64 * GIB)) if dice.random() < 0.5 else None for _ in range(3)]
    low, high = sizes[0], sizes[1]
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Policy(
        at_least=low, at_most=high, share=dice.randint(1, 100) if dice.random() < 0.5 else None, reserve=sizes[2]
    )


def test_ten_thousand_computers_and_policies():
    dice = random.Random(20261128)  # noqa: S311 - no secret
    for _ in range(10_000):
        hold(random_policy(dice), Bytes(dice.randrange(GIB, 128 * GIB)), Bytes(dice.randrange(GIB, 128 * GIB)))


@settings(deadline=None)
@given(policies(), RAM, RAM)
def test_any_policy_on_any_computer(policy, one, other):
    hold(policy, one, other)


def hold(policy, one, other):
    """What is promised of a policy on two computers."""
    small, large = sorted((one, other))
    at_small, at_large = decide(policy, small), decide(policy, large)
    for decision, total in ((at_small, small), (at_large, large)):
        memory = decision.memory
        if memory is None:
            assert policy.at_least is not None or total - max(reserve(total), policy.reserve or 0) < 2 * MIB
            continue
        assert memory <= total - reserve(total)
        assert policy.at_least is None or memory >= policy.at_least
        assert policy.at_most is None or memory <= policy.at_most + 2 * MIB
        assert policy.at_most is None or policy.at_least is not None or memory <= policy.at_most
        assert policy.share is None or policy.at_least is not None or memory <= total * policy.share / 100
        assert memory % (2 * MIB) == 0
        assert parse_size(spell_size(memory)) == memory
        assert decide(policy, total) == decision
        assert spell_size(memory) in str(decision.because)
    if at_small.memory is not None:
        assert at_large.memory is not None
        assert at_small.memory <= at_large.memory


@pytest.mark.parametrize(
    "policy",
    [Policy(share=0), Policy(share=101), Policy(at_least=Bytes(2 * GIB), at_most=Bytes(GIB)), Policy(at_most=Bytes(1))],
)
def test_a_policy_that_nothing_satisfies_is_refused(policy):
    with pytest.raises(UsageError):
        checked(policy)
