"""The table of rules in docs/wslconfig.md: an example of each, what `wslmem show` says of it, and what to write.

Every cell but the first is what the code says of the example on a computer with 16 GB and 8 processors.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lab.generate.generator import ROOT
from wslmem.units import GIB, Bytes
from wslmem.wslconfig import neighbours
from wslmem.wslconfig.document import read
from wslmem.wslconfig.findings import RULES, Finding, findings
from wslmem.wslconfig.sight import NOTHING, Sight
from wslmem.wslconfig.sight import sight as seen
from wslmem.wslconfig.versions import show

PAGE = ROOT / "docs" / "wslconfig.md"
BEGIN, END = "<!-- rules: made by lab/generate/rules.py -->\n", "<!-- end of the rules -->\n"
HEAD = "| rule | is | what one writes | what WSL makes of it | what to write |\n|---|---|---|---|---|\n"
OLD, NEW = Sight((2, 7, 13)), Sight((3, 0, 1))
LOOKED = seen(None, {"c:\\none": False, "c:\\none\\bzimage": False})

EXAMPLES: tuple[tuple[str, str | bytes, Sight], ...] = (
    ("bad-section-header", "[wsl2 ]\nmemory=4GB\n", NOTHING),
    ("bad-section-header", "1: [wsl2]\n2: memory=4GB\n", NOTHING),
    ("bad-section-header", "[wsl2]; mine\nmemory=4GB\n", NOTHING),
    ("bad-section-header", "[wsl2\nmemory=4GB\n", NOTHING),
    ("bad-section-header", "wsl2]\nmemory=4GB\n", NOTHING),
    ("bad-section-header", "【wsl2】\nmemory=4GB\n", NOTHING),
    ("bad-section-header", "wsl2:\n", NOTHING),
    ("bad-section-header", "[wsl2]\nswap=0\n[wsl2 ]\nmemory=4GB\n", NOTHING),
    ("bad-section-header", "[experimental]\n[ wsl2]\nmemory=4GB\n", NOTHING),
    ("bad-section-header", "[experimental]\n[wsl2 ]\nmemory=4GB\n", NOTHING),
    ("bad-section-header", "[gui]x=1\n", NOTHING),
    ("key-on-header-line", "[wsl2] memory=4GB\nswap=0\n", NOTHING),
    ("key-on-header-line", "[wsl2] memory=4GB processors=4\n", NOTHING),
    ("key-on-header-line", "[wsl2]\n[wsl2] memory=4GB\nswap=0\n", NOTHING),
    ("unknown-section", "[wsl]\nmemory=4GB\nswap=0\n", NOTHING),
    ("unknown-section", "[wsl]\n", NOTHING),
    ("unknown-section", "[settings]\nmemory=4GB\n", NOTHING),
    ("unknown-section", "[wslc]\n", NOTHING),
    ("unknown-section", "[wslc]\nmemorySize=4GB\n", NOTHING),
    ("wsl-conf-section", "[boot]\n", NOTHING),
    ("wsl-conf-section", "[boot]\nsystemd=true\n", NOTHING),
    ("wslg-section", "[system-distro-env]\nWESTON_RDP_HI_DPI_SCALING=true\n", NOTHING),
    ("wslg-section", "[wsl2]\nWESTON_RDP_HI_DPI_SCALING=true\n", NOTHING),
    ("wslc-settings", "session:\n  memorySize: 8GB\n", NOTHING),
    ("all-in-comment", "# mine [wsl2] memory=4GB\n", NOTHING),
    ("key-above-sections", "memory=4GB\nswap=0\n", NOTHING),
    ("key-above-sections", "memory=4096\nswap=0\n", NOTHING),
    ("key-above-sections", "memory=4GB\nswapFile=D:\\\\swap\\\\wsl.vhdx\n", NOTHING),
    ("unknown-section", "[ports]\nignoredPorts=8080\n", NOTHING),
    ("wrong-section", "[wsl2]\nsparseVhd=true\n", NOTHING),
    ("wrong-section", "[network]\nnetworkingMode=mirrored\n", NOTHING),
    ("wrong-section", "[wsl2]\nautoMemoryReclaim=gradual\n", OLD),
    ("wrong-section", "[wsl2]\nautoMemoryReclaim=gradual\n", NEW),
    ("removed-key", "[wsl2]\npageReporting=true\n", NOTHING),
    ("wsl-conf-key", "[wsl2]\nsystemd=true\n", NOTHING),
    ("wsl-conf-key", "[wsl2]\nboot.systemd=true\n", NOTHING),
    ("misspelt-key", "[wsl2]\nmemroy=4GB\n", NOTHING),
    ("misspelt-key", "[wsl2]\ncpus=4\n", NOTHING),
    ("misspelt-key", "[wsl2]\nmemoryMiB=4096\n", NOTHING),
    ("misspelt-key", "[wsl2]\nsparseVHDX=true\n", NOTHING),
    ("misspelt-key", "[wsl2]\nswapLocation=D:\\\\swap.vhdx\n", NOTHING),
    ("unknown-key", "[wsl2]\nzebra=4GB\n", NOTHING),
    ("unknown-key", "[wsl2]\nzebra=4GB\n", NEW),
    ("duplicate-key", "[wsl2]\nmemory=4GB\nmemory=8GB\n", NOTHING),
    ("duplicate-after-invalid", "[wsl2]\nmemory=8gb\nmemory=6GB\n", NOTHING),
    ("semicolon-comment", "[wsl2]\n; mine\n", NOTHING),
    ("remark-after-value", "[wsl2]\nmemory=4GB ; half\n", NOTHING),
    ("remark-after-value", "[wsl2]\nmemory=4GB\uff08\u5185\u5b58\uff09\n", NOTHING),
    ("settings-on-one-line", "[wsl2]\nmemory=4GB processors=4\n", NOTHING),
    ("settings-on-one-line", "[wsl2]\nkernelCommandLine=quiet kernelCommandLine=splash\n", NOTHING),
    ("settings-on-one-line", "[wsl2]\nswapFile=D:\\\\swap.vhdx swap=4GB\n", NOTHING),
    ("settings-on-one-line", "[wsl2]\n{ memory: 4GB, processors: 4 }\n", NOTHING),
    ("escape-drops-line", "[wsl2]\nswapFile=C:\\temp\\swap.vhdx\n", NOTHING),
    ("escape-drops-line", "[wsl2]\nkernel=C:\\wsl\\bzImage\n", NOTHING),
    ("escape-drops-line", "[wsl2]\nkernel=%USERPROFILE%\\kernel\n", NOTHING),
    ("escape-drops-line", "[wsl2]\nswapFile=%USERPROFILE%\\swap.vhdx\n", NOTHING),
    ("escape-drops-line", "[wsl2]\ncrashDumpFolder=D:\\dumps\n", NOTHING),
    ("unclosed-quote", '[wsl2]\nmemory="4GB\n', NOTHING),
    ("missing-equals", "[wsl2]\nmemory: 4GB\n", NOTHING),
    ("garbled-setting", "[wsl2]\n- memory=4GB\n", NOTHING),
    ("garbled-setting", "[wsl2]\necho memory=4GB>>.wslconfig\n", NOTHING),
    ("garbled-setting", "[wsl2]\n| memory | 4GB |\n", NOTHING),
    ("garbled-setting", "[wsl2]\nnested_virtualization = true\n", NOTHING),
    ("garbled-setting", "[wsl2]\n<memory>4 gb</memory>\n", NOTHING),
    ("not-a-setting", "[wsl2]\nfour GB please\n", NOTHING),
    ("not-a-setting", "[wsl2]\nMY_OWN_NAME=1\n", NOTHING),
    ("continuation-swallows", "[wsl2]\nswapFile=D:\\\\x\\\nmemory=8GB\n", NOTHING),
    ("continuation-swallows", "[wsl2]\nmemory=8GB \\\nswap=0\n", NOTHING),
    ("size-empty", "[wsl2]\nmemory=\n", NOTHING),
    ("size-quotes", "[wsl2]\nmemory='8GB'\n", NOTHING),
    ("size-lower-case", "[wsl2]\nmemory=8gb\n", NOTHING),
    ("size-lower-case", "[wsl2]\nmemory=16g\n", NOTHING),
    ("size-blank", "[wsl2]\nswap=8 GB\n", NOTHING),
    ("size-decimal", "[wsl2]\nmemory=1.5GB\n", NOTHING),
    ("size-percent", "[wsl2]\nmemory=50%\n", NOTHING),
    ("size-percent", "[wsl2]\nmemory=100%\n", NOTHING),
    ("size-iec-unit", "[wsl2]\nmemory=8GiB\n", NOTHING),
    ("size-invalid", "[wsl2]\nmemory=lots\n", NOTHING),
    ("size-invalid", "[wsl2]\nmemory=4GB,\n", NOTHING),
    ("size-invalid", "[wsl2]\nswap=none\n", NOTHING),
    ("size-without-unit", "[wsl2]\nmemory=8\n", NOTHING),
    ("size-without-unit", "[wsl2]\nswap=8\n", NOTHING),
    ("size-without-unit", "[wsl2]\ndefaultVhdSize=256\n", NOTHING),
    ("size-wraps", "[wsl2]\nmemory=-1\n", NOTHING),
    ("size-wraps", "[wsl2]\ndefaultVhdSize=-1\n", NOTHING),
    ("size-wraps", "[wsl2]\nswap=-1\n", NOTHING),
    ("size-wraps", "[wsl2]\nswap=-1GB\n", NOTHING),
    ("swap-above-disk", "[wsl2]\nswap=100TB\n", NOTHING),
    ("memory-zero", "[wsl2]\nmemory=0\n", NOTHING),
    ("memory-below-minimum", "[wsl2]\nmemory=100MB\n", NOTHING),
    ("memory-above-host", "[wsl2]\nmemory=200GB\n", NOTHING),
    ("memory-above-host", "[wsl2]\nmemory=8192GB\n", NOTHING),
    ("memory-starves-windows", "[wsl2]\nmemory=15GB\n", NOTHING),
    ("memory-rounded", "[wsl2]\nmemory=4097MB\n", NOTHING),
    ("swap-far-above-memory", "[wsl2]\nswap=128GB\n", NOTHING),
    ("int-invalid", "[wsl2]\nprocessors=4 cores\n", NOTHING),
    ("int-invalid", "[wsl2]\nvmIdleTimeout=5m\n", NOTHING),
    ("int-invalid", "[general]\ninstanceIdleTimeout=never\n", NOTHING),
    ("int-octal", "[wsl2]\nprocessors=010\n", NOTHING),
    ("int-octal", "[wsl2]\nprocessors=06\n", NOTHING),
    ("processors-above-host", "[wsl2]\nprocessors=64\n", NOTHING),
    ("processors-all", "[wsl2]\nprocessors=0\n", NOTHING),
    ("time-too-short", "[wsl2]\nvmIdleTimeout=60\n", NOTHING),
    ("time-too-short", "[wsl2]\nvmIdleTimeout=3600\n", NOTHING),
    ("time-too-short", "[wsl2]\nkernelBootTimeout=30\n", NOTHING),
    ("bool-invalid", "[wsl2]\nlocalhostForwarding=yes\n", NOTHING),
    ("choice-unknown", "[wsl2]\nnetworkingMode=mirror\n", NOTHING),
    ("choice-unknown", "[experimental]\nautoMemoryReclaim=false\n", NOTHING),
    ("mac-invalid", "[wsl2]\nmacAddress=foo\n", NOTHING),
    ("mac-invalid", "[wsl2]\nmacAddress=00155D010203\n", NOTHING),
    ("port-invalid", "[experimental]\nignoredPorts=80,x\n", NOTHING),
    ("port-cut", "[wsl2]\nnetworkingMode=mirrored\n[experimental]\nignoredPorts=443-445\n", NOTHING),
    ("ip-invalid", "[experimental]\ndnsTunnelingIpAddress=1.2.3\n", NOTHING),
    ("escape-changes-path", "[wsl2]\nkernel=C:\\temp\\bzImage\n", NOTHING),
    ("escape-changes-path", "[wsl2]\nswapFile=D:\\new\\big.vhdx\n", NOTHING),
    ("escape-changes-path", "[wsl2]\ncrashDumpFolder=D:\\temp\n", NOTHING),
    ("comment-in-path", "[wsl2]\ncrashDumpFolder=D:\\\\C#\\\\dumps\n", NOTHING),
    ("path-variable", "[wsl2]\nswapFile=%TEMP%\\\\swap.vhdx\n", NOTHING),
    ("path-variable", "[wsl2]\ncrashDumpFolder=%LOCALAPPDATA%\\\\dumps\n", NOTHING),
    ("path-variable", "[wsl2]\nkernel=~/bzImage\n", NOTHING),
    ("path-variable", "[wsl2]\nswap=0\nswapFile=~/swap.vhdx\n", NOTHING),
    ("path-not-absolute", "[wsl2]\nswapFile=C:\\\\Users\\\\<me>\\\\swap.vhdx\n", NOTHING),
    ("path-not-absolute", "[wsl2]\nswapFile=/mnt/d/swap.vhdx\n", NOTHING),
    ("path-not-absolute", "[wsl2]\nswapFile=/mnt/d/swap.vhdx\nswapFile=D:\\\\swap.vhdx\n", NOTHING),
    ("path-not-absolute", "[wsl2]\nswapFile=swap.vhdx\n", NOTHING),
    ("path-not-absolute", "[wsl2]\nkernel=/mnt/c/bzImage\n", NOTHING),
    ("path-not-absolute", "[wsl2]\nswap=0\nswapFile=swap.vhdx\n", NOTHING),
    ("path-not-absolute", "[wsl2]\ndebugConsoleLogFile=wsl.log\n", NOTHING),
    ("single-quotes", "[wsl2]\nkernelCommandLine='quiet'\n", NOTHING),
    ("single-quotes", "[wsl2]\nswapFile='D:\\\\swap.vhdx'\n", NOTHING),
    ("single-quotes", "[wsl2]\nkernel='C:\\\\k'\n", NOTHING),
    ("swap-folder-missing", "[wsl2]\nswapFile=C:\\\\none\\\\swap.vhdx\n", LOOKED),
    ("swap-in-root", "[wsl2]\nswapFile=C:\\\\swap.vhdx\n", NOTHING),
    ("start-file-missing", "[wsl2]\nkernel=C:\\\\none\\\\bzImage\n", LOOKED),
    ("kernel-modules-alone", "[wsl2]\nkernelModules=C:\\\\m.vhdx\n", NOTHING),
    ("kernel-file-type", "[wsl2]\nkernel=C:\\\\kernels\\\\\n", NOTHING),
    ("kernel-file-type", "[wsl2]\nkernel=C:\\\\docker-compose.yml\n", NOTHING),
    ("system-distro-extension", "[wsl2]\nsystemDistro=C:\\\\s.tar\n", NOTHING),
    ("odd-characters", "[wsl2]\nmemory=“4GB”\n", NOTHING),
    ("odd-characters", "[wsl2]\n\u00a0memory=4GB\n", NOTHING),
    ("odd-characters", "[wsl2]\nswapFile=“D:\\\\swap.vhdx”\n", NOTHING),
    ("odd-characters", "[wsl2]\nkernel=“C:\\\\k”\n", NOTHING),
    ("odd-characters", "[wsl2]\nkernelCommandLine=“quiet”\n", NOTHING),
    ("not-ascii-value", "[wsl2]\ncrashDumpFolder=D:\\\\caf\u00e9\n", NOTHING),
    ("not-ascii-value", "[wsl2]\nswapFile=D:\\\\虚拟机\\\\swap.vhdx\n", NOTHING),
    ("not-ascii-value", "[wsl2]\nmemory=4\u00e9\n", NOTHING),
    ("utf-16-big-endian", b"\xfe\xff" + "[wsl2]\n".encode("utf-16-be"), NOTHING),
    ("utf-16-without-mark", "[wsl2]\nmemory=4GB\n".encode("utf-16-le"), NOTHING),
    ("utf-16", b"\xff\xfe" + "[wsl2]\n".encode("utf-16-le"), NOTHING),
    ("read-error", b"[wsl2]\nmemory=4GB\n# caf\xe9", NOTHING),
    ("double-mark", b"\xef\xbb\xbf\xef\xbb\xbf[wsl2]\n", NOTHING),
    ("ctrl-z", "[wsl2]\nmemory=4GB\n\x1aswap=0\n", NOTHING),
    ("nul-in-value", "[wsl2]\nmemory=4GB\0x\n", NOTHING),
    ("cr-line-ends", "[wsl2]\r# mine\rmemory=4GB\r", NOTHING),
    ("needs-bridged", "[wsl2]\nvmSwitch=Ext\n", NOTHING),
    ("needs-mirrored", "[experimental]\nhostAddressLoopback=true\n", NOTHING),
    ("forwarding-mirrored", "[wsl2]\nnetworkingMode=mirrored\nlocalhostForwarding=true\n", NOTHING),
    ("firewall-mirrored", "[wsl2]\nnetworkingMode=mirrored\nfirewall=false\n", NOTHING),
    ("needs-dns-tunneling", "[wsl2]\ndnsTunneling=false\n[experimental]\nbestEffortDnsParsing=true\n", NOTHING),
    ("dns-tunneling-mode", "[wsl2]\nnetworkingMode=none\ndnsTunneling=true\n", NOTHING),
    ("bridged-without-switch", "[wsl2]\nnetworkingMode=bridged\n", NOTHING),
    ("needs-virtio", "[wsl2]\nvirtio=false\nvirtiofs=true\n", NOTHING),
    ("needs-virtio", "[wsl2]\nvirtio=false\nnetworkingMode=virtioProxy\n", NOTHING),
    ("virtio9p-off", "[wsl2]\nvirtio9p=true\n", NOTHING),
    ("safe-mode", "[wsl2]\nsafeMode=true\nswap=8GB\n", NOTHING),
    ("safe-mode", "[wsl2]\nsafeMode=true\n", NOTHING),
    ("gradual-reclaim", "[experimental]\nautoMemoryReclaim=gradual\n", NOTHING),
    ("gradual-reclaim", "[experimental]\nautoMemoryReclaim=gradual\n", OLD),
    ("instances-still-stop", "[wsl2]\nvmIdleTimeout=-1\n", NOTHING),
    ("sparse-disabled", "[experimental]\nsparseVhd=true\n", NOTHING),
    ("sparse-disabled", "[experimental]\nsparseVhd=true\n", OLD),
    ("sparse-unsafe", "[experimental]\nsparseVhd=true\n", Sight((2, 4, 13))),
    ("newer-key", "[experimental]\nswiotlb=64MB\n", NOTHING),
    ("newer-key", "[experimental]\nswiotlb=64MB\n", OLD),
    ("newer-value", "[wsl2]\nnetworkingMode=Consomme\n", OLD),
    ("newer-value", "[wsl2]\nnetworkingMode=Consomme\n", NOTHING),
    ("kernel-limits-memory", "[wsl2]\nkernelCommandLine=mem=2G\n", NOTHING),
    ("kernel-huge-pages", "[wsl2]\nkernelCommandLine=hugepages=512\n", NOTHING),
    ("kernel-memory-control", "[wsl2]\nkernelCommandLine=cgroup_disable=memory\n", NOTHING),
    ("kernel-memory-control", "[wsl2]\nkernelCommandLine=cgroup_no_v1=memory\n", NOTHING),
    ("kernel-systemd", "[wsl2]\nkernelCommandLine=systemd=true\n", NOTHING),
    ("kernel-sysctl", "[wsl2]\nkernelCommandLine=vm.swappiness=10\n", NOTHING),
)
"""Of each rule at least one; the file, and what is known beside it."""


def table() -> str:
    """The whole table."""
    rows = [_row(*example) for example in EXAMPLES]
    rows += [_cells(one, "") for one in _beside()]
    missing = set(RULES) - {rule for rule, _, _ in EXAMPLES}
    if missing:
        raise LookupError(f"rules without an example: {', '.join(sorted(missing))}")
    return HEAD + "".join(rows)


def _row(rule: str, data: str | bytes, sight: Sight) -> str:
    document = read(data if isinstance(data, bytes) else data.encode())
    found = findings(document, host_total=Bytes(16 * GIB), processors=8, sight=sight)
    one = next(finding for finding in found if finding.rule == rule)
    version = f"WSL {show(sight.version)}" if sight.version else ""
    return _cells(one, "" if version in str(one.text) else f"{version}: ")


def _beside() -> Iterator[Finding]:
    yield from neighbours.misnamed([".wslconfig.txt"])
    yield from neighbours.misplaced(b"[wsl2]\nmemory=4GB\n")


def _cells(one: Finding, before: str) -> str:
    written = f"`{_plain(one.subject)}`" if one.subject else "a whole file"
    fixes = " or ".join(_fix(str(text)) for text in one.fixes) or "only you can know"
    return f"| `{one.rule}` | {one.severity} | {written} | {before}{_plain(str(one.text))} | {fixes} |\n"


def _fix(text: str) -> str:
    text = _plain(text)
    return f"`{text}`" if "=" in text.partition(" ")[0] or text.startswith("[") else text


def _plain(text: str) -> str:
    """Shown in one cell: a bar would end it, and what cannot be seen is spelt out."""
    shown = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
    return shown.replace("|", "\\|")


def made() -> dict[Path, bytes]:
    """The page with today's table."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return {PAGE: f"{before}{BEGIN}{table()}{END}{after}".encode()}
