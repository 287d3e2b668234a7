"""The HTML report in a real Chromium: no request, no console message, nothing wider than the screen, light and dark."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from wslmem.report.fleet.formats import render as of_a_fleet
from wslmem.report.formats import render
from wslmem.words import speak

DOCS = Path(__file__).parents[2] / "docs" / "reports"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
    "--disable-background-networking", "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
AS_3_AND_4 = """
import os, sys
down, up = (os.dup(os.dup(os.dup(int(fd)))) for fd in sys.argv[1:3])
os.dup2(down, 3)
os.dup2(up, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Puts the two pipes where Chromium looks for them; the copies keep them clear of 3 and 4 meanwhile."""
SCREENS = [(1280, "light"), (1280, "dark"), (400, "light"), (400, "dark")]


class Chromium:
    """One tab, driven over the debugging pipe: JSON messages, each ended by a zero byte."""

    def __init__(self, program: str, profile: Path) -> None:
        down, self._out = os.pipe()
        self._in, up = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-c", AS_3_AND_4, str(down), str(up), program, *FLAGS, f"--user-data-dir={profile}"],
            pass_fds=(down, up), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(down)
        os.close(up)
        self._count, self._rest, self.events = 0, b"", []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")
        self.ask("Page.setLifecycleEventsEnabled", enabled=True)
        self.ask("Network.setCacheDisabled", cacheDisabled=True)  # a page from the cache asks for nothing at all

    _session: str | None = None

    def ask(self, method: str, **parameters: object) -> dict:
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        os.write(
            self._out, json.dumps(message | ({"sessionId": self._session} if self._session else {})).encode() + b"\0"
        )
        while True:
            answer = self._read()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def go(self, address: str) -> None:
        """Open `address`, and return when this very page has loaded."""
        loader = self.ask("Page.navigate", url=address)["loaderId"]
        while not any(
            event["loaderId"] == loader and event["name"] == "load" for event in self.seen("Page.lifecycleEvent")
        ):
            self.events.append(self._read())

    def evaluate(self, expression: str) -> object:
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def settled(self, promise: str) -> object:
        """What a promise comes to."""
        asked = self.ask("Runtime.evaluate", expression=promise, awaitPromise=True, returnByValue=True)
        return asked["result"].get("value")

    def seen(self, *methods: str) -> list[dict]:
        return [event["params"] for event in self.events if event.get("method") in methods]

    def close(self) -> None:
        self._session = None
        self.ask("Browser.close")
        self._process.wait(20)
        os.close(self._in)
        os.close(self._out)

    def _read(self) -> dict:
        while b"\0" not in self._rest:
            piece = os.read(self._in, 1 << 20)
            assert piece, "Chromium ended"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)


@pytest.fixture(scope="module")
def chromium(needs_tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One browser for all tests here; each look at a page starts with no events and its own screen."""
    browser = Chromium(needs_tool("chromium"), tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """An address, the folder behind it, and the paths that were asked for: a page that wants more than itself shows."""
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            asked.append(self.path)

    folder = tmp_path / "site"
    folder.mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", folder, asked
    server.shutdown()
    server.server_close()
    thread.join()


AXE = "4.14.1"
"""Of axe-core: the tests ask for one set of rules, not for whatever is newest."""


@pytest.fixture(scope="module")
def axe(needs_tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The rules for accessible pages as a script, fetched once; needs the npm registry the first time."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "wslmem-tests"
    path = cache / f"axe-core-{AXE}.js"
    if not path.exists():
        folder = tmp_path_factory.mktemp("axe")
        asked = [needs_tool("npm"), "pack", "--silent", f"axe-core@{AXE}"]
        subprocess.run(asked, cwd=folder, check=True, timeout=120)
        with tarfile.open(next(folder.glob("*.tgz"))) as packed:
            script = packed.extractfile("package/axe.min.js").read()
        cache.mkdir(parents=True, exist_ok=True)
        own = cache / f"{path.name}.{os.getpid()}"
        own.write_bytes(script)
        own.replace(path)  # in one step: another worker may be looking
    return path.read_text(encoding="utf-8")


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak("en")


def look(browser: Chromium, address: str, width: int, scheme: str) -> None:
    browser.events.clear()
    browser.ask("Emulation.setEmulatedMedia", media="", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
    browser.go(address)


def check(browser: Chromium, asked: list[str]) -> None:
    """Nothing was said, nothing but the page itself was asked for, and nothing sticks out."""
    assert browser.seen("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown") == []
    requests = [event["request"]["url"] for event in browser.seen("Network.requestWillBeSent")]
    assert [url for url in requests if url != "data:,"] == requests[:1]
    assert asked == ["/report.html"]
    assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert browser.evaluate("[...document.images].length") == 0


def test_the_page_asks_for_nothing_and_fits_every_screen(any_result, chromium, served):
    address, folder, asked = served
    (folder / "report.html").write_text(render(any_result, "html"), encoding="utf-8")
    for width, scheme in SCREENS:
        asked.clear()
        look(chromium, f"{address}/report.html", width, scheme)
        check(chromium, asked)


def test_dark_is_dark_and_light_is_light(faster, chromium, served):
    address, folder, _ = served
    (folder / "report.html").write_text(render(faster, "html"), encoding="utf-8")
    grounds = {}
    for scheme in ("light", "dark"):
        look(chromium, f"{address}/report.html", 1280, scheme)
        grounds[scheme] = chromium.evaluate("getComputedStyle(document.body).backgroundColor")
    assert grounds == {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 17, 23)"}


def test_printed_the_folded_tables_are_there(faster, chromium, served):
    address, folder, _ = served
    (folder / "report.html").write_text(render(faster, "html"), encoding="utf-8")
    look(chromium, f"{address}/report.html", 1280, "light")
    folded = "document.querySelector('details table').checkVisibility()"
    assert chromium.evaluate(folded) is False
    chromium.ask("Emulation.setEmulatedMedia", media="print")
    assert chromium.evaluate(folded) is True


def test_the_example_in_the_docs_asks_for_nothing_and_fits_every_screen(chromium, served):
    address, folder, asked = served
    (folder / "report.html").write_bytes((DOCS / "example.html").read_bytes())
    for width, scheme in SCREENS:
        asked.clear()
        look(chromium, f"{address}/report.html", width, scheme)
        check(chromium, asked)


VIOLATIONS = """axe.run(document).then(found => JSON.stringify(found.violations.map(
    one => [one.id, one.impact, ...one.nodes.map(node => node.html.slice(0, 120))])))"""


def test_the_page_is_accessible_in_both_themes_on_both_screens(any_result, language, chromium, served, axe):
    address, folder, _ = served
    (folder / "report.html").write_text(render(any_result, "html"), encoding="utf-8")
    for width, scheme in SCREENS:
        look(chromium, f"{address}/report.html", width, scheme)
        chromium.evaluate(axe)
        assert json.loads(chromium.settled(VIOLATIONS)) == [], (width, scheme)


def test_the_page_of_a_fleet_asks_for_nothing_fits_every_screen_and_is_accessible(
    fleet, language, chromium, served, axe
):
    address, folder, asked = served
    (folder / "report.html").write_text(of_a_fleet(fleet, "html"), encoding="utf-8")
    for width, scheme in SCREENS:
        asked.clear()
        look(chromium, f"{address}/report.html", width, scheme)
        check(chromium, asked)
        chromium.evaluate(axe)
        assert json.loads(chromium.settled(VIOLATIONS)) == [], (width, scheme)
    bars = chromium.evaluate("document.querySelectorAll('figure.bars svg').length")
    assert bars == 2 * len(fleet.builds)


COVERED = """JSON.stringify([...document.querySelectorAll("svg")].flatMap(svg => {
  const words = [...svg.querySelectorAll("text")].map(one => [one.textContent, one.getBBox()]);
  const [, , width] = svg.getAttribute("viewBox").split(" ").map(Number);
  const outside = words.filter(([, box]) => box.x < -0.5 || box.x + box.width > width + 0.5).map(([text]) => [text]);
  const over = words.flatMap(([text, a], i) => words.slice(i + 1)
    .filter(([, b]) => a.x < b.x + b.width && b.x < a.x + a.width)
    .filter(([, b]) => a.y + 2 < b.y + b.height && b.y + 2 < a.y + a.height)
    .map(([other]) => [text, other]));
  return [...outside, ...over];
}))"""
"""Labels that cover each other by more than their line's air, or stick out of their drawing."""


def test_no_label_of_a_drawing_covers_another_or_sticks_out(any_result, language, chromium, served):
    address, folder, _ = served
    (folder / "report.html").write_text(render(any_result, "html"), encoding="utf-8")
    look(chromium, f"{address}/report.html", 1280, "light")
    assert json.loads(chromium.evaluate(COVERED)) == []


def test_whatever_scrolls_is_reached_by_the_tab_key(killed_before, chromium, served):
    address, folder, _ = served
    wide = [replace(side, diff=f"+kernelCommandLine={'x' * 300}\n") for side in killed_before.sides]
    page = render(replace(killed_before, sides=tuple(wide)), "html")
    (folder / "report.html").write_text(page, encoding="utf-8")
    look(chromium, f"{address}/report.html", 400, "light")
    scrolling = """[...document.querySelectorAll("*")].filter(one => one.scrollWidth > one.clientWidth + 1
        && ["auto", "scroll"].includes(getComputedStyle(one).overflowX)).map(one => one.tabIndex)"""
    found = chromium.evaluate(f"JSON.stringify({scrolling})")
    assert set(json.loads(found)) == {0}
