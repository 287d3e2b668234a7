"""A fleet's figures are those of `recommend` on each of its computers; a rollout is what the resource would do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wslmem.sizing import fleet, measured_run
from wslmem.sizing.fleet import Computer, ConfigFile, Rollout
from wslmem.sizing.host import HostMemory
from wslmem.sizing.measured_run import MeasuredBuild
from wslmem.sizing.outlook import outlook
from wslmem.sizing.policy import Policy, decide
from wslmem.sizing.recommend import recommend
from wslmem.sizing.vm import other_processes
from wslmem.units import GIB, MIB, Bytes, parse_size
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.effective import effective

SIZES = ["512MB", "4GB", "8GB", "12288MB", "64GB", "8gb", "0", "-1", "900TB"]
BUFFERS = [
    [], [], [b"virtiofs=true"], [b"networkingMode=Consomme"], [b"virtio=false", b"virtiofs=true"],
    [b"[experimental]", b"swiotlb=256MB"], [b"[experimental]", b"swiotlb=900GB"],
]  # fmt: skip
"""Settings that take a buffer for devices out of the VM, or not."""
PEAK = st.integers(50 * MIB, 40 * GIB).map(Bytes)


@st.composite
def computers(draw):
    """A computer with a file as WSL reads it, and what was measured on it."""
    total = Bytes(draw(st.integers(2 * GIB, 130 * GIB)))
    committed = draw(st.booleans())
    host = HostMemory(
        total, Bytes(total // 3), 8, "windows",
        commit_charge=Bytes(total // 2) if committed else None,
        commit_limit=Bytes(total + draw(st.integers(0, 32)) * GIB) if committed else None,
    )  # fmt: skip
    size = st.sampled_from(SIZES).map(str.encode)
    memory, swap = draw(st.none() | size), draw(st.none() | size)
    lines = [b"[wsl2]", *([b"memory=" + memory] if memory else []), *([b"swap=" + swap] if swap else [])]
    if draw(st.booleans()):
        lines.append(b"safeMode=true")
    lines += draw(st.sampled_from(BUFFERS))
    document = wslconfig.read(b"\n".join(lines))
    peaks = tuple(draw(st.lists(PEAK, max_size=4)))
    build = MeasuredBuild(command="make", folder="/home/ann/app", peaks=peaks, jobs=None, killed=0, last="2026")
    return Computer(
        computer="PC", taken="2026", wslmem="0.1.0", host=host, wsl=None,
        file=ConfigFile(
            path="x", exists=True, settings={key: one.raw for key, one in document.readings.items() if one.valid}
        ),
        effective=effective(document, host_total=total, processors=8),
        pending="unknown", findings=(), builds=(build,),
        other_processes=other_processes(None, draw(st.none() | st.integers(0, 3 * GIB).map(Bytes))),
    )  # fmt: skip


@given(computers())
def test_on_every_computer_the_figures_are_those_of_recommend(computer):
    (build,) = computer.builds
    found = fleet.measured(computer)
    if not build.peaks:
        assert found == {}
        return
    estimate = measured_run.estimate("make", build.peaks, None, 8)
    earlier = computer.other_processes.size
    told = recommend(computer.host, None, computer.effective, estimate, earlier=earlier)
    part = found["make (app)"].part
    assert part == told.build
    assert fleet.needed(computer, part) == told.need
    assert fleet.advised(computer, part) == told.advice
    expected = outlook(
        told.build, computer.memory, computer.swap, others=told.other_processes.size + computer.effective.devices
    )
    assert fleet.fate(computer, part) == expected


@given(computers(), st.none() | st.integers(1, 100), st.none() | st.sampled_from([0, 4 * GIB]))
def test_after_a_rollout_the_limits_are_those_of_the_file_that_it_would_write(computer, share, swap):
    policy = Policy(share=share)
    decision = decide(policy, computer.host.total)
    after = fleet.after(computer, Rollout(policy=policy, swap=None if swap is None else Bytes(swap)))
    if decision.memory is None:
        assert after.refused == decision.because
        assert not after.writes
        return
    keys = {"wsl2.memory": decision.memory} | ({} if swap is None else {"wsl2.swap": swap})
    lines = dict(computer.file.settings) | {key: f"{size}B" for key, size in keys.items()}
    text = "".join(f"[{key.partition('.')[0]}]\n{key.partition('.')[2]}={value}\n" for key, value in lines.items())
    limits = effective(wslconfig.read(text.encode()), host_total=computer.host.total, processors=8)
    if limits.memory.source == "clamped":  # less than WSL starts with
        assert after.refused is not None
        return
    assert (after.memory, after.swap, after.devices) == (limits.vm_memory, limits.swap.value, limits.devices)
    held = {key: parse_size(computer.file.settings.get(key, "")) for key in keys}
    assert after.writes == (held != keys)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=40))
def test_what_nine_in_ten_stay_within_decides_for_those_that_measured_nothing(sizes):
    (build,) = fleet.builds({"make (app)": fleet.Need(Bytes(size), Bytes(size))} for size in sizes)
    assert build.computers == len(sizes)
    assert sum(size <= build.need.part for size in sizes) >= 0.9 * len(sizes)
    assert sum(size < build.need.part for size in sizes) < 0.9 * len(sizes)


def test_folders_of_windows_and_of_linux_are_named_by_their_last_part():
    def build(folder):
        return MeasuredBuild(command="make", folder=folder, peaks=(Bytes(GIB),), jobs=None, killed=0, last="")

    names = {fleet._name(build(folder)) for folder in ("/home/ann/app", "C:\\src\\app", "C:\\src\\app\\", "/app/")}
    assert names == {"make (app)"}
    assert fleet._name(build("/")) == "make"


@given(computers(), st.sampled_from([*SIZES[:5], "200MB", "900TB"]))
def test_one_size_for_all_is_refused_where_the_resource_refuses_it(computer, size):
    limits = effective(
        wslconfig.read(f"[wsl2]\nmemory={size}\n".encode()), host_total=computer.host.total, processors=8
    )
    after = fleet.after(computer, Rollout(memory=parse_size(size)))
    assert (after.refused is not None) == (limits.memory.source == "clamped")
    assert after.refused is not None or after.memory == limits.vm_memory
