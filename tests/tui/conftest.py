"""A machine of frozen values to draw from, and the app on an emulated one."""

from __future__ import annotations

import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import OutOfBounds, Pilot
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets._footer import FooterKey

from wslmem.bench.plan import BenchPlan, Side, there_and_back
from wslmem.bench.result import BenchResult, Environment, SideState
from wslmem.bench.run import BuildRun, Cache, Sample
from wslmem.diagnosis.verdict import Ending, Evidence, Verdict
from wslmem.machine.files.files import FileContent
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.wsl.distributions import Distribution
from wslmem.sizing.estimate import Estimate, Part, Peak
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.host import HostMemory
from wslmem.sizing.project import GoPackage, GoProject
from wslmem.sizing.recommend import recommend
from wslmem.text import Text
from wslmem.tui.app import WslmemApp
from wslmem.tui.jobs import Jobs
from wslmem.units import GIB, MIB, Bytes, Seconds
from wslmem.words import speak
from wslmem.workflows.survey import Pending, Survey, WslState
from wslmem.workflows.watch import Reading
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.effective import effective
from wslmem.wslconfig.findings import findings

SIZES = [(100, 30), (80, 24), (60, 20)]
SETTLED = 0.2
"""Seconds for which a thing stays at its place before it is clicked."""
PATIENCE = 60.0
"""Seconds until a test gives up waiting for what it expects."""

LIVED_IN = (
    b"# my settings\r\n[wsl2]\r\nmemory=4GB   # was 8GB\r\nswap=0\r\nprocessors=8\r\npageReporting=true\r\n"
    b"localhostForwarding=True\r\n\r\n[experimental]\r\nautoMemoryReclaim=gradual\r\nsparseVhd=false\r\n"
)


def gib(size: float) -> Bytes:
    return Bytes(int(size * GIB))


@pytest.fixture(autouse=True)
def english():
    """Every test begins in English and leaves it so."""
    speak("en")
    yield
    speak("en")


def host() -> HostMemory:
    return HostMemory(
        gib(31.8), gib(18.2), 16, "windows",
        commit_charge=gib(19.4), commit_limit=gib(36.6), page_file=gib(4.8),
        vm_working_set=gib(2.1), vm_private=gib(2.3), vm_process="vmmemWSL",
    )  # fmt: skip


def guest() -> GuestMemory:
    kernel = "6.6.87.2-microsoft-standard-WSL2"
    return GuestMemory(
        "Ubuntu-24.04", Bytes(3915 * MIB), Bytes(2100 * MIB), Bytes(0), Bytes(0), 8, "abc", Seconds(3600), kernel
    )


def project() -> GoProject:
    packages = (
        GoPackage("github.com/aws/aws-sdk-go-v2/service/ec2", 9_100_000, 900),
        GoPackage("example.com/shop/api", 3_200_000, 40),
        *(GoPackage(f"example.com/shop/internal/p{number}", 100_000, 3) for number in range(410)),
    )
    return GoProject("/home/dev/shop", True, ("example.com/shop",), packages, True, "go1.26.8")


def estimate() -> Estimate:
    part = Part("github.com/aws/aws-sdk-go-v2/service/ec2", gib(3))
    peaks = (
        Peak(p, gib(3 + p * 0.35), gib(3 + p * 0.35), gib(2.5 + p * 0.3), gib(3.6 + p * 0.4), (part,))
        for p in (1, 2, 4, 8)
    )
    return Estimate(tuple(peaks), Bytes(700 * MIB), "model", Text("go list and the size of each package"))


@pytest.fixture
def known(tmp_path: Path) -> Survey:
    """A machine with 32 GB whose VM has too little for its project."""
    place = tmp_path / ".wslconfig"
    place.write_bytes(LIVED_IN)
    paths = MachinePaths("windows", place, None, None, tmp_path / "state", tmp_path / "state" / "config.toml")
    document = wslconfig.read(LIVED_IN)
    limits = effective(document, host_total=host().total, processors=16)
    names = (Distribution("Ubuntu-24.04", "Running", 2, True), Distribution("docker-desktop", "Running", 2, False))
    return Survey(
        paths=paths,
        file=FileContent(place, place, LIVED_IN, 0o644, 1),
        document=document,
        effective=limits,
        findings=findings(document, host_total=host().total, processors=16),
        host=host(),
        wsl=WslState("2.6.1.0", names, None),
        guest=guest(),
        pending=Pending.RESTART_NEEDED,
        project=project(),
        estimate=estimate(),
        recommendation=recommend(host(), guest(), limits, estimate()),
        complete=True,
    )


class Still(Jobs):
    """Reads what does not change."""

    shown: Survey

    def begin(self) -> None:
        self.look()
        waves = [(at, math.sin(at / 9), math.sin(at / 5)) for at in range(90)]
        readings = tuple(
            Reading(
                f"2026-11-23T12:{at // 60:02}:{at % 60:02}Z",
                replace(host(), available=gib(16 + 3 * slow)),
                replace(guest(), available=gib(2 + 1.2 * fast)),
            )
            for at, slow, fast in waves
        )
        self._advance(lambda state: replace(state, readings=readings))

    def look(self) -> None:
        self._advance(lambda state: replace(state, survey=self.shown))


