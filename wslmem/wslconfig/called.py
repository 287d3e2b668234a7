"""What people call the settings: in the manner of other languages, with its unit, or as another program has it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from wslmem.patterns import lazy
from wslmem.records import record
from wslmem.wslconfig.keys import KEYS

_JOINTS = lazy(r"[_ .-]")
_OURS = lazy(r"\Awsl2?")
"""`WSL2_MEMORY`, as a variable of the environment is called."""
_IN_UNIT = lazy(r"(.*?)(?:in)?([mg])(?:i?b|(?:e|i)gabytes?)")
_BY_NAME = {key.rpartition(".")[2].lower(): key for key in KEYS}
_LONGEST = 40
_ELSEWHERE = {
    "wsl2.processors": "cpu cpus cpucount cores corecount vcpu vcpus numcpus numprocessors numvcpus ncpu ncpus"
    " processorcount cpulimit maxcpu maxcpus numcores procs nproc threads"
    " prozessoren kerne nucleos procesadores processadores processeurs coeurs processori processoren procesory"
    " 处理器 处理器数量 核心数 cpu核心数 處理器 プロセッサ プロセッサー 프로세서 процессоры ядра",
    "wsl2.memory": "ram mem maxram memsize memlimit memorylimit ramsize memorysize totalmemory vmmemory maxmemory"
    " maxmem memorymax memorystartup memorystartupbytes memorytotal limitmemory"
    " memoria speicher arbeitsspeicher memoire geheugen pamiec bellek minne память 内存 内存大小 最大内存 内存限制"
    " 記憶體 メモリ メモリー 메모리",
    "wsl2.defaultVhdSize": "disksize disklimit maxdisksize vhdsize vhdxsize maxvhdsize",
    "wsl2.swap": "swapsize swapspace swapmemory maxswap swaplimit intercambio auslagerung auslagerungsspeicher echange"
    " подкачка 交换 交换空间 交换空间大小 交换文件 交换分区 虚拟内存 スワップ 스왑",
    "wsl2.swapFile": "swapfilepath swappath swaplocation swapvhdx swapfilelocation swapfilename",
    "wsl2.networkingMode": "network networking networkmode",
    "wsl2.kernelCommandLine": "cmdline kernelargs kernelcmdline kernelparams kernelparameters bootargs kernelcommand"
    " kernelcommandlineargs kerneloptions",
    "wsl2.kernel": "kernelpath kernelfile kernelimage customkernel",
    "wsl2.nestedVirtualization": "nested nestedvirt virtualization nestedvm enablenestedvirtualization",
    "wsl2.guiApplications": "gui wslg guiapps guisupport enablegui",
    "wsl2.localhostForwarding": "localhost forwarding portforwarding localhostforward",
    "wsl2.vmIdleTimeout": "idletimeout vmtimeout idletime",
    "wsl2.gpuSupport": "gpu gpuacceleration enablegpu",
    "wsl2.ipv6": "enableipv6 ipv6enabled",
    "experimental.autoMemoryReclaim": "memoryreclaim reclaim automemory autoreclaim memoryreclaimmode",
    "experimental.sparseVhd": "sparse sparsedisk sparsevhdx",
}
"""What other programs call it (Docker, Compose, QEMU, Vagrant, VMware, Hyper-V), or people who write from memory or in
their own language, in letters without accents."""
_MEANT = {name: key for key, names in _ELSEWHERE.items() for name in names.split()}


@record
class Called:
    """The setting that a word names."""

    key: str
    """`wsl2.memory`, in WSL's own spelling."""
    exact: bool
    """Whether it is WSL's own name but for its joints and the case of its letters."""
    unit: str = ""
    """`MB` or `GB` where the word has it: `memoryMiB`."""


@lru_cache(maxsize=4096)
def called(word: str) -> Called | None:
    """The setting that a person calls `word`; None where nobody can tell.

    >>> called("nested_virtualization").key, called("memoryMiB").unit, called("zebra")
    ('wsl2.nestedVirtualization', 'MB', None)
    """
    if len(word) > _LONGEST:
        return None
    plain = _JOINTS.sub("", _without_accents(word)).lower()
    return next((found for one in (plain, _OURS.sub("", plain)) if (found := _named(one))), None)


def _named(plain: str) -> Called | None:
    if plain in _BY_NAME:
        return Called(_BY_NAME[plain], exact=True)
    if plain in _MEANT:
        return Called(_MEANT[plain], exact=False)
    unit = _IN_UNIT.fullmatch(plain)
    known = _named(unit[1]) if unit and unit[1] else None
    if unit is None or known is None or KEYS[known.key].kind != "size":
        return None
    return Called(known.key, exact=False, unit=f"{unit[2].upper()}B")


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(one for one in parts if not "\u0300" <= one <= "\u036f"))
