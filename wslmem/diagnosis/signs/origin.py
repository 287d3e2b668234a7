"""Where a log is from, and which tools build."""

from __future__ import annotations

import re

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import after
from wslmem.patterns import lazy
from wslmem.records import record


@record
class Mark:
    """What a line says of its place, or of a tool."""

    name: str
    keys: tuple[str, ...]
    """Lower case; every line that the pattern fits holds one of them, and a look for them costs a tenth."""
    pattern: re.Pattern[str]

    def on(self, text: str, lower: str) -> bool:
        """Whether `text`, given in lower case as well, has it."""
        return any(key in lower for key in self.keys) and self.pattern.search(text) is not None


PLACES = (
    # The most particular first; the first that is seen decides, a runner over what runs in it.
    Mark(
        "github",
        ("runner", "actions/", "github", "process completed", "::group", "::error"),
        lazy(
            r"/home/runner/work|actions/(?:checkout|setup-|runner)|GITHUB_|github-hosted|The "
            r"runner has received a shutdown|hosted ?runner|self-hosted runner|Process completed "
            r"with exit code|^::(?:group|error)"
        ),
    ),
    Mark(
        "gitlab",
        ("gitlab", "job failed", "ci_job_", "/builds/"),
        lazy(r"gitlab-runner|Running with gitlab|ERROR: Job failed\b|WARNING: Job failed\b|CI_JOB_|/builds/"),
    ),
    Mark(
        "azure",
        ("##[", "##vso[", "bash exited", "/__w/", "vsts", "azure", "agent_", "d:\\a\\1"),
        lazy(r"##\[section\]|##vso\[|\bBash exited with code|/__w/|/home/vsts/|Azure Pipelines|AGENT_|D:\\a\\1"),
    ),
    Mark(
        "jenkins",
        ("[pipeline]", "jenkins", "script returned", "started by", "finished: ", "aborted by", "running on"),
        lazy(
            (
                r"\[Pipeline\]|\bjenkins\b|script returned exit code|Started by user|Finished: "
                rf"(?:FAILURE|SUCCESS|ABORTED)|Aborted by |{after('Running on ', ' in /', 'workspace')}"
            ),
            re.IGNORECASE,
        ),
    ),
    Mark(
        "kubernetes",
        ("last state:", "kube", "crashloop", "pod/", "command terminated", "evicted"),
        lazy(
            r"Last State:|\bkubelet\b|kubectl|CrashLoopBackOff|/kubepods|\bpod/|command "
            r"terminated with exit code|Evicted"
        ),
    ),
    Mark(
        "wsl",
        ("wsl", "/mnt/c/", "hv_balloon", "vmmem", "(0x0000000"),
        lazy(
            r"\bWsl/|-microsoft-standard-WSL2|/wsl-user|\bwsl(?:\.exe)?\b|/mnt/c/|hv_balloon|vmmem|\(0x0000000[1-9]\)",
            re.IGNORECASE,
        ),
    ),
    Mark(
        "container",
        ("docker", "podman", "build", "failed to solve", "step ", "containerd", "oomkilled", "run "),
        lazy(
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

TOOLS = (
    Mark(
        "go",
        ("go ", "/pkg/tool/", "go: ", ".go:", "go-build", "goos=", "gocompilepkg"),
        lazy(
            r"\bgo (?:build|test|install|run|vet|tool|generate)\b|/pkg/tool/\w+/|^go: |\.go:\d+|"
            r"go-build\d+|\bGOOS=|\bGoCompilePkg\b"
        ),
    ),
    Mark(
        "cargo",
        ("cargo", "rustc", "could not compile", "compiling ", "error[e"),
        lazy(r"\bcargo\b|\brustc\b|could not compile `|^Compiling \S+ v\d|\berror\[E\d{4}\]"),
    ),
    Mark("cmake", ("cmake", "%] "), lazy(r"\bcmake\b|CMakeFiles|^\[ {0,2}\d{1,3}%\] (?:Building|Linking)")),
    Mark("ninja", ("ninja", "["), lazy(r"\bninja\b|^\[\d+/\d+\] ")),
    Mark("make", ("make",), lazy(r"\bg?make(?:\[\d+\])?: |\bmake\b")),
    Mark("bazel", ("bazel", "gocompilepkg"), lazy(r"\b[Bb]azel\b|GoCompilePkg|BUILD\.bazel")),
    Mark("gradle", ("gradle", "> task :"), lazy(r"\b[Gg]radle\b|^> Task :")),
    Mark(
        "maven",
        ("maven", "mvn", "[info] build"),
        lazy(r"org\.apache\.maven|\bmvn\b|maven-\w+-plugin|^\[INFO\] BUILD"),
    ),
    Mark(
        "node",
        ("npm", "yarn", "node", "next", "vite", "webpack", "tsc", "elifecycle", "turbo", "esbuild"),
        lazy(
            r"\bnpm\b|\byarn\b|\bpnpm\b|\bnode\b|\bnext(?:\.js)?\b|\bvite\b|\bwebpack\b|\btsc\b|"
            r"ELIFECYCLE|\bturbo\b|\besbuild\b",
            re.IGNORECASE,
        ),
    ),
    # From version 2 on; the first says so of itself.
    Mark("yarn", ("yarn", "yn0"), lazy(r"\byarn\b(?! run v1| v1\.)|\bYN0\d{3}\b", re.IGNORECASE)),
    Mark("dotnet", ("dotnet", "msb", ".csproj", "error cs"), lazy(r"\bdotnet\b|MSB\d{4}|\.csproj\b|error CS\d+")),
    Mark(
        "haskell",
        ("ghc", "cabal", "stack", "exitfailure"),
        lazy(r"\bghc\b|\bcabal\b|\bstack\b(?=.{0,40}build)|ExitFailure|\.stack/"),
    ),
    Mark(
        "elixir",
        ("mix ", "(.ex)", "rebar", "==> "),
        lazy(r"\bmix (?:compile|deps|release|test)\b|^Compiling \d+ files? \(\.ex\)|\brebar3?\b"),
    ),
    Mark("zig", ("zig", "semantic analysis ["), lazy(r"\bzig\b|Semantic Analysis \[")),
    Mark(
        "pip",
        ("pip", "setup.py", "uv ", "building wheel"),
        lazy(r"\bpip3?\b|\bsetup\.py\b|\buv (?:pip|sync|build)\b|Building wheel"),
    ),
    Mark(
        "gcc",
        ("gcc", "g++", "cc1", "clang", "c++", "nvcc"),
        lazy(r"\b(?:gcc|g\+\+|cc1|cc1plus|clang|c\+\+|nvcc)\b"),
    ),
)


class Origin:
    """Collects what lines say of their place; feed it each careful line."""

    def __init__(self) -> None:
        self._places: set[str] = set()
        self._hash = False
        self._tools: dict[str, int] = {}

    def feed(self, line: Line) -> None:
        """Look at one line."""
        text = line.text[:LOOKED_AT]
        lower = text.lower()
        for form in line.marks:
            if form in _HASHES:
                self._places.add(_HASHES[form])
            self._hash |= form == "hash"
        for mark in PLACES:
            if mark.name not in self._places and mark.on(text, lower):
                self._places.add(mark.name)
        if line.program.startswith("gitlab-runner"):
            self._places.add("gitlab")
        for mark in TOOLS:
            if mark.on(text, lower):
                self._tools[mark.name] = self._tools.get(mark.name, 0) + 1

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