PROJECT = Path(r"\\wsl.localhost\Ubuntu-24.04\home\dev\shop")
"""In the VM, where nobody looks whether it is there."""


class Drawn(WslmemApp):
    """The app on a survey that does not change."""

    CSS_PATH = Path(WslmemApp.CSS_PATH)  # type: ignore[arg-type]

    def __init__(self, shown: Survey, **options: bool) -> None:
        super().__init__(shown.paths, PROJECT, **options)
        self.jobs = Still(self, shown.paths, PROJECT, self.advance)
        self.jobs.shown = shown

    @asynccontextmanager
    async def run_test(self, **options: object) -> AsyncIterator[Pilot[int]]:  # type: ignore[override]
        """Run once the overview stands: before it nothing that a test presses has a meaning."""
        async with super().run_test(**options) as pilot:  # type: ignore[arg-type]
            await until(pilot, lambda: stands(self))
            yield pilot


@pytest.fixture
def drawn(known: Survey) -> Callable[..., Drawn]:
    """Make the app on the frozen machine."""
    return lambda **options: Drawn(known, **options)


@pytest.fixture
def benchmark_result() -> BenchResult:
    """Killed before, completed after."""
    sides = (Side("before", (("wsl2.memory", "4GB"),)), Side("after", (("wsl2.memory", "10GB"),)))
    plan = BenchPlan(project="/home/dev/shop", sides=sides, legs=there_and_back(sides, 6))
    runs = tuple(
        _run(leg, one.side, index, discarded=index < one.warm_ups)
        for leg, one in enumerate(plan.legs)
        for index in range(one.runs + one.warm_ups)
    )
    states = tuple(SideState(side=side.name, memory=dict(side.settings)["wsl2.memory"], proven=True) for side in sides)
    return BenchResult(
        plan=plan,
        runs=runs,
        environment=Environment(),
        sides=states,
        started="2026-11-23T11:44:50Z",
        wslmem_version="0.1",
    )


def _run(leg: int, side: str, index: int, *, discarded: bool) -> BuildRun:
    dead = side == "before"
    total, wall = (gib(3.82), 9 + index * 0.3) if dead else (gib(9.7), 31 + index * 0.4)
    peak = total * 0.98 if dead else float(gib(5.9))
    samples = tuple(
        Sample(
            at=Seconds(n * wall / 60),
            available=Bytes(total),
            anonymous=Bytes(0),
            shared=Bytes(0),
            swap_free=Bytes(0),
            tree_anonymous=Bytes(int(peak * min(1, n / 45))),
        )
        for n in range(61)
    )
    evidence = (Evidence("kernel", "Out of memory: Killed process 4312 (compile) anon-rss:1423552kB"),)
    verdict = (
        Verdict(Ending.OOM, True, Text("The kernel's OOM killer killed `compile`."), evidence, "compile")
        if dead
        else Verdict(Ending.OK, True, Text("The build completed."))
    )
    return BuildRun(
        leg=leg, side=side, index=index, discarded=discarded, cache=Cache.COLD, command=("go", "build", "./..."),
        started="2026-11-23T11:44:50Z", wall=Seconds(wall), user=Seconds(wall * 6), system=Seconds(wall),
        exit_code=1 if dead else 0, stopped_by=None, mem_total=total, swap_total=Bytes(0),
        peak_anonymous=Bytes(int(peak)), peak_cgroup=None, lowest_available=Bytes(int(total - peak)),
        swap_in=Bytes(0), swap_out=Bytes(0), oom_kills=int(dead), kernel_lines=(), output_tail="", verdict=verdict,
        samples=samples, peak_swap=Bytes(0),
    )  # fmt: skip


@pytest.fixture
def machine(stand_in) -> MachinePaths:
    """The paths of an emulated machine with a lived-in .wslconfig."""
    stand_in.wslconfig.write_bytes(b"# mine\r\n[wsl2]\r\nmemory=2GB   # was 8GB\r\nswap=0\r\n")
    state = stand_in.folder / "wslmem"
    return MachinePaths("linux", stand_in.wslconfig, stand_in.wsl_exe, None, state, state / "config.toml")


Opened = Callable[..., AbstractAsyncContextManager[tuple[WslmemApp, Pilot[int]]]]


@pytest.fixture
def opened(machine: MachinePaths) -> Opened:
    """Open the app on the emulated machine and wait until everything has been read."""

    @asynccontextmanager
    async def open_app(size: tuple[int, int] = (100, 30), project: Path | None = None) -> AsyncIterator[object]:
        app = WslmemApp(machine, project)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: app.state.survey is not None and app.state.survey.complete)
            await until(pilot, lambda: stands(app))
            yield app, pilot

    return open_app


def stands(app: WslmemApp) -> bool:
    """Whether the overview is drawn, perhaps below a question."""
    return any(screen.query("#change") for screen in app.screen_stack)


