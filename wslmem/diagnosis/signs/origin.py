"""Where a log is from, and which tools build."""

from __future__ import annotations

import re

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import after

_PLACES = (
    # The most particular first; the first that is seen decides, a runner over what runs in it.
    (
        "github",
        re.compile(
            r"/home/runner/work|actions/(?:checkout|setup-|runner)|GITHUB_|github-hosted|The "
            r"runner has received a shutdown|hosted ?runner|self-hosted runner|Process completed "
            r"with exit code|^::(?:group|error)"
        ),
    ),
    (
        "gitlab",
        re.compile(r"gitlab-runner|Running with gitlab|ERROR: Job failed\b|WARNING: Job failed\b|CI_JOB_|/builds/"),
    ),
    (
        "azure",
        re.compile(r"##\[section\]|##vso\[|\bBash exited with code|/__w/|/home/vsts/|Azure Pipelines|AGENT_|D:\\a\\1"),
    ),
    (
        "jenkins",
        re.compile(
            (
                r"\[Pipeline\]|\bjenkins\b|script returned exit code|Started by user|Finished: "
                rf"(?:FAILURE|SUCCESS|ABORTED)|Aborted by |{after('Running on ', ' in /', 'workspace')}"
            ),
            re.IGNORECASE,
        ),
    ),
    (
        "kubernetes",
        re.compile(
            r"Last State:|\bkubelet\b|kubectl|CrashLoopBackOff|/kubepods|\bpod/|command "
            r"terminated with exit code|Evicted"
        ),
    ),
    (
        "wsl",
        re.compile(
            r"\bWsl/|-microsoft-standard-WSL2|/wsl-user|\bwsl(?:\.exe)?\b|/mnt/c/|hv_balloon|vmmem|\(0x0000000[1-9]\)",
            re.IGNORECASE,
        ),
    ),
    (
        "container",
        re.compile(
            r"docker|podman|buildx|BuildKit|failed to solve|^STEP \d+/|^Step \d+/\d+ :|containerd|OOMKilled|"
            + after("RUN ", r"\\$")
        ),
    ),
)
_HASHES = {
    "github": "github",
    "gitlab": "gitlab",
    "azure": "azure",
    "jenkins": "jenkins",
    "kubernetes": "kubernetes",
    "buildkit": "container",
    "compose": "container",
}
LOOKED_AT = 1000
"""Characters at the start of a line that tell of its place; the rest of a longer one is data."""
_ORDER = ("github", "gitlab", "azure", "jenkins", "kubernetes", "wsl", "container")

_TOOLS = (
    ("go", re.compile(r"\bgo (?:build|test|install|run|vet|tool|generate)\b|/pkg/tool/\w+/|^go: |\.go:\d+|"
r"go-build\d+|\bGOOS=|\bGoCompilePkg\b")),
    ("cargo", re.compile(r"\bcargo\b|\brustc\b|could not compile `|^Compiling \S+ v\d|\berror\[E\d{4}\]")),
    ("cmake", re.compile(r"\bcmake\b|CMakeFiles|^\[ {0,2}\d{1,3}%\] (?:Building|Linking)")),
    ("ninja", re.compile(r"\bninja\b|^\[\d+/\d+\] ")),
    ("make", re.compile(r"\bg?make(?:\[\d+\])?: |\bmake\b")),
    ("bazel", re.compile(r"\b[Bb]azel\b|GoCompilePkg|BUILD\.bazel")),
    ("gradle", re.compile(r"\b[Gg]radle\b|^> Task :")),
    ("maven", re.compile(r"org\.apache\.maven|\bmvn\b|maven-\w+-plugin|^\[INFO\] BUILD")),
    ("node", re.compile((r"\bnpm\b|\byarn\b|\bpnpm\b|\bnode\b|\bnext(?:\.js)?\b|\bvite\b|\bwebpack\b|\btsc\b|"
r"ELIFECYCLE|\bturbo\b|\besbuild\b"), re.IGNORECASE)),
    ("dotnet", re.compile(r"\bdotnet\b|MSB\d{4}|\.csproj\b|error CS\d+")),
    ("haskell", re.compile(r"\bghc\b|\bcabal\b|\bstack\b(?=.{0,40}build)|ExitFailure|\.stack/")),
    ("zig", re.compile(r"\bzig\b|Semantic Analysis \[")),
    ("pip", re.compile(r"\bpip3?\b|\bsetup\.py\b|\buv (?:pip|sync|build)\b|Building wheel")),
    ("gcc", re.compile(r"\b(?:gcc|g\+\+|cc1|cc1plus|clang|c\+\+|nvcc)\b")),
)  # fmt: skip


class Origin:
    """Collects what lines say of their place; feed it each careful line."""

    def __init__(self) -> None:
        self._places: set[str] = set()
        self._hash = False
        self._tools: dict[str, int] = {}

    def feed(self, line: Line) -> None:
        """Look at one line."""
        text = line.text[:LOOKED_AT]
        for mark in line.marks:
            if mark in _HASHES:
                self._places.add(_HASHES[mark])
            self._hash |= mark == "hash"
        for place, pattern in _PLACES:
            if place not in self._places and pattern.search(text):
                self._places.add(place)
        if line.program.startswith("gitlab-runner"):
            self._places.add("gitlab")
        for tool, pattern in _TOOLS:
            if pattern.search(text):
                self._tools[tool] = self._tools.get(tool, 0) + 1

    @property
    def place(self) -> str:
        """The runner, or what runs in it; `unknown` where nothing says."""
        for place in _ORDER:
            if place in self._places:
                return place
        return "github" if self._hash else "unknown"

    @property
    def tools(self) -> tuple[str, ...]:
        """Every tool that was seen, the most frequent first."""
        return tuple(sorted(self._tools, key=lambda tool: -self._tools[tool]))
