"""What people write for a setting, by kind: each is told, and all fixes at once make WSL read what was meant."""

from __future__ import annotations

import pytest

from wslmem.units import GIB, Bytes
from wslmem.wslconfig import called
from wslmem.wslconfig.document import read
from wslmem.wslconfig.effective import effective
from wslmem.wslconfig.findings import findings
from wslmem.wslconfig.keys import KEYS
from wslmem.wslconfig.repairs import fix

HOST = {"host_total": Bytes(16 * GIB), "processors": 8}

SIZES = [
    "{n}gb", "{n}g", "{n} GB", "{n} Gb", "{n}.0GB", "{n},0GB", "{n}GiB", "{n}Gi", "{n}Go", "{n} gigs", "{n} gigabytes",
    "'{n}GB'", "{n}GB;", "{n}GB,", "={n}GB", "~{n}GB", "<{n}GB>", "[{n}GB]", "{{{n}GB}}", "({n}GB)",
    ">={n}GB", "{n}GB+",
    "{n}GB RAM", "{n} GB of RAM", "max {n}GB", "up to {n} GB", "about {n}gb", "{n}*1024MB", "{n} x 1024 MB", "{n}GBB",
    "{n}GN", "{n}BG", "GB{n}", "GB {n}", "{n}GB (half)", "{n}GB - half", "{n}GB<br>", "{n}GB&nbsp;",
    "{n}GB&lt;br&gt;", "`{n}GB`",
    "\u201c{n}GB\u201d", "\u2018{n}GB\u2019", "\u00a0{n}GB", "{n}GB\u200b",
    "\uff14GB", "{n}\u0413\u0411", "{n}GB\uff1b",
]  # fmt: skip
"""Sizes; {n} is a number."""
REMARKS = [
    "; {t}",
    "// {t}",
    "/* {t} */",
    "-- {t}",
    "<- {t}",
    "<-- {t}",
    ":: {t}",
    "REM {t}",
    "\u2190 {t}",
    "\u2014 {t}",
]
LINES = [
    "- {s}", "* {s}", "> {s}", "+ {s}", "\u2022 {s}", "- [x] {s}", "- [ ] {s}", "3. {s}", "| {k} | {v} |", "{k}: {v}",
    "{k} : {v}", "{k} := {v}", "{k} -> {v}", "{k} {v}", "{k} | {v}", "{k} => {v}", '"{k}": "{v}",', '"{k}"="{v}"',
    "<{k}>{v}</{k}>", "--{k} {v}", "--{k}={v}", "`{s}`", '"{s}"', "**{s}**", "export {s}", "set {s}", "SET {s}",
    "echo {s} >> .wslconfig", 'Add-Content $path "{s}"', 'Set-Content .wslconfig "{s}"', "wsl2.{s}", "WSL2_{s}",
    "\u00a0{s}", "{k}\uff1d{v}", '{k}="{v}', "{k}=={v}", ".{s}", "@{s}", "${s}", "{k}\uff1a{v}", "{s} \u2190 x",
    "{k},{v}", "{k}.....{v}", "{k} \u2192 {v}", "{k} is {v}", "{k}+={v}", "{k}?={v}", "{k}<={v}",
    "{s} | tee f", "({s})", "&nbsp;{s}", "<p>{s}</p>", "<li><code>{s}</code></li>", "{k}&nbsp;=&nbsp;{v}", "{s}<br>",
    '<span class="x">{s}</span><br/>',
]  # fmt: skip
"""Lines; {s} is a setting, {k} and {v} its key and its value."""
BESIDE = [
    "{a} {b}",
    "{a}, {b}",
    "{a}; {b}",
    "{a} | {b}",
    "{a} & {b}",
    "{{ {a}, {b} }}",
    "{a}<br>{b}",
    "<p>{a}<br/>{b}</p>",
]
"""Two settings on one line."""
HEADERS = [
    "[wsl2]", "[wsl2]", "[wsl2 ]", "[WSL 2]", "[wsl-2]", "wsl2:", "<wsl2>", "**[wsl2]**", '"[wsl2]"', "[wsl2]<br>",
    "[wsl2]:", "echo [wsl2] > .wslconfig", 'Add-Content $path "[wsl2]"', "[[wsl2]]", "[ws12]",
    "(wsl2)", "wsl2 {", "[wsl2]=", "[/wsl2]", "\uff3bwsl2\uff3d", "\u200b[wsl2]",
    "'[wsl2]',", "(echo [wsl2]", "<p>[wsl2]</p>", "&nbsp;[wsl2]", "<code>[wsl2]</code><br>",
    "[settings]", "[config]", "[global]",
]  # fmt: skip


