"""What a benchmark will do, fixed before its first build: nothing is re-run until a result looks right."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePosixPath

from wslmem.records import record
from wslmem.units import Seconds

BUILD = ("go", "build", "./...")
"""What is built when nobody says otherwise."""

FULL_RUNS = 6
"""Builds of each side: the fewest that give a 95 % interval of the median (order statistics, 1 - 2/2^6 = 96.9 %)."""
QUICK_RUNS = 3
"""Builds of each side of a quick look, which can never claim a difference (smallest exact p of 3+3 is 0.1)."""


class Afterwards(StrEnum):
    """What `.wslconfig` holds when the benchmark has ended."""

    RESTORED = "restored"
    """The bytes it held before, whatever happens."""
    LAST_SIDE = "last-side"
    """The settings of the last side in `sides`, where every leg came to its end; the old bytes otherwise."""


@record
class Side:
    """One of the things compared: before, after, or a point of a sweep."""

    name: str
    """`before`, `after`, or what a sweep varies: `p=2`, `memory=4GB`."""
    settings: tuple[tuple[str, str | None], ...] = ()
    """Keys of .wslconfig that this side changes, as `ApplyRequest.settings`; empty: the file as the user has it."""
    goflags: tuple[str, ...] = ()
    """Flags that every go command of the build gets through GOFLAGS: `("-p=2",)`."""
    environment: tuple[tuple[str, str], ...] = ()
    """Variables that the build gets: `(("GOGC", "50"),)`."""


@record
class Leg:
    """Builds of one side in a row, between two restarts."""

    side: str
    """Name of a side of the plan."""
    runs: int
    """Builds that count, 1 or more."""
    warm_ups: int = 1
    """Builds before them that do not count; the first one after a restart reads everything from the disk."""


CACHE = "{cache}"
"""In a variable: the folder of the build's cache, empty before each cold build."""


@record(kw_only=True)
class Cold:
    """What makes a build start from nothing."""

    tool: str = ""
    """The program that builds: `go`, `cargo`, `make`; empty where nobody asked."""
    variables: tuple[tuple[str, str], ...] = ()
    """Variables that every build gets, cold and warm; `{cache}` in a value is the cache's folder."""
    aside: tuple[str, ...] = ()
    """Caches in the project, by relative path: set aside before a cold build, brought back after the last one of it."""
    prepare: str = ""
    """Shell command that runs in the project before each cold build, neither timed nor measured."""


@record(kw_only=True)
class BenchPlan:
    """A benchmark, whole."""

    project: str
    """Absolute path of the folder to build in, as the VM spells it."""
    sides: tuple[Side, ...]
    """In the order of reading: `before` first, `after` second; a sweep's points ascending."""
    legs: tuple[Leg, ...]
    """In the order of running: A B B A, or there and back through a sweep."""
    command: tuple[str, ...] = BUILD
    """The build. `go build` without `-o` gets `-o /dev/null`, so that nothing is written into the project."""
    distribution: str | None = None
    """None for the default one that is fit to build."""
    restart: bool = True
    """Whether WSL is restarted before each leg; without it no side may have settings."""
    warm: bool = False
    """Whether each cold build is followed by one with the cache that it filled, which only links."""
    quick: bool = False
    """Too few runs to claim a difference; reports say so."""
    afterwards: Afterwards = Afterwards.RESTORED
    time_limit: Seconds = Seconds(3600)
    """Of one build; the watchdog in the guest stops it then."""
    pressure_limit: float = 60.0
    """PSI memory `full avg10`, percent, over which a build that makes no progress is stopped."""
    force_shutdown: bool = False
    """Consent to `wsl --shutdown --force`."""
    accept_small: bool = False
    """Consent to a memory= below 2 GB on some side, or above what Windows can promise."""
    floor: str = ""
    """Where the least memory= is searched for: the name of the side to begin with. The sides are all values that may be
    tried, and legs are added as they are; empty where the legs are fixed.
    """
    floor_runs: int = 2
    """Runs at each value of a search; the first that does not complete ends its block."""
    cold: Cold = Cold()
    """How a cold build begins. Every build has an empty GOCACHE besides."""

    @property
    def go(self) -> bool:
        """Whether it is the go command that builds."""
        return (self.cold.tool or PurePosixPath(self.command[0] if self.command else "").name) == "go"

    def side(self, name: str) -> Side:
        """The side called `name`.

        Raises:
            KeyError: there is none.
        """
        for side in self.sides:
            if side.name == name:
                return side
        raise KeyError(name)

    @property
    def builds(self) -> int:
        """How many builds there will be, warm-ups included."""
        return sum((leg.runs + leg.warm_ups) * (2 if self.warm else 1) for leg in self.legs)


def there_and_back(sides: tuple[Side, ...], runs: int, *, order: str = "ABBA") -> tuple[Leg, ...]:
    """Legs that give each side `runs` counted builds.

    `ABBA` runs through the sides and back, so that a machine that warms up or fills up over time favours none of them
    (`runs` is halved between the two legs of a side, the first gets the odd one). `AB` runs through them once.
    One side alone, or one run, gives one leg a side.
    """
    if order == "AB" or len(sides) == 1 or runs == 1:
        return tuple(Leg(side.name, runs) for side in sides)
    there = tuple(Leg(side.name, runs - runs // 2) for side in sides)
    back = tuple(Leg(side.name, runs // 2) for side in reversed(sides))
    return there + back


def goflag(point: str) -> tuple[str, ...]:
    """The GOFLAGS entry for a sweep's point that is a flag of go build: `p=2` gives `("-p=2",)`."""
    return (f"-{point.lstrip('-')}",)
