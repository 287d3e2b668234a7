"""What the sampler in the guest tells, line by line, turned into samples and the figures of a build.

Nothing here trusts what comes in: lines of a wrong shape are counted and make the report incomplete, so that a build
whose report is damaged can never pass for one that succeeded. What the build printed comes with a prefix on every line,
so that nothing in it can pass for a line of the sampler.
"""

from __future__ import annotations

from wslmem.bench.run import Sample
from wslmem.bench.samples import Samples
from wslmem.diagnosis.build_end import StoppedBy
from wslmem.patterns import lazy
from wslmem.units import KIB, Bytes, Seconds, whole

LONGEST = 16384
"""Bytes of a line; the sampler writes none as long."""

_NUMBER = r"(\d{1,9}(?:\.\d{1,4})?)"
_KIB = r"(\d{1,13})"
_SAMPLE = lazy(
    rf"S {_NUMBER} {_KIB} {_KIB} {_KIB} {_KIB} {_KIB} {_KIB} {_KIB} ([\w.+-]{{1,64}}) {_NUMBER} {_NUMBER} (-|{_NUMBER})"
)
_RUNNING = lazy(rf"R {_NUMBER} (\S{{1,64}}) {_KIB} (\S*)")
_COUNTERS = lazy(rf"([BE]) {_NUMBER}((?: [\w.]+=\S*)*)")
_STOPPED = lazy(rf"W {_NUMBER} (time-limit|memory-pressure) (.*)")
_CPU = lazy(r"(\d{1,6})m(\d{1,2}(?:[.,]\d{1,9})?)s")
_STOPS = {one.value: one for one in StoppedBy}
_CAPS = {"K": 40, "V": 40, "A": 20_000, "O": 400, "I": 60, "L": 40}
"""Lines of each type that are kept."""