def after_all(text):
    return read(fix(read(text.encode()), "all", **HOST).plan.after)


def memory_of(document):
    return effective(document, **HOST).memory


@pytest.mark.parametrize("written", SIZES)
def test_a_size_is_told_and_becomes_the_one_that_was_meant(written):
    value = written.format(n=4)
    text = f"[wsl2]\nmemory={value}\n"
    assert [one.line for one in findings(read(text.encode()), **HOST)] == [2]
    mended = after_all(text)
    assert (memory_of(mended).value, memory_of(mended).source) == (4 * GIB, "file")
    assert not mended.warnings


@pytest.mark.parametrize("key", ["memory=4GB", "processors=4", "ipv6=true", "networkingMode=nat"])
@pytest.mark.parametrize("sign", REMARKS)
def test_a_remark_behind_a_value_becomes_a_comment(sign, key):
    mended = after_all(f"[wsl2]\n{key} {sign.format(t='as said')}\n")
    assert mended.text.decode() == f"[wsl2]\n{key} # as said\n"


@pytest.mark.parametrize("setting", ["memory=4GB", "memory=4gb", "processors=4", "localhostForwarding=no"])
@pytest.mark.parametrize("line", LINES)
def test_a_line_of_another_syntax_becomes_the_setting_that_it_says(line, setting):
    key, value = setting.split("=")
    text = f"[wsl2]\n{line.format(s=setting, k=key, v=value)}\n"
    assert "error" in {one.severity for one in findings(read(text.encode()), **HOST)}
    mended, meant = after_all(text), after_all(f"[wsl2]\n{setting}\n")
    full = f"wsl2.{key}"
    assert mended.readings[full].value == meant.readings[full].value is not None
    assert not mended.warnings


@pytest.mark.parametrize("line", LINES)
def test_what_is_offered_for_a_line_is_what_wsl_reads_not_half_of_it(line):
    text = f"[wsl2]\n{line.format(s='memory=4 gb', k='memory', v='4 gb')}\n"
    document = read(text.encode())
    first = next(iter(findings(document, **HOST)))
    if first.fixes:
        after = read(fix(document, first.rule, **HOST).plan.after)
        assert "wsl2.memory" not in after.readings or after.readings["wsl2.memory"].valid


@pytest.mark.parametrize("others", ["processors=4", "processors=4 swap=0", "swap=0"])
@pytest.mark.parametrize("line", BESIDE)
def test_settings_on_one_line_get_lines_of_their_own(line, others):
    names = others.split()
    text = line.format(a="memory=4GB", b=(line.partition("{a}")[2].partition("{b}")[0] or " ").join(names))
    mended = after_all(f"[wsl2]\n{text}\n")
    assert mended.text.decode().split() == ["[wsl2]", "memory=4GB", *names]


def test_settings_that_stand_elsewhere_too_keep_what_they_have():
    assert after_all("[wsl2]\nmemory=4GB swap=0\nswap=2GB\n").readings["wsl2.swap"].raw == "2GB"


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_and_what_is_below_it_are_mended_in_one_go(header):
    mended = after_all(f"{header}\nmemory: 4 gb\n")
    assert (memory_of(mended).value, mended.warnings) == (4 * GIB, ())


