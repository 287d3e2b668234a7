"""Files for the tests: a grammar that makes them, some that look like those of real users, and their variants."""

# ruff: noqa: E501, RUF001 - in these tables one case stands on one line; odd characters are the point

from __future__ import annotations

from hypothesis import strategies as st

KEYS = [
    "memory",
    "swap",
    "processors",
    "Memory",
    "SWAP",
    "swapFile",
    "networkingMode",
    "pageReporting",
    "sparseVhd",
    "x1",
]
VALUES = [
    "4GB", "8gb", "0", "", "true", "nat", "8 GB", '"6GB"', '"a # b"', '4"G"B', '"open', "C:\\\\x\\\\y", "C:\\x", "a\\tb",
    "4\\\nGB", "4 \\\r\n  GB", "x\\", "a=b", "'8GB'", "é", "中", "😀", "４GB", "4GB\u00a0", "\uffff", "\\\uffff", "4\0GB", "\\\r4",
    "010", "-1", "50%", "4GB ; c", "4GB // c", "a\vb", "1,2,x", "[x]",
]  # fmt: skip
HEADERS = [
    "[wsl2]", "[WSL2]", "[experimental]", "[general]", "[wsl2 ]", "[ wsl2]", "[wsl-2]", "[]", "[[wsl2]]", "[wsl2] ; c",
    "[wsl2]#c", "[wsl2] # c", "[wsl]", "[wsl2", "[experimental x]", "[wsl2]\t", "[é]", "[a]\uffff",
]  # fmt: skip
JUNK = [
    "",
    "  ",
    "\t",
    "# c",
    "  # c \\",
    "; c",
    "// c",
    "junk",
    "é",
    "\ufeff",
    "\0",
    "= 4",
    "2x=1",
    "a b=1",
    "\v",
    "\uffff",
    "#\uffffswap=0",
]
ENDS = ["\n", "\r\n", "\n", "\r\n", "\r", "\r\r\n", "\n\n", ""]

settings_lines = st.builds(
    lambda indent, key, gap, value, tail: indent + key + gap + value + tail,
    st.sampled_from(["", " ", "\t"]),
    st.sampled_from(KEYS),
    st.sampled_from(["=", " = ", "\t=\t", "= "]),
    st.sampled_from(VALUES),
    st.sampled_from(["", " ", " # c", "#c", " \t"]),
)
lines = st.one_of(st.sampled_from(HEADERS), settings_lines, settings_lines, st.sampled_from(JUNK))
texts = st.lists(st.tuples(lines, st.sampled_from(ENDS)), max_size=12).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)
"""Files as text: valid, odd and broken lines with every kind of line end."""

noise = st.text(st.sampled_from('[]wsl2memory=4GB#"\\\r\n\t \0\uffffé;x'), max_size=60)
"""Shorter and wilder."""

plain_lines = st.one_of(
    st.sampled_from(["[wsl2]", "[experimental]", "[general]", "# c", "", "; c", "[wsl2 ]"]),
    st.builds("{}={}".format, st.sampled_from(KEYS), st.sampled_from(["4GB", "8gb", "0", "2", "true", '"6GB" # c'])),
)
plain_texts = st.lists(plain_lines, max_size=12).flatmap(
    lambda rows: st.sampled_from(["\n", "\r\n"]).flatmap(
        lambda end: st.booleans().map(lambda closed: end.join(rows) + (end if closed and rows else ""))
    )
)
"""Files such as users have."""

REAL_LIKE = {
    "bare": "[wsl2]\nmemory=8GB\n",
    "three": "[wsl2]\nmemory=6GB\nswap=0GB\nprocessors=4",
    "sample": (
        "# Settings apply across all Linux distros running on WSL 2\n[wsl2]\n\n"
        "# Limits VM memory to use no more than 4 GB, this can be set as whole numbers using GB or MB\nmemory=4GB \n\n"
        "# Sets the VM to use two virtual processors\nprocessors=2\n\n# Sets amount of swap storage space to 8GB\nswap=8GB\n\n"
        "# Sets swapfile path location\nswapfile=C:\\\\temp\\\\wsl-swap.vhdx\n\n# Disable page reporting\npageReporting=false\n\n"
        "# Turn on default connection to bind WSL 2 localhost to Windows localhost\nlocalhostforwarding=true\n"
    ),
    "spaced": "[wsl2]\n  memory = 12GB   # half\n  processors = 8\n\n[experimental]\n  autoMemoryReclaim = gradual\n  sparseVhd = true\n",
    "commented out": "[wsl2]\n# memory=4GB\n#swap=0\n",
    "experimental first": "[experimental]\nnetworkingMode=mirrored\ndnsTunneling=true\n\n[wsl2]\nmemory=16GB\n",
    "no section": "memory=8GB\nprocessors=4\n",
    "wsl": "[wsl]\nmemory=4GB\nswap=8GB\n",
    "wrong places": "[wsl2]\nmemory=16GB\nsparseVhd=true\nsystemd=true\n\n[boot]\nsystemd=true\n",
    "semicolons": "; my settings\n[wsl2]\nmemory=8GB ; half\nswap=0\n",
    "doubled": "[wsl2]\nmemory=4GB\nswap=1GB\n[wsl2]\nmemory=8GB\nswap=2GB # more\n",
    "settings app": "\r\n[wsl2]\r\nmemory=17825792000\r\nswap=0",
    "quoted": '[wsl2]\nkernelCommandLine="cgroup_no_v1=all # not a comment"\nmemory="4GB"\n',
    "unescaped": "[wsl2]\nkernel=C:\\temp\\bzImage\nswapFile=D:\\swap\\swap.vhdx\nmemory=8GB\n",
    "chinese comment": "[wsl2]\n# 内存\nmemory=8GB # 一半\n",
    "trailing blanks": "[wsl2]   \nmemory=8GB\t \n\n\n",
    "empty": "",
    "only a comment": "# nothing here",
}
"""Each in the manner of files that people publish."""


def variants(text):
    """The same file with other line ends, marks and encodings: name and bytes."""
    crlf = text.replace("\r\n", "\n").replace("\n", "\r\n")
    mixed = "".join(
        line + ("\r\n" if place % 2 else "\n") if place < text.count("\n") else line
        for place, line in enumerate(text.replace("\r\n", "\n").split("\n"))
    )
    yield "as it is", text.encode()
    yield "crlf", crlf.encode()
    yield "mixed", mixed.encode()
    yield "mark", b"\xef\xbb\xbf" + text.encode()
    yield "mark and crlf", b"\xef\xbb\xbf" + crlf.encode()
    yield "utf-16", b"\xff\xfe" + crlf.encode("utf-16-le")
    yield "no end", text.rstrip("\r\n").encode()
