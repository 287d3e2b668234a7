"""The host's memory: layouts of Windows' structures, the VM's process, and Windows asked from inside WSL."""

from __future__ import annotations

import ctypes
import json
import sys

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.errors import UnavailableError
from wslmem.machine.host import (
    host_memory,
    host_memory_from_wsl,
    host_memory_windows,
    page_files,
    programs_windows,
    swap_disk,
    vm_process,
)
from wslmem.machine.host.host_memory_windows import Commit, PerformanceInformation
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.host.vm_process import VmProcess
from wslmem.machine.system import job_windows
from wslmem.units import GIB, MIB, Bytes
from wslmem.workflows.apply import guards
from wslmem.wslconfig import document
from wslmem.wslconfig.effective import effective

PAGE = 4096


@pytest.mark.parametrize(
    ("structure", "size"),
    [
        (PerformanceInformation, 104),
        (job_windows.BasicLimits, 64),
        (job_windows.ExtendedLimits, 144),
    ],
)
def test_the_structures_have_the_sizes_that_windows_has_on_64_bits(structure, size):
    assert ctypes.sizeof(structure) == size


@pytest.mark.parametrize(
    ("structure", "field", "offset"),
    [
        (PerformanceInformation, "CommitTotal", 8),
        (PerformanceInformation, "CommitLimit", 16),
        (PerformanceInformation, "CommitPeak", 24),
        (PerformanceInformation, "PhysicalTotal", 32),
        (PerformanceInformation, "PhysicalAvailable", 40),
        (PerformanceInformation, "SystemCache", 48),
        (PerformanceInformation, "KernelNonpaged", 72),
        (PerformanceInformation, "PageSize", 80),
        (PerformanceInformation, "HandleCount", 88),
        (PerformanceInformation, "ThreadCount", 96),
        (job_windows.BasicLimits, "LimitFlags", 16),
        (job_windows.BasicLimits, "MinimumWorkingSetSize", 24),
        (job_windows.BasicLimits, "Affinity", 48),
        (job_windows.BasicLimits, "SchedulingClass", 60),
        (job_windows.ExtendedLimits, "IoInfo", 64),
        (job_windows.ExtendedLimits, "ProcessMemoryLimit", 112),
        (job_windows.ExtendedLimits, "PeakJobMemoryUsed", 136),
    ],
)
def test_the_fields_lie_where_windows_puts_them(structure, field, offset):
    assert getattr(structure, field).offset == offset


def performance_info(**pages: int):
    """A GetPerformanceInfo that fills in `pages`, and checks the size it is given as Windows does."""

    def call(pointer, size: int) -> int:
        information = pointer._obj
        if not information.cb == size == ctypes.sizeof(PerformanceInformation):
            return 0
        for name, value in pages.items():
            setattr(information, name, value)
        return 1

    return call


@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_commit_is_counted_in_pages(charge, limit):
    told = host_memory_windows.commit(
        performance_info(CommitTotal=charge, CommitLimit=limit, PhysicalTotal=7, PhysicalAvailable=5, PageSize=PAGE)
    )
    assert told == Commit(Bytes(charge * PAGE), Bytes(limit * PAGE), Bytes(7 * PAGE), Bytes(5 * PAGE))


def test_a_refused_call_leaves_the_commit_unknown_and_the_rest_known():
    assert host_memory_windows.commit(lambda *_: 0) is None
    host = host_memory_windows.combine(None, None)
    assert (host.commit_charge, host.commit_limit, host.page_file, host.vm_process) == (None, None, None, None)
    assert host.total == psutil.virtual_memory().total


def test_the_page_file_is_what_the_commit_limit_has_above_physical_memory():
    told = Commit(Bytes(10 * GIB), Bytes(20 * GIB), Bytes(16 * GIB), Bytes(8 * GIB))
    host = host_memory_windows.combine(told, VmProcess("vmmemWSL", Bytes(3 * GIB), Bytes(4 * GIB)))
    assert host.page_file == 4 * GIB
    assert (host.vm_process, host.vm_working_set, host.vm_private) == ("vmmemWSL", 3 * GIB, 4 * GIB)
    assert host.source == "windows"


class Memory:
    def __init__(self, rss: int, private: int) -> None:
        self.rss, self.vms = rss, private


class Process:
    """What psutil gives of one process."""

    def __init__(self, name: str | Exception, rss: int = 0, private: int = 0) -> None:
        self._name, self._memory = name, Memory(rss, private)

    def name(self) -> str:
        if isinstance(self._name, Exception):
            raise self._name
        return self._name

    def memory_info(self) -> Memory:
        return self._memory