@pytest.mark.parametrize(("word", "key"), called._MEANT.items())
def test_what_a_setting_is_called_elsewhere_leads_to_it(word, key):
    value = {"size": "4GB", "int": "4", "bool": "true", "path": "", "text": "quiet"}.get(KEYS[key].kind, "")
    value = value or {"wsl2.networkingMode": "nat", "experimental.autoMemoryReclaim": "dropcache"}.get(key, "")
    if KEYS[key].kind == "path":
        value = "D:\\\\x"
    text = f"[{key.partition('.')[0]}]\n{word}={value}\n"
    document = read(text.encode())
    assert [one.severity for one in findings(document, **HOST)] == ["error"]
    mended = after_all(text)
    if KEYS[key].kind == "size":
        assert mended.readings[key].value == 4 * GIB
    else:
        assert key in mended.readings or KEYS[key].kind == "path" or key == "wsl2.vmIdleTimeout"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("memoryMiB=2048", 2 * GIB), ("memory_mb: 2048", 2 * GIB), ("memoryInMB=2048", 2 * GIB), ("ramGB=2", 2 * GIB),
        ('memsize = "2048"', 2 * GIB), ("ram=2", 2 * GIB), ("WSL2_MEMORY_GB=2", 2 * GIB),
    ],
)  # fmt: skip
def test_a_bare_number_gets_the_unit_that_its_name_or_its_size_says(written, value):
    assert memory_of(after_all(f"[wsl2]\n{written}\n")).value == value


@pytest.mark.parametrize(
    ("written", "fixes", "limits"),
    [
        ("memory=-1", ["memory=12GB", "put # in front of it: WSL then uses its default"], (12, 3)),
        ("memory=-8GB", ["memory=8GB", "put # in front of it: WSL then uses its default"], (8, 2)),
        ("swap=-1", ["put # in front of it: WSL then uses its default", "swap=0"], (8, 2)),
        ("swap=-1GB", ["put # in front of it: WSL then uses its default", "swap=0"], (8, 2)),
        ("swap=-4GB", ["swap=4GB", "put # in front of it: WSL then uses its default"], (8, 4)),
        ("defaultVhdSize=-1", ["put # in front of it: WSL then uses its default"], (8, 2)),
        ("processors=-1", ["put # in front of it: WSL then uses its default"], (8, 2)),
    ],
)
def test_a_number_below_zero_is_told_with_what_wsl_makes_of_it_and_what_to_write(written, fixes, limits):
    document = read(f"[wsl2]\n{written}\n".encode())
    (found,) = findings(document, **HOST)
    assert [str(one) for one in found.fixes] == fixes
    after = effective(after_all(f"[wsl2]\n{written}\n"), **HOST)
    assert (after.memory.value, after.swap.value) == (limits[0] * GIB, limits[1] * GIB)
    assert after.processors.value == HOST["processors"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("half", 8),
        ("1/2", 8),
        ("50%", 8),
        ("50 percent", 8),
        ("1/4", 4),
        ("25 %", 4),
        ("quarter", 4),
        ("100%", 12),
        ("half of RAM", 8),
    ],
)
def test_a_share_is_one_of_this_computer_and_leaves_windows_what_it_needs(written, meant):
    assert memory_of(after_all(f"[wsl2]\nmemory={written}\n")).value == meant * GIB


@pytest.mark.parametrize(
    "written",
    [
        "4096MBs",
        "4,096MB",
        "4.096 MB",
        "4'096mb",
        "4,096",
        "4,294,967,296",
        "4_294_967_296",
        "0x100000000",
        "0.00390625TB",
    ],
)
def test_a_number_in_groups_or_of_base_16_is_the_size_that_it_says(written):
    mended = after_all(f"[wsl2]\nmemory={written}\n")
    assert (memory_of(mended).value, memory_of(mended).source) == (4 * GIB, "file")


@pytest.mark.parametrize("written", ["memory=+4GB", "processors=+4", "swap=+1GB", "memory=04GB"])
def test_a_sign_that_changes_nothing_is_no_finding(written):
    assert findings(read(f"[wsl2]\n{written}\n".encode()), **HOST) == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ignoredPorts=[3000, 9000]", "3000,9000"), ("ignoredPorts=3000 and 9000", "3000,9000"),
        ("ignoredPorts=3000; 9000", "3000,9000"), ("ignoredPorts=3000-9000", None), ("ignoredPorts=99999 9", None),
        ("dnsTunnelingIpAddress=10.255.255.254/32", "10.255.255.254"), ("dnsTunnelingIpAddress=10.0.0.300/8", None),
        ("autoMemoryReclaim=gradual|dropcache", None), ("autoMemoryReclaim=drop cache", "DropCache"),
    ],
)  # fmt: skip
def test_lists_addresses_and_choices_with_other_signs_are_what_they_say_or_nothing(written, meant):
    text = f"[wsl2]\nnetworkingMode=mirrored\n[experimental]\n{written}\n"
    document = read(text.encode())
    found = next(iter(findings(document, **HOST)))
    assert [str(one).partition("=")[2] for one in found.fixes] == ([meant] if meant else [])


