"""Files with faults: those that WSL answered, changed at random in the ways in which people get them wrong."""

# ruff: noqa: E501 - a table of lines

from __future__ import annotations

import random

from answered import REAL, VECTORS, data_of

LINES = [
    b"memory=8gb", b"memory=8 GB", b"memory=50%", b"memory=100%", b"memory=8", b"memory=0", b"memory=200GB", b"memory=15GB",
    b"memory=1.5GB", b"memory=4GB,", b"memory=4GB ; half", b"memory=4GB", b"swap=none", b"swap=0", b"swap=0gb", b"swap=2GB;",
    b"swap=128GB", b"swap=8gb", b"memroy=4GB", b"processors=4 cores", b"processors=64", b"processors=010", b"kernel=C:\\temp\\bzImage",
    b"kernel=C:\\\\temp\\\\bzImage", b"kernal=C:\\\\x", b"kernelModules=C:\\\\m.vhdx", b"swapFile=C:\\temp\\swap.vhdx",
    b"swapFile=C:\\Users\\me\\swap.vhdx", b"swapFile=%TEMP%\\\\swap.vhdx", b"swapFile=~/swap.vhdx", b"swapFile=/mnt/d/s.vhdx",
    b"swapfile=D:\\\\swap.vhdx", b"swapFile=D:\\\\caf\xc3\xa9\\\\s.vhdx", b"swapFile=D:\\temp\\caf\xe9", b"safeMode=true", b"safemod=true", b"safeMode=yes",
    b"autoMemoryReclaim=gradual", b"sparseVhd=true", b"networkingMode=mirrored", b"networkingMode=bridged", b"networkingMode=non",
    b"localhostForwarding=true", b"macAddress=foo", b"macAdress=foo", b"vmIdleTimeout=60", b"kernelBootTimeout=30", b"pageReporting=true # on",
    b"systemd=true", b"[wsl2]", b"[wsl2 ]", b"[ wsl2]", b"wsl2]", b"[wsl2", b"[wsl]", b"[experimental]", b"[experimental ]", b"[boot]",
    b"[general]", b"[wsl2] memory=4GB", b"; mine", b"// mine", b"junk here", b"memory: 4GB", b'swap="1GB', b"ignoredPorts=80,,x,443,",
    b"systemDistro=C:\\\\s.tar", b"memory=\xc2\xa04GB", b"memory=\xe2\x80\x9c4GB\xe2\x80\x9d", b"swapFile=D:\\\\x\\",
    b"[wslc]", b"1: [wsl2]", b"2: memory=4GB", b'"memory=4GB"', b"-swap=1GB", b"+swap=2GB", b"memory:=4GB", b"cpus=4",
    b"ignoredPorts=443-445", b"ignoredPorts=80;443", b"swapFile=D:\\\\C#\\\\s.vhdx", b"macAddress=00155D010203",
    b"swap=4GB\xef\xbc\x9b", b"memory=4GB \xef\xbc\x9b x", b"kernel=\xe2\x80\x9cC:\\\\k\xe2\x80\x9d", b"ram=4GB", b"swapSize=1GB",
    b"swap=-1GB", b"swap=100TB", b"vmIdleTimeout=60s", b"memory=62.5%", b"**[wsl2]**", b"\\[wsl2\\]", b"memory=4GB<br>", b"[wsl2]<br>",
    b"mem_limit: 8g", b"memory=8,192MB", b"[wsl2.experimental]", b"memory size = 6GB", b"guiApplications=ture", b"processors=50%",
    b"memory=8GB swap=0", b"memory=16GB, swap=4GB", b"{ memory: 16GB, swap: 0 }", b"memory=16g <- mine", b"memory=-1", b"memory=-16GB",
    b"swap=-1", b"processors=-1", b"- memory=16GB", b"--memory=16g", b"<memory>16GB</memory>", b"memoryMiB=16384", b"ram=8192", b"memory=half",
    b"autoMemoryReclaim: gradual", b"reclaim=gradual", b"safe_mode: true", b"network=none", b"sparseVHDX=true", b"memory=8GB \\",
    b"swapFile=//wsl/swap", b"kernel: C:\\\\x", b"swap_file = D:\\\\s.vhdx", b"(echo [wsl2]", b"wsl2 {", b"[/wsl2]", b"memory: lots", b"swap is 0",
    b"memory=4GB\xef\xbc\x88x\xe5\x86\x85\xef\xbc\x89", b"memory\xef\xbc\x9a16GB", b"vmIdleTimeout: 60", b"kernelBootTimeout: 30",
]  # fmt: skip
SIGNS = [
    b"\\",
    b'"',
    b"#",
    b"=",
    b"[",
    b"]",
    b" ",
    b"\t",
    b";",
    b"\r",
    b"\n",
    b"\x00",
    b"\x1a",
    b"\xc2\xa0",
    b"\xff",
    b"0",
    b"g",
]


def mutations(count, seed=20):
    """`count` files, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - for variety, not for secrets
    bases = [data_of(case) for case in (*VECTORS, *REAL)]
    for _ in range(count):
        data = dice.choice(bases)[:4000]
        for _ in range(dice.randint(1, 5)):
            data = dice.choice(_WAYS)(dice, data)
        yield data


def _line(dice, data):
    rows = data.split(b"\n")
    rows.insert(dice.randint(0, len(rows)), dice.choice(LINES) + dice.choice([b"", b"", b"\r", b" # note"]))
    return b"\n".join(rows)


def _replaced(dice, data):
    rows = data.split(b"\n")
    rows[dice.randrange(len(rows))] = dice.choice(LINES)
    return b"\n".join(rows)


def _without(dice, data):
    rows = data.split(b"\n")
    rows.pop(dice.randrange(len(rows)))
    return b"\n".join(rows)


def _twice(dice, data):
    rows = data.split(b"\n")
    rows.insert(dice.randint(0, len(rows)), dice.choice(rows))
    return b"\n".join(rows)


def _sign(dice, data):
    at = dice.randint(0, len(data))
    return data[:at] + dice.choice(SIGNS) + data[at + dice.randint(0, 1) :]


def _case(dice, data):
    at = dice.randint(0, len(data))
    return data[:at] + data[at : at + 12].swapcase() + data[at + 12 :]


_WAYS = (_line, _line, _line, _replaced, _without, _twice, _sign, _case)