async def until(pilot: Pilot[int], condition: Callable[[], object]) -> None:
    """Let the app work until `condition` holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"still on {pilot.app.screen} with {pilot.app.screen.focused}"
        await pilot.pause(0.05)


Until = Callable[[Pilot[int], Callable[[], object]], Awaitable[None]]


@pytest.fixture(name="until")
def until_fixture() -> Until:
    return until


@dataclass
class Hand:
    """Does one thing, by its key or by its place on the screen."""

    pilot: Pilot[int]
    mouse: bool
    until: Until

    async def go(self, key: str, place: str = "") -> None:
        """Press `key`; or click `place`, a selector, else the key's name in the footer."""
        if not self.mouse:
            await self.pilot.press(key)
            return
        if place:
            await self.click(self.pilot.app.screen.query_one(place))
        else:
            await self._click_in_footer(key)

    async def _click_in_footer(self, key: str) -> None:
        """The footer is drawn last, and anew when the keys change: it is looked at again until a click lands.

        A new screen's is drawn twice, and what is clicked while it goes away does nothing: it has to be there for a
        while. A click that leads to another screen has landed, whatever was under the mouse by the time it ended.
        """
        deadline, screen = time.monotonic() + PATIENCE, self.pilot.app.screen
        while time.monotonic() < deadline:
            before = self._in_footer(key)
            await self.pilot.pause(SETTLED)
            with suppress(OutOfBounds):
                found = self._in_footer(key)
                if found and found == before and found[0].region and await self.pilot.click(found[0]):
                    return
            await self.pilot.pause(0.05)
            if self.pilot.app.screen is not screen:
                return
        pytest.fail(f"the mouse cannot reach {key} in the footer")

    def _in_footer(self, key: str) -> list[Widget]:
        return [one for one in self.pilot.app.screen.query(FooterKey) if one.key == key]

    async def click(self, target: Widget) -> None:
        """Turn the wheel until it can be clicked; a notice that lies over it goes away by itself."""
        deadline, screen = time.monotonic() + PATIENCE, self.pilot.app.screen
        while time.monotonic() < deadline:
            with suppress(OutOfBounds):
                before = target.region
                await self.pilot.pause(SETTLED)  # a button that moves under the mouse is not pressed
                if target.region == before and self._is_seen(target) and await self._clicked(target):
                    return
            await self.pilot.pause(0.05)
            if self.pilot.app.screen is not screen:
                return
            await self._turn_wheel(target)
        pytest.fail(f"the mouse cannot reach {target} at {target.region} on {self.pilot.app.screen}")

    async def _clicked(self, target: Widget) -> bool:
        """Whether the click met it. Each event goes where the target is by then: Textual's own click goes where it was
        when the button went down, and a line that comes in between moves what lies below it.
        """
        landed = False
        for one in (events.MouseDown, events.MouseUp, events.Click):
            landed = await self.pilot._post_mouse_events([one], target, button=1)
        return landed

    def _is_seen(self, target: Widget) -> bool:
        """Whether a click would meet it. What is not shown yet, or lies below an edge, has a place where another is."""
        x, y = target.region.center
        screen = self.pilot.app.screen
        if not target.region or not screen.region.contains(int(x), int(y)):
            return False
        there, _ = screen.get_widget_at(int(x), int(y))
        return there is target or target in there.ancestors

    async def _turn_wheel(self, target: Widget) -> None:
        """Over the page that holds `target`, not over `target` or what is around it: that may lie below the edge."""
        page = next((one for one in target.ancestors if isinstance(one, Widget) and one.max_scroll_y), None)
        if page is not None:
            below = target.region.y >= page.region.y + page.region.height // 2
            turn = events.MouseScrollDown if below else events.MouseScrollUp
            middle = (1, page.region.height // 2)
            await self.pilot._post_mouse_events([turn], page, offset=middle, button=0)
            await self.pilot.wait_for_scheduled_animations()

    async def row(self, number: int) -> None:
        """Go to a row of the only list of the screen."""
        rows = self.pilot.app.screen.query_one(OptionList)
        if not self.mouse:
            rows.focus()
            await self.pilot.press("home", *["down"] * number)
            return
        await self.until(self.pilot, lambda: self._line(rows, number) is not None)
        assert await self.pilot.click(rows, offset=(2, self._line(rows, number)))

    @staticmethod
    def _line(rows: OptionList, number: int) -> int | None:
        lines = range(rows.content_size.height)
        return next((y for y in lines if rows.get_style_at(2, y).meta.get("option") == number), None)

    async def on(self, screen: type) -> None:
        await self.until(self.pilot, lambda: isinstance(self.pilot.app.screen, screen))
        await self.pilot.pause()


@pytest.fixture
def by_hand(until) -> Callable[[Pilot[int], bool], Hand]:
    """A hand for one pilot, and whether it has the mouse."""
    return lambda pilot, mouse: Hand(pilot, mouse, until)


@pytest.fixture(params=[False, True], ids=["keyboard", "mouse"])
def hand(request, until):
    return lambda pilot: Hand(pilot, request.param, until)
