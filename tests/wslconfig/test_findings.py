"""Every rule finds its line and repairs it."""

# ruff: noqa: E501, RUF001 - in these tables one case stands on one line; odd characters are the point

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import REAL_LIKE, noise, plain_texts, texts

from wslmem.errors import UsageError
from wslmem.units import GIB, Bytes
from wslmem.wslconfig.document import read
from wslmem.wslconfig.edits import plan
from wslmem.wslconfig.findings import RULES, findings
from wslmem.wslconfig.repairs import fix
from wslmem.wslconfig.sight import NOTHING, Sight
from wslmem.wslconfig.sight import sight as seen

RANK = {"note": 0, "warning": 1, "error": 2}
HOST = {"host_total": Bytes(16 * GIB), "processors": 8}

CASES = [
    ("bad-section-header", 1, "[wsl2 ]\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("bad-section-header", 1, "[ wsl2]\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("bad-section-header", 1, "[[wsl2]]\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("bad-section-header", 1, "[wsl-2]\r\nmemory=4GB\r\n", "[wsl2]\r\nmemory=4GB\r\n"),
    ("bad-section-header", 1, "[wsl2] ; mine\nmemory=4GB\n", "[wsl2] # mine\nmemory=4GB\n"),
    ("bad-section-header", 1, "[wsl2] // mine\nmemory=4GB\n", "[wsl2] # mine\nmemory=4GB\n"),
    ("bad-section-header", 2, "[wsl2]\n[experimental ]\nsparseVhd=true\n", "[wsl2]\n[experimental]\nsparseVhd=true\n"),
    ("bad-section-header", 1, "1: [wsl2]\n2: memory=4GB\n", "[wsl2]\n2: memory=4GB\n"),
    ("bad-section-header", 1, '"[wsl2]"\nmemory=4GB\n', "[wsl2]\nmemory=4GB\n"),
    ("key-on-header-line", 1, "[wsl2] memory=4GB\nswap=0\n", "[wsl2]\nmemory=4GB\nswap=0\n"),
    ("unknown-section", 1, "[wsl]\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("unknown-section", 1, "[ws12]\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("unknown-section", 1, "[experimentl]\nsparseVhd=true\n", "[experimental]\nsparseVhd=true\n"),
    ("unknown-section", 1, "[wslc]\nmemorySize=4GB\n", "# [wslc]\n# memorySize=4GB\n"),
    ("unknown-section", 1, "[zebra]\nmemory=4GB\n", None),
    ("wsl-conf-section", 1, "[boot]\nsystemd=true\n", "# [boot]\n# systemd=true\n"),
    ("kernel-huge-pages", 2, "[wsl2]\nkernelCommandLine=quiet hugepages=512 cma=64M\n", None),
    ("size-lower-case", 2, "[wsl2]\nmemory=16g\n", "[wsl2]\nmemory=12GB\n"),
    ("removed-key", 2, "[wsl2]\npageReportingOrder=3\nswap=0\n", "[wsl2]\nswap=0\n"),
    ("misspelt-key", 2, "[wsl2]\nmemoria=6GB\n", "[wsl2]\nmemory=6GB\n"),
    ("bad-section-header", 1, "[wsl2]:\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("odd-characters", 2, "[wsl2]\nmemory=8\u0413\u0411\n", "[wsl2]\nmemory=8GB\n"),
    ("size-invalid", 2, "[wsl2]\nmemory=6Go\n", "[wsl2]\nmemory=6GB\n"),
    ("size-invalid", 2, "[wsl2]\nmemory=6GB(half)\n", "[wsl2]\nmemory=6GB\n"),
    ("misspelt-key", 2, "[wsl2]\nprocessorCount=4\n", "[wsl2]\nprocessors=4\n"),
    ("wslc-settings", 1, "session:\n  cpuCount: 4\n[wsl2]\nswap=0\n", "# session:\n  # cpuCount: 4\n[wsl2]\nswap=0\n"),
    ("garbled-setting", 2, "[wsl2]\nWSL2_MEMORY=6GB\n", "[wsl2]\nmemory=6GB\n"),
    ("single-quotes", 2, "[wsl2]\nkernelCommandLine='a b'\n", "[wsl2]\nkernelCommandLine=a b\n"),
    ("single-quotes", 2, "[wsl2]\nswapFile='D:\\\\s.vhdx' # x\n", "[wsl2]\nswapFile=D:\\\\s.vhdx # x\n"),
    ("misspelt-key", 2, "[wsl2]\nswapLocation=D:\\\\s.vhdx\n", "[wsl2]\n# swapLocation=D:\\\\s.vhdx\n"),
    ("wslg-section", 1, "[system-distro-env]\n; x\nA_B=1\n[wsl2]\n", "# [system-distro-env]\n# ; x\n# A_B=1\n[wsl2]\n"),
    ("wrong-section", 2, "[network]\nnetworkingMode=nat\n", "[network]\n\n[wsl2]\nnetworkingMode=nat\n"),
    ("wsl-conf-key", 2, "[wsl2]\nboot.systemd=true\n", "[wsl2]\n# boot.systemd=true\n"),
    ("removed-key", 2, "[wsl2]\nidleThreshold=1\nswap=0\n", "[wsl2]\nswap=0\n"),
    ("all-in-comment", 1, "# mine [wsl2] memory=4GB\n", None),
    ("bad-section-header", 1, "\u3010wsl2\u3011\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("bad-section-header", 1, "echo [wsl2]>>.wslconfig\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("garbled-setting", 2, "[wsl2]\necho memory=4GB >> .wslconfig\n", "[wsl2]\nmemory=4GB\n"),
    ("garbled-setting", 2, "[wsl2]\n| memory | 4GB |\n", "[wsl2]\nmemory=4GB\n"),
    ("misspelt-key", 2, "[wsl2]\ndiskSize=256GB\n", "[wsl2]\ndefaultVhdSize=256GB\n"),
    ("int-invalid", 2, "[general]\ninstanceIdleTimeout=never\n", "[general]\ninstanceIdleTimeout=-1\n"),
    ("time-too-short", 2, "[wsl2]\nvmIdleTimeout=3600\n", "[wsl2]\nvmIdleTimeout=3600000\n"),
    ("bool-invalid", 2, "[wsl2]\nguiApplications=none\n", "[wsl2]\nguiApplications=false\n"),
    (
        "choice-unknown", 2, "[experimental]\nautoMemoryReclaim=off\n", "[experimental]\nautoMemoryReclaim=Disabled\n"
    ),
    ("memory-above-host", 2, "[wsl2]\nmemory=8192GB\n", "[wsl2]\nmemory=8GB\n"),
    ("kernel-file-type", 2, "[wsl2]\nkernel=C:\\\\k\\\\\n", "[wsl2]\n# kernel=C:\\\\k\\\\\n"),
    ("key-above-sections", 2, "#[wsl2]\nmemory=4GB\n", "#[wsl2]\n[wsl2]\nmemory=4GB\n"),
    ("key-above-sections", 1, "memory=4GB\nswap=0\n", "[wsl2]\nmemory=4GB\nswap=0\n"),
    ("bad-section-header", 1, "wsl2]\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("bad-section-header", 1, "[wsl2\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("wrong-section", 2, "[wsl2]\nsparseVhd=true\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    (
        "wrong-section", 2, "[wsl2]\nbestEffortDnsParsing=true\nmemory=4GB\n",
        "[wsl2]\nmemory=4GB\n\n[experimental]\nbestEffortDnsParsing=true\n",
    ),
    (
        "wrong-section", 2, "[wsl2]\nbestEffortDnsParsing=true\nautoMemoryReclaim=disabled\nmemory=4GB\n",
        "[wsl2]\nmemory=4GB\n\n[experimental]\nbestEffortDnsParsing=true\nautoMemoryReclaim=disabled\n",
    ),
    ("wrong-section", 2, "[experimental]\nmemory=4GB\n[wsl2]\nmemory=8GB\n", "[experimental]\n[wsl2]\nmemory=8GB\n"),
    ("removed-key", 2, "[wsl2]\npageReporting=true\nswap=0\n", "[wsl2]\nswap=0\n"),
    ("wsl-conf-key", 2, "[wsl2]\nsystemd=true\n", "[wsl2]\n# systemd=true\n"),
    ("misspelt-key", 2, "[wsl2]\nmemroy=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("misspelt-key", 2, "[wsl2]\ncpus=4\n", "[wsl2]\nprocessors=4\n"),
    ("unknown-key", 2, "[wsl2]\nzebra=4GB\n", None),
    ("duplicate-key", 3, "[wsl2]\nmemory=4GB\nmemory=8GB\n", "[wsl2]\nmemory=4GB\n# memory=8GB\n"),
    ("duplicate-key", 3, "[wsl2]\nmemory=4GB\nmemory=4096MB\n", "[wsl2]\nmemory=4GB\n"),
    ("duplicate-after-invalid", 3, "[wsl2]\nmemory=8gb\nmemory=8GB\n", "[wsl2]\n# memory=8gb\nmemory=8GB\n"),
    ("semicolon-comment", 2, "[wsl2]\n; mine\n// too\n", "[wsl2]\n# mine\n# too\n"),
    ("settings-on-one-line", 2, "[wsl2]\nmemory=4GB swap=0\n", "[wsl2]\nmemory=4GB\nswap=0\n"),
    ("remark-after-value", 2, "[wsl2]\nmemory=4GB ; half\n", "[wsl2]\nmemory=4GB # half\n"),
    ("remark-after-value", 2, "[wsl2]\nmemory=4GB \uff1b\u5185\u5b58\n", "[wsl2]\nmemory=4GB #\u5185\u5b58\n"),
    ("remark-after-value", 2, "[wsl2]\nprocessors=4 // half\n", "[wsl2]\nprocessors=4 # half\n"),
    ("escape-drops-line", 2, "[wsl2]\nswapFile=C:\\temp\\swap.vhdx # x\n", "[wsl2]\n# swapFile=C:\\temp\\swap.vhdx # x\n"),
    ("escape-drops-line", 2, "[wsl2]\ncrashDumpFolder=D:\\x\n", "[wsl2]\ncrashDumpFolder=D:\\\\x\n"),
    ("unclosed-quote", 2, '[wsl2]\nmemory="4GB\n', '[wsl2]\nmemory="4GB"\n'),
    ("unclosed-quote", 2, '[wsl2]\r\nkernelCommandLine="a b # c\r\n', '[wsl2]\r\nkernelCommandLine="a b" # c\r\n'),
    ("missing-equals", 2, "[wsl2]\nmemory: 4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("missing-equals", 2, "[wsl2]\nmemory:=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("missing-equals", 2, "[wsl2]\nmemory -> 4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("missing-equals", 2, "[wsl2]\nmemory 4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("garbled-setting", 2, "[wsl2]\nexport memory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("garbled-setting", 2, "[wsl2]\n- memory=4GB # mine\n", "[wsl2]\nmemory=4GB # mine\n"),
    ("garbled-setting", 2, '[wsl2]\n"memory": "4GB",\n', "[wsl2]\nmemory=4GB\n"),
    ("garbled-setting", 2, '[wsl2]\n"memory=4GB"\n', "[wsl2]\nmemory=4GB\n"),
    ("garbled-setting", 2, "[wsl2]\n2. memory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("garbled-setting", 2, "[wsl2]\n-memory=4GB\n+memory=8GB\n", "[wsl2]\n# -memory=4GB\nmemory=8GB\n"),
    ("garbled-setting", 2, "[wsl2]\nwsl2.memory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("garbled-setting", 2, "[wsl2]\nnested_virtualization = true\n", "[wsl2]\nnestedVirtualization=true\n"),
    ("bad-section-header", 1, "wsl2:\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("bad-section-header", 1, "<wsl2>\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("key-on-header-line", 1, "[wsl2] memory=4GB swap=0\n", "[wsl2]\nmemory=4GB\nswap=0\n"),
    ("garbled-setting", 2, "[wsl2]\n\u5185\u5b58=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("not-ascii-value", 2, "[wsl2]\nswapFile=D:\\\\\u4e2d:\\\\s.vhdx\n", "[wsl2]\n# swapFile=D:\\\\\u4e2d:\\\\s.vhdx\n"),
    ("size-iec-unit", 2, "[wsl2]\nswap=8Gi\n", "[wsl2]\nswap=8GB\n"),
    ("size-invalid", 2, "[wsl2]\nmemory=8 gigabytes\n", "[wsl2]\nmemory=8GB\n"),
    ("size-invalid", 2, "[wsl2]\nswap=0;\n", "[wsl2]\nswap=0\n"),
    ("int-invalid", 2, "[wsl2]\nprocessors=4cores\n", "[wsl2]\nprocessors=4\n"),
    ("not-a-setting", 2, "[wsl2]\nfour GB please\n", "[wsl2]\n# four GB please\n"),
    ("continuation-swallows", 3, "[wsl2]\nswapFile=D:\\\\x\\\nmemory=8GB\n", "[wsl2]\nswapFile=D:\\\\x\\\\\nmemory=8GB\n"),
    ("size-empty", 2, "[wsl2]\nmemory=\n", "[wsl2]\n# memory=\n"),
    ("size-quotes", 2, "[wsl2]\nmemory='8GB'\n", "[wsl2]\nmemory=8GB\n"),
    ("size-lower-case", 2, "[wsl2]\nmemory=8gb # x\n", "[wsl2]\nmemory=8GB # x\n"),
    ("size-blank", 2, "[wsl2]\nswap=8 GB\n", "[wsl2]\nswap=8GB\n"),
    ("size-decimal", 2, "[wsl2]\nmemory=1.5GB\n", "[wsl2]\nmemory=1536MB\n"),
    ("size-decimal", 2, "[wsl2]\nmemory=8,5GB\n", "[wsl2]\nmemory=8704MB\n"),
    ("size-percent", 2, "[wsl2]\nmemory=50%\n", "[wsl2]\nmemory=8GB\n"),
    ("size-percent", 2, "[wsl2]\nmemory=100%\n", "[wsl2]\nmemory=12GB\n"),
    ("size-iec-unit", 2, "[wsl2]\nmemory=8GiB\n", "[wsl2]\nmemory=8GB\n"),
    ("size-invalid", 2, "[wsl2]\nmemory=lots\n", None),
    ("size-invalid", 2, "[wsl2]\nmemory=4GB,\n", "[wsl2]\nmemory=4GB\n"),
    ("size-invalid", 2, "[wsl2]\nswap=2GB;\n", "[wsl2]\nswap=2GB\n"),
    ("size-invalid", 2, "[wsl2]\nswap=false\n", "[wsl2]\nswap=0\n"),
    ("size-invalid", 2, "[wsl2]\nswap=none\n", "[wsl2]\nswap=0\n"),
    ("size-invalid", 2, "[wsl2]\nmemory=default\n", "[wsl2]\n# memory=default\n"),
    ("size-without-unit", 2, "[wsl2]\nmemory=8\n", "[wsl2]\nmemory=8GB\n"),
    ("size-without-unit", 2, "[wsl2]\nmemory=8192\n", "[wsl2]\nmemory=8192MB\n"),
    ("size-without-unit", 2, "[wsl2]\nswap=8\n", "[wsl2]\nswap=8GB\n"),
    ("size-wraps", 2, "[wsl2]\nswap=-1\n", "[wsl2]\n# swap=-1\n"),
    ("size-wraps", 2, "[wsl2]\nmemory=16777216TB\n", None),
    ("size-wraps", 2, "[wsl2]\nswap=-1GB\n", "[wsl2]\n# swap=-1GB\n"),
    ("swap-above-disk", 2, "[wsl2]\nswap=64TB\n", "[wsl2]\n# swap=64TB\n"),
    ("size-percent", 2, "[wsl2]\nmemory=62,5 %\n", "[wsl2]\nmemory=10GB\n"),
    ("size-invalid", 2, "[wsl2]\nmemory=6GB&nbsp;\n", "[wsl2]\nmemory=6GB\n"),
    ("int-invalid", 2, "[wsl2]\nvmIdleTimeout=2 minutes\n", "[wsl2]\nvmIdleTimeout=120000\n"),
    ("int-invalid", 2, "[wsl2]\nvmIdleTimeout=1500ms;\n", "[wsl2]\nvmIdleTimeout=1500\n"),
    ("bad-section-header", 1, "__[wsl2]__\nmemory=6GB\n", "[wsl2]\nmemory=6GB\n"),
    ("garbled-setting", 2, "[wsl2]\nmem_limit: 6GB\n", "[wsl2]\nmemory=6GB\n"),
    ("memory-zero", 2, "[wsl2]\nmemory=0\n", None),
    ("memory-below-minimum", 2, "[wsl2]\nmemory=100MB\n", "[wsl2]\nmemory=256MB\n"),
    ("memory-above-host", 2, "[wsl2]\nmemory=200GB\n", "[wsl2]\nmemory=12GB\n"),
    ("memory-starves-windows", 2, "[wsl2]\nmemory=15GB\n", "[wsl2]\nmemory=12GB\n"),
    ("swap-far-above-memory", 2, "[wsl2]\nswap=128GB\n", None),
    ("memory-rounded", 2, "[wsl2]\nmemory=4097MB\n", "[wsl2]\nmemory=4GB\n"),
    ("int-invalid", 2, "[wsl2]\nprocessors=4 cores\n", "[wsl2]\nprocessors=4\n"),
    ("int-invalid", 2, "[wsl2]\nprocessors=08\n", "[wsl2]\nprocessors=8\n"),
    ("int-octal", 2, "[wsl2]\nprocessors=07\n", "[wsl2]\nprocessors=7\n"),
    ("processors-above-host", 2, "[wsl2]\nprocessors=64\n", "[wsl2]\nprocessors=8\n"),
    ("processors-all", 2, "[wsl2]\nprocessors=0\n", None),
    ("time-too-short", 2, "[wsl2]\nvmIdleTimeout=60\n", "[wsl2]\nvmIdleTimeout=60000\n"),
    ("bool-invalid", 2, "[wsl2]\nlocalhostForwarding=yes\n", "[wsl2]\nlocalhostForwarding=true\n"),
    ("choice-unknown", 2, "[wsl2]\nnetworkingMode=mirror\n", "[wsl2]\nnetworkingMode=Mirrored\n"),
    ("mac-invalid", 2, "[wsl2]\nmacAddress=foo\n", "[wsl2]\n# macAddress=foo\n"),
    ("mac-invalid", 2, "[wsl2]\nmacAddress=00155D010203\n", "[wsl2]\nmacAddress=00-15-5D-01-02-03\n"),
    ("port-cut", 4, "[wsl2]\nnetworkingMode=mirrored\n[experimental]\nignoredPorts=443-9000\n", None),
    (
        "port-cut", 4, "[wsl2]\nnetworkingMode=mirrored\n[experimental]\nignoredPorts=443-445, 80\n",
        "[wsl2]\nnetworkingMode=mirrored\n[experimental]\nignoredPorts=443,444,445,80\n",
    ),
    ("unclosed-quote", 2, '[wsl2]\nmemory=8GB"\n', "[wsl2]\nmemory=8GB\n"),
    ("odd-characters", 2, "[wsl2]\nm\u0435mory=8GB\n", "[wsl2]\nmemory=8GB\n"),
    (
        "port-cut", 4, "[wsl2]\nnetworkingMode=mirrored\n[experimental]\nignoredPorts=80;443\n",
        "[wsl2]\nnetworkingMode=mirrored\n[experimental]\nignoredPorts=80,443\n",
    ),
    ("comment-in-path", 2, "[wsl2]\ncrashDumpFolder=D:\\\\C#\\\\d\n", '[wsl2]\ncrashDumpFolder="D:\\\\C#\\\\d"\n'),
    ("odd-characters", 2, "[wsl2]\nswap=4GB\uff1b\n", "[wsl2]\nswap=4GB\n"),
    ("odd-characters", 2, "[wsl2]\nkernel=\u201cC:\\\\k\u201d\n", '[wsl2]\nkernel="C:\\\\k"\n'),
    ("port-invalid", 2, "[experimental]\nignoredPorts=80,x\n", "[experimental]\nignoredPorts=80\n"),
    ("ip-invalid", 2, "[experimental]\ndnsTunnelingIpAddress=1.2.3\n", None),
    ("escape-changes-path", 2, "[wsl2]\nkernel=C:\\temp\\bzImage\n", "[wsl2]\nkernel=C:\\\\temp\\\\bzImage\n"),
    ("path-variable", 2, "[wsl2]\nswapFile=%TEMP%/swap.vhdx\n", "[wsl2]\n# swapFile=%TEMP%/swap.vhdx\n"),
    ("path-variable", 2, "[wsl2]\nswapFile=$env:TEMP/swap.vhdx\n", "[wsl2]\n# swapFile=$env:TEMP/swap.vhdx\n"),
    ("path-variable", 2, "[wsl2]\nswapFile=~/swap.vhdx\n", "[wsl2]\n# swapFile=~/swap.vhdx\n"),
    ("path-not-absolute", 2, "[wsl2]\nswapFile=/mnt/d/swap.vhdx\n", "[wsl2]\n# swapFile=/mnt/d/swap.vhdx\n"),
    ("path-not-absolute", 2, "[wsl2]\nkernel=bzImage\n", "[wsl2]\n# kernel=bzImage\n"),
    ("kernel-modules-alone", 2, "[wsl2]\nkernelModules=C:\\\\m.vhdx\n", "[wsl2]\n# kernelModules=C:\\\\m.vhdx\n"),
    ("kernel-file-type", 2, "[wsl2]\nkernel=C:\\\\docker-compose.yml\n", "[wsl2]\n# kernel=C:\\\\docker-compose.yml\n"),
    ("size-without-unit", 2, "[wsl2]\nmemory=16\n", "[wsl2]\nmemory=12GB\n"),
    ("size-without-unit", 2, "[wsl2]\nmemory=512\n", "[wsl2]\nmemory=512MB\n"),
    ("size-without-unit", 2, "[wsl2]\ndefaultVhdSize=64\n", "[wsl2]\ndefaultVhdSize=64GB\n"),
    ("system-distro-extension", 2, "[wsl2]\nsystemDistro=C:\\\\s.tar\n", "[wsl2]\n# systemDistro=C:\\\\s.tar\n"),
    ("odd-characters", 2, "[wsl2]\nmemory=\u00a04GB\n", "[wsl2]\nmemory=4GB\n"),
    ("odd-characters", 2, "[wsl2]\nmemory=“4GB”\n", "[wsl2]\nmemory=4GB\n"),
    ("odd-characters", 2, "[wsl2]\n\u00a0memory=4GB # é\n", "[wsl2]\nmemory=4GB # é\n"),
    ("odd-characters", 2, "[wsl2]\nmemory＝４GB\n", "[wsl2]\nmemory=4GB\n"),
    ("not-ascii-value", 2, "[wsl2]\nswapFile=D:\\\\café.vhdx\n", None),
    ("utf-16-big-endian", 0, "[wsl2]\nmemory=4GB\n".encode("utf-16-be"), "[wsl2]\nmemory=4GB\n"),
    ("utf-16-without-mark", 0, "[wsl2]\nmemory=4GB\n".encode("utf-16-le"), "[wsl2]\nmemory=4GB\n"),
    ("utf-16", 0, b"\xff\xfe" + "[wsl2]\nmemory=4GB\n".encode("utf-16-le"), "[wsl2]\nmemory=4GB\n"),
    ("read-error", 0, b"[wsl2]\nmemory=4GB\n# caf\xe9", "[wsl2]\nmemory=4GB\n# café"),
    ("double-mark", 1, b"\xef\xbb\xbf\xef\xbb\xbf[wsl2]\nmemory=4GB\n", "\ufeff[wsl2]\nmemory=4GB\n"),
    ("ctrl-z", 3, "[wsl2]\nmemory=4GB\n\x1aswap=0\n", "[wsl2]\nmemory=4GB\nswap=0\n"),
    ("nul-in-value", 2, "[wsl2]\nmemory=4GB\0x\n", None),
    ("cr-line-ends", 0, "[wsl2]\r# mine\rmemory=4GB\r", "[wsl2]\n# mine\nmemory=4GB\n"),
    ("needs-mirrored", 2, "[experimental]\nhostAddressLoopback=true\n", None),
    ("needs-mirrored", 2, "[experimental]\nignoredPorts=80\n", None),
    ("needs-bridged", 2, "[wsl2]\nvmSwitch=Ext\n", None),
    ("swap-in-root", 2, "[wsl2]\nswapFile=C:\\\\swap.vhdx\n", None),
    ("unknown-section", 1, "[settings]\nmemory=4GB\n", "[wsl2]\nmemory=4GB\n"),
    ("garbled-setting", 2, "[wsl2]\n<p>memory&nbsp;=&nbsp;4GB</p>\n", "[wsl2]\nmemory = 4GB\n"),
    ("settings-on-one-line", 2, "[wsl2]\nmemory=4GB<br>swap=0\n", "[wsl2]\nmemory=4GB\nswap=0\n"),
    ("key-on-header-line", 1, "[wsl2]<br>memory=4GB<br>swap=0\n", "[wsl2]\nmemory=4GB\nswap=0\n"),
    ("needs-dns-tunneling", 4, "[wsl2]\ndnsTunneling=false\n[experimental]\nbestEffortDnsParsing=true\n", None),
    ("dns-tunneling-mode", 3, "[wsl2]\nnetworkingMode=none\ndnsTunneling=true\n", None),
    ("firewall-mirrored", 3, "[wsl2]\nnetworkingMode=mirrored\nfirewall=false\n", None),
    ("needs-virtio", 3, "[wsl2]\nvirtio=false\nvirtiofs=true\n", None),
    ("virtio9p-off", 2, "[wsl2]\nvirtio9p=true\n", "[wsl2]\n# virtio9p=true\n"),
    ("forwarding-mirrored", 3, "[wsl2]\nnetworkingMode=mirrored\nlocalhostForwarding=false\n",
     "[wsl2]\nnetworkingMode=mirrored\n# localhostForwarding=false\n"),
    ("bridged-without-switch", 2, "[wsl2]\nnetworkingMode=bridged\n", "[wsl2]\n# networkingMode=bridged\n"),
    ("instances-still-stop", 2, "[wsl2]\nvmIdleTimeout=-1\n", None),
    ("kernel-limits-memory", 2, "[wsl2]\nkernelCommandLine=mem=2G quiet\n", None),
    ("kernel-memory-control", 2, "[wsl2]\nkernelCommandLine=cgroup_no_v1=memory\n", None),
    ("kernel-systemd", 2, "[wsl2]\nkernelCommandLine = quiet systemd=true\n", None),
    ("unknown-section", 1, "[ports]\nignoredPorts=80\n", "[experimental]\nignoredPorts=80\n"),
    ("unknown-section", 1, "[sandbox]\nmemory=4GB\n", None),
    ("key-above-sections", 1, "memory=4GB\nswapFile=D:\\\\t\\\\swap.vhdx\n", "[wsl2]\nmemory=4GB\n# swapFile=D:\\\\t\\\\swap.vhdx\n"),
    ("bad-section-header", 1, "[wsl-2]\nmemory=4096\nkernel=C:\\\\bzImage\nkernelModules=C:\\\\m.vhdx\n",
     "[wsl2]\nmemory=4096MB\n# kernel=C:\\\\bzImage\n# kernelModules=C:\\\\m.vhdx\n"),
    ("sparse-disabled", 2, "[experimental]\nsparseVhd=1\n", None),
    ("kernel-sysctl", 2, '[wsl2]\nkernelCommandLine="quiet vm.swappiness=9 sysctl.fs.file-max=1 net.core.rmem_max=1"\n',
     '[wsl2]\nkernelCommandLine="quiet sysctl.vm.swappiness=9 sysctl.fs.file-max=1 sysctl.net.core.rmem_max=1"\n'),
    ("settings-on-one-line", 2, "[wsl2]\nkernelCommandLine = quiet kernelCommandLine=splash\n",
     "[wsl2]\nkernelCommandLine = quiet splash\n"),
    ("settings-on-one-line", 2, "[wsl2]\nswapFile=D:\\\\s.vhdx swap=4GB\n", "[wsl2]\nswapFile=D:\\\\s.vhdx\nswap=4GB\n"),
    ("settings-on-one-line", 2, '[wsl2]\nkernelCommandLine="quiet memory=4GB"\n', None),
    ("wslg-section", 2, "[wsl2]\nWSLG_A=1\nWESTON_RDP_B=2\nMY_C=3\n", "[wsl2]\n# WSLG_A=1\n# WESTON_RDP_B=2\nMY_C=3\n"),
    ("not-a-setting", 2, "[wsl2]\nmy.own-key_1=2\n", "[wsl2]\n# my.own-key_1=2\n"),
    ("semicolon-comment", 2, "[wsl2]\n;;; one\n/// two\n", "[wsl2]\n# one\n# two\n"),
    ("forwarding-mirrored", 3, "[wsl2]\nnetworkingMode=mirrored\nlocalhostForwarding=true\nlocalhostForwarding=true\n",
     "[wsl2]\nnetworkingMode=mirrored\n# localhostForwarding=true\n# localhostForwarding=true\n"),
    ("escape-drops-line", 2, "[wsl2]\nkernel=$userprofile\\vmlinux\n", "[wsl2]\n# kernel=$userprofile\\vmlinux\n"),
    ("safe-mode", 2, "[wsl2]\nsafeMode=true\nswap=8GB\n", None),
    ("gradual-reclaim", 2, "[experimental]\nautoMemoryReclaim=gradual\n", None),
]  # fmt: skip
BIG_ENDIAN_MARK = b"\xfe\xff"


def as_bytes(rule, text):
    if isinstance(text, bytes):
        return BIG_ENDIAN_MARK + text if rule == "utf-16-big-endian" else text
    return text.encode()


OLD, NEW = Sight((2, 7, 11)), Sight((3, 0, 1))
SEEN = {
    "c:\\temp": True, "d:": True, "c:\\none": False, "c:\\temp\\swap.vhdx": False, "c:\\bzimage": True, "c:\\missing": False,
}  # fmt: skip
LOOKED = seen(None, SEEN)
SEEN_CASES = [
    ("newer-key", OLD, "[experimental]\nswiotlb=64MB\n", None),
    ("newer-value", OLD, "[wsl2]\nnetworkingMode=consomme\n", None),
    ("gradual-reclaim", OLD, "[experimental]\nautoMemoryReclaim=gradual\n", "[experimental]\nautoMemoryReclaim=dropCache\n"),
    ("sparse-unsafe", Sight((2, 5, 7)), "[experimental]\nsparseVhd=true\n", "[experimental]\n# sparseVhd=true\n"),
    ("wrong-section", NEW, "[wsl2]\nautoMemoryReclaim=gradual\n", "[wsl2]\n\n[experimental]\nautoMemoryReclaim=gradual\n"),
    ("wrong-section", OLD, "[wsl2]\nautoMemoryReclaim=gradual\n", "[wsl2]\n"),
    ("escape-drops-line", LOOKED, "[wsl2]\nswapFile=C:\\temp\\swap.vhdx\n", "[wsl2]\nswapFile=C:\\\\temp\\\\swap.vhdx\n"),
    ("escape-drops-line", LOOKED, "[wsl2]\nswapFile=C:\\none\\swap.vhdx\n", "[wsl2]\n# swapFile=C:\\none\\swap.vhdx\n"),
    ("swap-folder-missing", LOOKED, "[wsl2]\nswapFile=C:\\\\none\\\\s.vhdx\n", "[wsl2]\n# swapFile=C:\\\\none\\\\s.vhdx\n"),
    ("start-file-missing", LOOKED, "[wsl2]\nkernel=C:\\\\missing\n", "[wsl2]\n# kernel=C:\\\\missing\n"),
    ("key-above-sections", LOOKED, "kernel=C:\\\\bzImage\nswap=0\n", "[wsl2]\nkernel=C:\\\\bzImage\nswap=0\n"),
    ("misspelt-key", LOOKED, "[wsl2]\nkernal=C:\\\\bzImage\n", "[wsl2]\nkernel=C:\\\\bzImage\n"),
    ("misspelt-key", NOTHING, "[wsl2]\nkernal=C:\\\\bzImage\n", "[wsl2]\n# kernal=C:\\\\bzImage\n"),
    ("misspelt-key", NOTHING, "[wsl2]\nsafeMod=true\n", "[wsl2]\n# safeMod=true\n"),
]  # fmt: skip
"""Findings and fixes that depend on what was looked at: the WSL, and the paths of the file."""


def repaired(text, rule, sight=NOTHING):
    plan = fix(read(as_bytes(rule, text)), rule, sight=sight, **HOST).plan
    return None if plan.empty else plan.after


@pytest.mark.parametrize(
    ("rule", "line", "text", "after"), CASES, ids=[f"{case[0]}-{place}" for place, case in enumerate(CASES)]
)
def test_each_rule_finds_its_line_and_fixes_it(rule, line, text, after):
    document = read(as_bytes(rule, text))
    found = [one for one in findings(document, **HOST) if one.rule == rule]
    assert found[0].line == line
    assert RANK[found[0].severity] <= RANK[RULES[rule]]
    assert found[0].text
    assert bool(found[0].fixes) == (after is not None)
    new = repaired(text, rule)
    assert new == (after if after is None else after.encode())
    if new is not None:
        assert not any(one.rule == rule for one in findings(read(new), **HOST))


@pytest.mark.parametrize(
    ("rule", "sight", "text", "after"), SEEN_CASES, ids=[f"{case[0]}-{place}" for place, case in enumerate(SEEN_CASES)]
)
def test_what_was_seen_decides_what_is_said_and_offered(rule, sight, text, after):
    found = [one for one in findings(read(text.encode()), sight=sight, **HOST) if one.rule == rule]
    assert found
    new = repaired(text, rule, sight)
    assert new == (after if after is None else after.encode())


def test_what_holds_for_old_versions_alone_is_not_said_of_a_new_one():
    text = b"[experimental]\nautoMemoryReclaim=gradual\nswiotlb=64MB\n[wsl2]\nnetworkingMode=Consomme\n"
    assert findings(read(text), sight=NEW, **HOST) == ()
    assert [one.severity for one in findings(read(text), **HOST)] == ["note"] * 3


@pytest.mark.parametrize(
    ("version", "severity"),
    [(None, "note"), ((2, 5, 7), "warning"), ((2, 5, 8), "warning"), ((2, 9, 7), "warning"), ((3, 0, 1), "note")],
)
def test_sparse_disks_are_told_as_far_as_the_sources_go(version, severity):
    found = findings(read(b"[experimental]\nsparseVhd=true\n"), sight=Sight(version), **HOST)
    assert [one.severity for one in found] == [severity]


@pytest.mark.parametrize(
    ("mode", "setting", "told"),
    [
        ("nat", "vmSwitch=Ext", True), ("mirrored", "vmSwitch=Ext", True), ("nat", "macAddress=00:11:22:33:44:55", True),
        ("bridge", "vmSwitch=Ext", False), ("nat", "dhcp=false", True), ("nat", "dhcpTimeout=1", True), ("nat", "dhcp=true", False), ("nat", "vmSwitch=", False),
        ("bridged", "vmSwitch=Ext\ndhcp=false", False),
    ],
)  # fmt: skip
def test_what_only_bridged_networks_look_at_is_told_in_other_modes(mode, setting, told):
    found = findings(read(f"[wsl2]\nnetworkingMode={mode}\n{setting}\n".encode()), **HOST)
    assert ("needs-bridged" in {one.rule for one in found}) is told


@pytest.mark.parametrize(
    ("path", "told"),
    [("C:\\\\swap.vhdx", True), ("c:/swap.vhdx", True), ("C:\\\\wsl\\\\swap.vhdx", False), ("D:\\\\swap.vhdx", False)],
)
def test_a_swap_file_right_on_the_drive_of_windows_is_told_where_swap_is_wanted(path, told):
    for rest, wanted in (("", True), ("swap=0\n", False)):
        found = findings(read(f"[wsl2]\nswapFile={path}\n{rest}".encode()), **HOST)
        assert ("swap-in-root" in {one.rule for one in found}) is (told and wanted)


def test_a_fix_says_which_line_counts_without_the_one_that_it_turns_into_a_comment():
    found = findings(read(b"[wsl2]\nswapFile=/mnt/d/s.vhdx\nswap=4GB\nswapFile=D:\\\\s.vhdx\n"), **HOST)
    assert [str(one.fixes[0]) for one in found if one.line == 2] == ["put # in front of it: line 4 then counts"]


@pytest.mark.parametrize("rest", ["swap=0", "swap=4GB"])
def test_backslashes_before_a_variable_are_not_doubled(rest):
    found = findings(read(f"[wsl2]\n{rest}\nswapFile=%Temp%\\swap.vhdx\n".encode()), **HOST)
    assert [list(map(str, one.fixes)) for one in found] == [["put # in front: nothing else changes"]]


@pytest.mark.parametrize(
    "value",
    ["swiotlb=65536 quiet", "sysctl.vm.swappiness=1", "usbcore.quirks=1", "a.vm.b=1", "ip=dhcp module.memory=4"],
)
def test_words_of_the_kernel_are_no_settings(value):
    assert findings(read(f"[wsl2]\nkernelCommandLine={value}\n".encode()), **HOST) == ()


def test_every_rule_has_an_example():
    assert {case[0] for case in (*CASES, *SEEN_CASES)} == set(RULES)


@pytest.mark.parametrize(
    "text", ["[wsl2]\nmemory=8GB\nswap=0\nprocessors=4\n", "", '# a\n[wsl2] # b\nmemory="8GB"\n[experimental]\n']
)
def test_a_good_file_has_no_findings(text):
    assert findings(read(text.encode()), **HOST) == ()


@given(st.one_of(texts, plain_texts, noise, st.sampled_from(list(REAL_LIKE.values()))))
def test_every_warning_of_wsl_has_a_finding_on_its_line(text):
    document = read(text.encode())
    found = findings(document, **HOST)
    told = {line for one in found for line in one.lines}
    assert any(not one.line for one in found) or {warned.line for warned in document.warnings} <= told


@given(st.one_of(texts, plain_texts), st.sampled_from(sorted(RULES)))
def test_a_fix_never_makes_wsl_warn_of_more(text, rule):
    document = read(text.encode())
    edit = fix(document, rule, **HOST).plan
    assert len(read(edit.after).warnings) <= len(document.warnings) or not document.opened


@given(st.binary(max_size=120))
def test_findings_are_told_for_any_bytes(data):
    assert all(one.rule in RULES for one in findings(read(data), **HOST))


@pytest.mark.parametrize(("rule", "advice"), [("size-lowercase", "size-lower-case"), ("xyz", "wslmem show")])
def test_an_unknown_rule_is_refused_with_those_that_are_nearly_so(rule, advice):
    with pytest.raises(UsageError) as refusal:
        fix(read(b""), rule)
    assert advice in str(refusal.value.next_step)


@pytest.mark.parametrize("value", ["9" * 5000 + unit for unit in ("GB", "gb", "%", " GB", ".5GB", "")])
@pytest.mark.parametrize("key", ["memory", "processors"])
def test_endless_numbers_are_told_and_refused_like_any_other(key, value):
    assert findings(read(f"[wsl2]\n{key}={value}\n".encode()), **HOST)
    with pytest.raises(UsageError):
        plan(read(b""), [(f"wsl2.{key}", value)])


def test_a_million_comments_that_end_in_cr_are_passed_in_one_step():
    document = read(b"[wsl2]\nmemory=4GB #" + b"\r" * 1_000_000)
    assert plan(document, [("wsl2.swap", "0")]).after.endswith(b"\nswap=0")