class Trace:
    """The report of one build as far as it has come; feed it bytes as they arrive.

    Memory is bounded whatever comes in.
    """

    def __init__(self, nonce: str) -> None:
        self.damaged = 0
        """Lines that had no known shape, or came where they must not."""
        self.failure: str | None = None
        """Why the build was never started: `no-project`, `no-command make`."""
        self.context: dict[str, str] = {}
        self.names: frozenset[str] = frozenset()
        self.why_stopped = ""
        self.running: tuple[str, str] | None = None
        """Name and import path of the largest process at the highest peak that was looked at."""
        self._nonce = nonce
        self._kept: dict[str, list[str]] = {kind: [] for kind in _CAPS}
        self._counters: dict[str, dict[str, str]] = {}
        self._times: dict[str, float] = {}
        self._cpu = (0.0, 0.0)
        self._samples = Samples()
        self._started = False
        self._ended: str | None = None
        self._rest = b""

    def feed(self, chunk: bytes) -> tuple[Sample, ...]:
        """Take in the next bytes and give the samples that became whole with them."""
        *whole, self._rest = (self._rest + chunk).split(b"\n")
        if len(self._rest) > LONGEST:
            self._rest = self._rest[:LONGEST]
            self.damaged += 1
        new = [self._line(line[:LONGEST].decode("utf-8", "replace")) for line in whole]
        return tuple(sample for sample in new if sample is not None)

    @property
    def samples(self) -> list[Sample]:
        """Some hundreds of them; the figures come from all."""
        return self._samples.kept

    @property
    def peak_anonymous(self) -> Bytes:
        return self._samples.peak

    @property
    def peak_at(self) -> Seconds | None:
        return self._samples.peak_at

    @property
    def lowest_available(self) -> Bytes | None:
        return self._samples.lowest_available

    @property
    def complete(self) -> bool:
        """Whether the report came whole: one beginning, one end, every sample, nothing damaged."""
        return (
            self._ended == str(self._samples.count)
            and not self.damaged
            and not self._rest
            and {"B", "E"} <= self._counters.keys()
        )

    @property
    def wall(self) -> Seconds:
        """From start to end; to the last sample where the end is missing."""
        end = self._times.get("E", self._times.get("B", 0) + (self.samples[-1].at if self.samples else 0))
        return Seconds(round(end - self._times.get("B", end), 3))

    @property
    def user(self) -> Seconds:
        return Seconds(self._waited()[0])

    @property
    def system(self) -> Seconds:
        return Seconds(self._waited()[1])

    @property
    def exit_code(self) -> int | None:
        """The build's own; None where it never ended, or was stopped."""
        code = self._counters.get("E", {}).get("rc", "")
        return whole(code) if self.stopped_by is None else None

    @property
    def stopped_by(self) -> StoppedBy | None:
        return _STOPS.get(self._counters.get("E", {}).get("stop", ""))

    @property
    def kernel_readable(self) -> bool:
        return self._counters.get("E", {}).get("dmesg") == "1"

    @property
    def peak_swap(self) -> Bytes | None:
        """Highest rise of swap in use; None where no swap was seen."""
        before = self.at_start("SwapFree")
        if before is None or self._samples.lowest_swap is None:
            return None
        return Bytes(max(0, before * KIB - self._samples.lowest_swap))

    def kept(self, kind: str) -> tuple[str, ...]:
        """The lines of a type without their prefix: K kernel, V telling and O last output, A steps of the build, L what
        it left running.
        """
        return tuple(self._kept[kind])

    def at_start(self, name: str) -> int | None:
        """A counter before the build, in the unit of the kernel's file; None where there is none."""
        return whole(self._counters.get("B", {}).get(name, ""))

    def at_end(self, name: str) -> int | None:
        return whole(self._counters.get("E", {}).get(name, ""))

    def rise(self, name: str) -> int | None:
        """How much a counter rose while the build ran; None where it is not known at both ends."""
        before, after = self.at_start(name), self.at_end(name)
        return None if before is None or after is None else max(0, after - before)

    def since_start(self, uptime: float) -> Seconds:
        return Seconds(round(uptime - self._times.get("B", uptime), 3))

    def _waited(self) -> tuple[float, float]:
        """Processor time of the build: the shell's own count, else what the samples saw."""
        parts = [_CPU.fullmatch(part) for part in self._counters.get("E", {}).get("cpu", "").split("/")]
        if len(parts) == 2 and parts[0] and parts[1]:  # noqa: PLR2004 - user and system
            user, system = (int(part[1]) * 60 + float(part[2].replace(",", ".")) for part in (parts[0], parts[1]))
            return user, system
        return self._cpu

    def _line(self, line: str) -> Sample | None:
        if not self._started:
            # A profile, or wsl.exe itself, may have printed before.
            self._started = line == f"WSLMEM1 {self._nonce}"
        elif line.startswith("S "):
            return self._sample(line)
        elif line.startswith("WSLMEM1"):
            self._end(line)
        elif self._ended is None:
            self._other(line)
        return None

    def _end(self, line: str) -> None:
        begin, _, count = line.rpartition(" ")
        if begin != f"WSLMEM1-END {self._nonce}" or self._ended is not None:
            self.damaged += 1
        else:
            self._ended = count

    def _other(self, line: str) -> None:
        kind, _, rest = line.partition(" ")
        if kind in self._kept:
            if len(self._kept[kind]) == _CAPS[kind]:
                return
            self._kept[kind].append(rest)
            if kind == "I":
                name, _, value = rest.partition(" ")
                self.context[name] = value
        elif kind == "N":
            self.names = frozenset(word.rpartition(":")[0] for word in rest.split())
        elif kind == "F":
            self.failure = rest
        else:
            self._event(line)

    def _event(self, line: str) -> None:
        found = _COUNTERS.fullmatch(line)
        if found and found[1] not in self._counters:
            self._times[found[1]] = float(found[2])
            self._counters[found[1]] = dict(pair.split("=", 1) for pair in found[3].split())
            self.damaged += self._counters[found[1]].get("stop", "") not in {"", *_STOPS}
        elif found := _RUNNING.fullmatch(line):
            self.running = (found[2], found[4])
        elif found := _STOPPED.fullmatch(line):
            self.why_stopped = found[3]
        else:
            self.damaged += 1

    def _sample(self, line: str) -> Sample | None:
        found = _SAMPLE.fullmatch(line)
        if found is None or self._ended is not None or "B" not in self._times:
            self.damaged += 1
            return None
        sizes = [Bytes(int(found[field]) * KIB) for field in (2, 3, 4, 5, 7, 8)]
        available, anonymous, swap_free, shared, tree, largest = sizes
        at = self.since_start(float(found[1]))
        pressure = None if found[12] == "-" else float(found[12])
        sample = Sample(
            at=at,
            available=available,
            anonymous=anonymous,
            shared=shared,
            swap_free=swap_free,
            tree_anonymous=tree,
            tree_processes=int(found[6]),
            largest=largest,
            largest_name=found[9],
            pressure=pressure,
        )
        self._cpu = (max(self._cpu[0], float(found[10])), max(self._cpu[1], float(found[11])))
        self._samples.add(sample)
        return sample