def test_the_process_named_for_wsl_wins_over_the_shared_name():
    found = vm_process.find([Process("vmmem", 1, 1), Process("explorer.exe", 9, 9), Process("vmmemWSL", 3, 4)])[0]
    assert found == VmProcess("vmmemWSL", Bytes(3), Bytes(4))


def test_several_processes_of_the_shared_name_are_added():
    assert vm_process.find([Process("vmmem", 1, 2), Process("vmmem", 10, 20)])[0] == VmProcess("vmmem", 11, 22)


@pytest.mark.parametrize(
    "error",
    [OSError(22, "WinError 87"), psutil.AccessDenied(1), psutil.NoSuchProcess(1)],
    ids=lambda e: type(e).__name__,
)
def test_one_process_that_windows_tells_nothing_of_does_not_end_the_search(error):
    assert vm_process.find([Process(error), Process("vmmemWSL", 1, 2)])[0] == VmProcess("vmmemWSL", 1, 2)


def test_no_vm_is_no_figure_not_zero():
    assert vm_process.find([Process("explorer.exe", 1, 1)]) == (None, None)


def test_the_vms_of_wslc_are_told_apart_from_that_of_the_distributions():
    names = ("vmmemWSL", "vmmemwslc-cli-ada", "vmmemWSLC-build.exe", "explorer.exe")
    own, wslc = vm_process.find([Process(name, 1, 2) for name in names])
    assert (own, wslc) == (VmProcess("vmmemWSL", 1, 2), VmProcess("vmmemwslc-cli-ada", 2, 4))


ANSWER = {
    "TotalKB": 33_000_000,
    "FreeKB": 12_000_000,
    "CommitLimitKB": 40_000_000,
    "CommitFreeKB": 15_000_000,
    "Processors": 8,
    "PageFilesAutomatic": False,
    "PageFilesMB": [4096, 8192],
    "VmName": "vmmemWSL",
    "VmWorkingSet": 5 * GIB,
    "VmPrivate": 6 * GIB,
}


