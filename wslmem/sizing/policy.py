"""One rule for many computers: what memory= becomes on each, from its RAM alone.

What changes from hour to hour (programs that run, the commit limit) does not count: the same computer gets the same
answer every time, and a larger computer never less than a smaller one.
"""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.errors import UsageError
from wslmem.records import record
from wslmem.sizing.caps import rounded
from wslmem.text import Text, joined, verbatim
from wslmem.units import GIB, MIB, Bytes, show_size, spell_size
from wslmem.wslconfig.room import fitted, reserve

LEAST = Bytes(2 * GIB)
"""A smaller memory= is none that a build can use."""


@record(kw_only=True)
class Policy:
    """What `memory: auto` means; without any of these, all that the computer can give."""

    at_least: Bytes | None = None
    """A computer that cannot give so much is refused."""
    at_most: Bytes | None = None
    share: int | None = None
    """Percent of the RAM, 1 to 100."""
    reserve: Bytes | None = None
    """Kept for Windows; it keeps more where it needs more."""


@record
class Decision:
    """What a policy comes to on one computer."""

    memory: Bytes | None
    """None: this computer cannot give what the policy asks at least."""
    because: Text
    """The sum, with each figure."""


def checked(policy: Policy) -> Policy:
    """The policy itself.

    Raises:
        UsageError: no size can satisfy it.
    """
    low, high = policy.at_least, policy.at_most
    if policy.share is not None and not 1 <= policy.share <= 100:  # noqa: PLR2004 - percent
        raise UsageError(Text("share={share} is no percentage", share=policy.share), on_disk=Text("unchanged"))
    if low is not None and high is not None and low > high:
        raise UsageError(
            Text("atLeast={low} is more than atMost={high}", low=spell_size(low), high=spell_size(high)),
            on_disk=Text("unchanged"),
        )
    if high is not None and high < 2 * MIB:
        raise UsageError(Text("atMost={high} is no memory", high=spell_size(high)), on_disk=Text("unchanged"))
    return policy


def decide(policy: Policy, total: Bytes) -> Decision:
    """memory= on a computer with `total` bytes of RAM.

    Windows keeps what `caps.reserve` says, whatever the policy asks for; within that the policy decides.
    """
    kept = Bytes(max(reserve(total), min(policy.reserve or 0, total)))
    most = fitted(max(0, total - kept))
    wanted = most
    if policy.share is not None:
        wanted = Bytes(min(wanted, fitted(total * policy.share // 100)))
    if policy.at_most is not None:
        wanted = Bytes(min(wanted, even(policy.at_most)))
    if policy.at_least is not None:
        raised = _up(policy.at_least)
        if raised > most:
            return Decision(None, _refused(policy.at_least, total, kept))
        wanted = Bytes(max(wanted, raised))
    if wanted < 2 * MIB:
        return Decision(None, _refused(Bytes(2 * MIB), total, kept))
    return Decision(wanted, joined(verbatim("; "), _sum(policy, total, kept, wanted)))


def even(size: int) -> Bytes:
    """The largest size within `size` that WSL gives as it is: an even number of MiB."""
    return Bytes(size // (2 * MIB) * 2 * MIB)


def _up(size: int) -> Bytes:
    return Bytes(-(-size // (2 * MIB)) * 2 * MIB)


def _refused(least: Bytes, total: Bytes, kept: Bytes) -> Text:
    return Text("at least {least} is asked for, and {room}", least=show_size(least), room=_room(total, kept))


def _room(total: Bytes, kept: Bytes) -> Text:
    room = max(0, total - kept)
    return Text(
        "{total} of RAM less {kept} for Windows is {room}{rounded}",
        total=show_size(total), kept=show_size(kept), room=show_size(room), rounded=rounded(room),
    )  # fmt: skip


def _sum(policy: Policy, total: Bytes, kept: Bytes, wanted: Bytes) -> Iterator[Text]:
    yield _room(total, kept)
    if policy.share is not None:
        yield Text("{share}% of the RAM is {size}", share=policy.share, size=show_size(total * policy.share // 100))
    if policy.at_least is not None:
        yield Text("at least {size}", size=show_size(policy.at_least))
    if policy.at_most is not None:
        yield Text("at most {size}", size=show_size(policy.at_most))
    yield Text("so memory={size}", size=spell_size(wanted))
