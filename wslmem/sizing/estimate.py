"""The estimated peak of anonymous memory of a build."""

from __future__ import annotations

from typing import Literal

from wslmem.records import record
from wslmem.text import Text
from wslmem.units import Bytes

LINK_PREFIX = "link "
"""What the name of a link's part begins with; the program follows."""
NO_DWARF = 0.6
"""What of a link's peak is left without debug information; 0.54 to 0.70 were measured."""


@record
class Part:
    """A share of the peak: the go command, one compile that overlaps at the peak, the link."""

    name: str
    """`go`, `link example.com/app`, or the import path of a package being compiled."""
    size: Bytes


@record
class Peak:
    """The peak of a cold build at one `-p`."""

    parallelism: int
    """The `-p` of the build, 1 or more."""
    size: Bytes
    """Expected peak of anonymous memory of the whole build."""
    likely: Bytes
    """What nine in ten of the simulated builds stay below."""
    low: Bytes
    high: Bytes
    """The interval that leave-one-project-out errors of the model leave around `size`."""
    parts: tuple[Part, ...]
    """What overlaps at the peak, largest first; they add up to `size`."""
    linking: Part | None = None
    """The same peak with the files that links map, where it is one of a link; named after the largest link in it."""
    far: Bytes = Bytes(0)
    """What the build's part is to hold beyond that, as builds of its kind took so much: the peak with the C compile of
    which least is known at the most, or with many small compiles at their peaks at once; 0 where nothing is."""

    @property
    def held(self) -> Bytes:
        """Expected peak of all that has to stay in memory."""
        return self.size if self.linking is None else max(self.size, self.linking.size)


@record
class Estimate:
    """What a build of the project will need."""

    peaks: tuple[Peak, ...]
    """By `-p`, ascending; holds at least the build's default (the processors of the VM)."""
    warm: Bytes
    """Peak of a rebuild after a change in a main package alone, which only links; no guide after one in a library, for
    what imports it is compiled again."""
    source: Literal["measured", "model", "walk"]
    """A benchmark of this project, an exact scan, or a walk without a toolchain."""
    because: Text
    """What the figure is based on, as a part of a sentence."""
    guessed: tuple[str, ...] = ()
    """Parts that are little more than a guess: packages with C++, whose templates no scan sees."""

    jobs: int | None = None
    """The `-p` that GOFLAGS or a limit on processors gives the build; None for the processors of the VM."""
    go: bool = True
    """Whether the go command builds it: `-p` sets how much it does at once, and its compiler has options."""

    def at(self, parallelism: int) -> Peak:
        """The peak at `-p parallelism`, of the nearest `-p` at or above it that is known, else the largest."""
        above = [peak for peak in self.peaks if peak.parallelism >= parallelism]
        return above[0] if above else self.peaks[-1]

    def build(self, parallelism: int) -> Text:
        """The build that is spoken of, as a part of a sentence."""
        return Text("the build at -p {p}", p=parallelism) if self.go else Text("the build")