def paths(tmp_path, powershell) -> MachinePaths:
    return MachinePaths("wsl", tmp_path / ".wslconfig", None, powershell, tmp_path / "state", tmp_path / "config.toml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_from_inside_wsl_the_figures_are_those_of_windows(tmp_path, program, encoding):
    (tmp_path / "answer").write_bytes(f"{json.dumps(ANSWER)}\r\n".encode(encoding))
    shell = program("powershell.exe", f'[ "$3" = -Command ] && [ "$#" = 4 ] && cat {tmp_path}/answer')
    host = host_memory.read(paths(tmp_path, shell))
    assert host.source == "windows-from-wsl"
    assert (host.total, host.available, host.processors) == (33_000_000 * 1024, 12_000_000 * 1024, 8)
    assert (host.commit_charge, host.commit_limit) == (25_000_000 * 1024, 40_000_000 * 1024)
    assert host.page_file_most == 12 * GIB
    assert (host.page_file, host.vm_working_set, host.vm_private) == (7_000_000 * 1024, 5 * GIB, 6 * GIB)


@pytest.mark.parametrize(
    "change",
    [{"PageFilesAutomatic": True}, {"PageFilesAutomatic": None, "PageFilesMB": []}, {"PageFilesMB": [4096, 0]}],
)
def test_page_files_that_windows_sizes_itself_or_does_not_tell_of_have_no_known_end(change):
    assert host_memory_from_wsl.parse(json.dumps(ANSWER | change)).page_file_most is None


@pytest.mark.parametrize(
    ("lines", "most"),
    [
        ([r"C:\pagefile.sys 1024 4096", r"D:\page file.sys 16 16"], 4112 * MIB),
        ([], 0),
        ([r"C:\pagefile.sys 0 0"], None),
        ([r"C:\pagefile.sys 1024 4096", r"D:\pagefile.sys 0 0"], None),
        ([r"?:\pagefile.sys"], None),
        ([r"C:\pagefile.sys"], None),
    ],
)
def test_the_registrys_page_files_are_added_up_unless_windows_sizes_one(lines, most):
    assert page_files.most(page_files.largest(line) for line in lines) == most


def test_a_vm_that_windows_does_not_show_is_unknown():
    host = host_memory_from_wsl.parse(json.dumps(ANSWER | {"VmName": None, "VmWorkingSet": None, "VmPrivate": 0}))
    assert (host.vm_process, host.vm_working_set, host.vm_private) == (None, None, None)


@pytest.mark.parametrize(
    "text", ["echo no figures", "echo '{}'", "echo '[]'", "exit 126", "echo '{\"TotalKB\": null}'"]
)
def test_a_windows_that_does_not_answer_is_told_with_what_to_do(tmp_path, program, text):
    with pytest.raises(UnavailableError) as caught:
        host_memory.read(paths(tmp_path, program("powershell.exe", text)))
    assert "interop" in str(caught.value.next_step)


def test_without_powershell_the_host_is_unknown_never_the_guests_own_figures(tmp_path):
    with pytest.raises(UnavailableError, match=r"powershell\.exe not found"):
        host_memory.read(paths(tmp_path, None))


@pytest.mark.posix_only(reason="reads /proc/meminfo")
def test_on_linux_the_figures_are_those_of_the_machine(tmp_path):
    where = MachinePaths("linux", tmp_path / "f", None, None, tmp_path, tmp_path / "config.toml")
    host = host_memory.read(where)
    assert host.source == "linux"
    assert host.total == psutil.virtual_memory().total
    assert MIB < host.available <= host.total
    assert host.commit_limit is None


@pytest.mark.parametrize(
    ("field", "offset"),
    [
        ("NextEntryOffset", 0x00),
        ("WorkingSetPrivateSize", 0x08),
        ("ImageNameLength", 0x38),
        ("ImageNameBuffer", 0x40),
        ("UniqueProcessId", 0x50),
        ("WorkingSetSize", 0x90),
    ],
)
def test_the_fields_of_a_process_lie_where_windows_puts_them_on_64_bits(field, offset):
    assert getattr(programs_windows.Entry, field).offset == offset


@given(st.lists(st.tuples(st.sampled_from(["Code.exe", "chrome.exe", "vmmemWSL", "Memory Compression", ""]),
                          st.integers(0, 2**40)), min_size=1, max_size=20))  # fmt: skip
def test_programs_of_windows_are_summed_by_name_without_the_vm(rows):
    names = [ctypes.create_string_buffer(name.encode("utf-16-le")) for name, _ in rows]
    step = ctypes.sizeof(programs_windows.Entry) + 40  # threads follow each
    buffer = ctypes.create_string_buffer(step * len(rows))
    for number, (name, size) in enumerate(rows):
        one = programs_windows.Entry.from_buffer(buffer, number * step)
        one.NextEntryOffset = step if number + 1 < len(rows) else 0
        one.ImageNameLength = 2 * len(name)
        one.ImageNameBuffer = ctypes.addressof(names[number])
        one.WorkingSetPrivateSize, one.WorkingSetSize = size, size + 1
    found = {one.name: one for one in programs_windows.named(programs_windows.entries(buffer))}
    assert set(found) == {name.removesuffix(".exe") for name, _ in rows} - {"", "vmmemWSL"}
    for name, one in found.items():
        mine = [size or size + 1 for given_name, size in rows if given_name.removesuffix(".exe") == name]
        assert (one.size, one.processes) == (sum(mine), len(mine))


@pytest.mark.parametrize(("marks", "flaw"), [(0x10, None), (0x810, "compressed"), (0x4010, "encrypted")])
def test_a_folder_that_windows_packs_or_encrypts_holds_no_swap_disk(tmp_path, monkeypatch, marks, flaw):
    here = MachinePaths("windows", tmp_path / ".wslconfig", None, None, tmp_path, tmp_path / "config.toml")
    monkeypatch.setattr(swap_disk, "marks_on", lambda _: marks)
    assert swap_disk.flaw(here, str(tmp_path / "swap.vhdx")) == flaw
    limits = effective(document.read(b"[wsl2]\nswap=1GB\n"), host_total=8 * GIB, processors=2)
    assert [one.code for one in guards.swap_cautions(limits, flaw)] == ([f"swap-folder-{flaw}"] if flaw else [])


def test_without_a_psutil_that_loads_the_host_is_known_and_the_vm_is_not(monkeypatch):
    monkeypatch.setitem(sys.modules, "psutil", None)
    promised = Commit(Bytes(3 * GIB), Bytes(9 * GIB), Bytes(8 * GIB), Bytes(2 * GIB))
    assert host_memory_windows._vms() == (None, None)
    host = host_memory_windows.combine(promised, None)
    assert (host.total, host.available, host.commit_limit) == (8 * GIB, 2 * GIB, 9 * GIB)