@pytest.mark.parametrize(("key", "value"), [("memory", "4GB"), ("processors", "4"), ("ipv6", "true")])
def test_a_backslash_behind_a_value_that_has_none_goes_away(key, value):
    document = read(f"[wsl2]\n{key}={value} \\\nswap=0\n".encode())
    assert [one.rule for one in findings(document, **HOST)] == ["continuation-swallows"]
    mended = after_all(document.text.decode())
    assert (mended.readings[f"wsl2.{key}"].raw, mended.readings["wsl2.swap"].value) == (value, 0)


@pytest.mark.parametrize("written", ["lots", "8GB or 16GB", "$mem", "8GB/16GB", "not 8GB", "!8GB", "?"])
def test_nobody_knows_what_was_meant_by_some(written):
    (found,) = findings(read(f"[wsl2]\nmemory={written}\n".encode()), **HOST)
    assert found.fixes == ()


@pytest.mark.parametrize("written", ["!true", "not true", "-true", "maybe"])
def test_a_switch_with_a_sign_in_front_is_not_taken_for_the_one_behind_it(written):
    (found,) = findings(read(f"[wsl2]\nipv6={written}\n".encode()), **HOST)
    assert found.fixes == ()


@pytest.mark.parametrize(
    ("path", "made"), [("//wsl/swap", False), ("\\\\\\\\nas\\\\share", False), ("\\\\\\\\nas\\\\share\\\\s.vhdx", None)]
)
def test_a_network_path_needs_a_name_on_the_share(path, made):
    limits = effective(read(f"[wsl2]\nswapFile={path}\n".encode()), **HOST)
    assert (limits.swap.value == 0) == (made is False)


@pytest.mark.parametrize("text", ["memory = 8192\ncpu=4\n", "[wsl]\nmemory=8\n", "[wsl2 ]\nmemory=8192\nswap=0\n"])
def test_a_header_comes_with_better_values_where_those_below_would_do_harm(text):
    document = read(text.encode())
    fixes = [str(one) for found in findings(document, **HOST) for one in found.fixes]
    assert any("; and memory" in one for one in fixes)
    assert memory_of(after_all(text)).value == 8 * GIB


def test_a_line_of_which_nobody_knows_the_value_is_turned_into_a_comment_and_not_into_a_refused_setting():
    document = read(b"[wsl2]\nmemory: lots\n")
    assert [str(one) for found in findings(document, **HOST) for one in found.fixes] == ["put # in front"]
    assert fix(document, "all", **HOST).plan.after == b"[wsl2]\n# memory: lots\n"


def test_a_closing_tag_is_no_second_header():
    document = read(b"[wsl2]\nmemory=8GB\n[/wsl2]\n")
    assert fix(document, "all", **HOST).plan.after == b"[wsl2]\nmemory=8GB\n# [/wsl2]\n"


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("memory=4GB\uff08\u5185\u5b58\uff09", "memory=4GB # \uff08\u5185\u5b58\uff09"),
        ("processors=4 \u6838", "processors=4 # \u6838"),
        ("memory=4gb \U0001f680", "memory=4GB # \U0001f680"),
    ],
)
def test_words_of_another_alphabet_behind_a_value_become_a_comment(written, after):
    assert after_all(f"[wsl2]\n{written}\n").text.decode() == f"[wsl2]\n{after}\n"


@pytest.mark.parametrize("written", ["memory=50\\%", "memory=8GB\\;", "memory=8\\GB"])
def test_a_backslash_in_a_size_goes_away_with_what_else_is_wrong(written):
    assert memory_of(after_all(f"[wsl2]\n{written}\n")).value == 8 * GIB


def test_a_least_size_is_no_size():
    (found,) = findings(read(b"[wsl2]\nminMemory=2GB\n"), **HOST)
    assert (found.rule, found.fixes) == ("unknown-key", ())
