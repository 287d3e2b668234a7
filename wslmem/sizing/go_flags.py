"""What a build is told by its flags and variables, as far as it changes what the build holds."""

from __future__ import annotations

import shlex
from contextlib import suppress

from wslmem.errors import UsageError
from wslmem.records import record, replace
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.text import Text
from wslmem.units import guess_size, parse_size, whole

KNOWN = ("-p N", "-tags LIST", "-ldflags=-w", "-gcflags=all=-c=1", "-race", "GOGC=N", "GOMEMLIMIT=SIZE")
"""What is estimated; anything else is refused, for an estimate that left it out would look like one that did not."""
_HARMLESS = frozenset({"-v", "-x", "-trimpath", "-a", "-mod", "-buildvcs", "-o"})
"""Flags that leave the memory of a build as it is."""
_NO_VALUE = frozenset({"-v", "-x", "-trimpath", "-a", "-race"})


@record
class BuildFlags:
    """How a build is started."""

    parallelism: int | None = None
    """`-p`; None for the go command's own choice."""
    tags: str = ""
    """Comma-separated."""
    environment: GoEnvironment = GoEnvironment()
    tests: bool = False
    """Whether `go test` builds instead of `go build`."""


def parse(text: str, parallelism: int | None = None) -> BuildFlags:
    """The flags and variables in `text`, as they would stand on a command line; `parallelism` wins over its `-p`.

    Raises:
        UsageError: an open quote, a value that go would refuse, or a flag whose effect is not known.
    """
    try:
        words = shlex.split(text)
    except ValueError:
        raise _refused(Text("--flags {text} has an open quote", text=text)) from None
    found, rest = BuildFlags(parallelism), iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if not name.startswith("-"):
            found = _variable(found, name, value)
            continue
        name = "-" + name.lstrip("-")
        if not equals and name not in _NO_VALUE:
            value = next(rest, "")
        found = _flag(found, name, value)
    return found if parallelism is None else replace(found, parallelism=_count("-p", str(parallelism)))


def within(asked: BuildFlags, goflags: str) -> BuildFlags:
    """`asked` with what GOFLAGS gives every build, where it says nothing itself; of that what is known here."""
    try:
        words = shlex.split(goflags)
    except ValueError:
        return asked
    found = BuildFlags()
    for word in words:
        name, _, value = word.partition("=")
        with suppress(UsageError):
            found = _flag(found, "-" + name.lstrip("-"), value)
    given = asked.environment
    return replace(
        asked,
        parallelism=asked.parallelism or found.parallelism,
        environment=replace(
            given,
            one_thread=given.one_thread or found.environment.one_thread,
            no_dwarf=given.no_dwarf or found.environment.no_dwarf,
        ),
    )


def _flag(found: BuildFlags, name: str, value: str) -> BuildFlags:
    environment = found.environment
    if name in _HARMLESS:
        return found
    if name == "-p":
        return replace(found, parallelism=_count(name, value))
    if name == "-tags":
        return replace(found, tags=",".join(value.replace(",", " ").split()))
    if name == "-ldflags" and set(value.split()) <= {"-s", "-w"}:
        return replace(found, environment=replace(environment, no_dwarf=bool(value.split())))
    if name == "-gcflags" and value.removeprefix("all=") == "-c=1":
        return replace(found, environment=replace(environment, one_thread=True))
    if name == "-race":  # the compiler then works with one thread (cmd/compile/internal/base/flag.go)
        return replace(found, environment=replace(environment, one_thread=True))
    raise _unknown(f"{name}={value}" if value else name)


def _variable(found: BuildFlags, name: str, value: str) -> BuildFlags:
    environment = found.environment
    if name == "GOGC" and (value == "off" or whole(value) is not None):
        # "off" is not estimated: nothing is collected, and a compile holds whatever it ever made.
        return replace(found, environment=replace(environment, gogc=_count(name, value)))
    size = parse_size(value.replace("iB", "B")) or guess_size(value)
    if name == "GOMEMLIMIT" and size:
        return replace(found, environment=replace(environment, gomemlimit=size))
    if name == "GOFLAGS":
        inner = parse(value)
        return replace(inner, parallelism=inner.parallelism or found.parallelism)
    raise _unknown(f"{name}={value}" if value else name)


def _count(name: str, value: str) -> int:
    count = whole(value)
    if not count:
        raise _refused(Text("{name}: not a number above 0: {value}", name=name, value=value))
    return count


def _unknown(word: str) -> UsageError:
    return _refused(Text("--flags: wslmem cannot estimate what {word} changes", word=word))


def _refused(cause: Text) -> UsageError:
    return UsageError(
        cause,
        on_disk=Text("nothing changed"),
        next_step=Text("it can estimate: {known}; measure others: wslmem run -- COMMAND", known=", ".join(KNOWN)),
    )
