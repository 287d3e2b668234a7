"""What single values mean."""

# ruff: noqa: E501 - in these tables one case stands on one line

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.units import parse_size
from wslmem.wslconfig.values import boolean, choice, integer, ip, mac, ports, ports_each, size


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("8GB", 8 * 2**30), ("08GB", 8 * 2**30), ("+8K", 8192), (" 8M", 8 * 2**20), ("\v1T", 2**40), ("0B", 0), ("0", 0),
        ("", None), ("00", None), ("-0", None), (" 0", None), ("+0", None), ("0x8", None), ("8GBB", None), ("GB", None),
        ("8gB", None), ("8 GB", None), ("8GB ", None), ("8P", None), ("-1", 2**64 - 1), ("-2", 2**64 - 2),
        ("9" * 20, 2**64 - 1), ("9" * 5000, 2**64 - 1), ("-" + "9" * 30, 2**64 - 1), ("17179869185GB", 2**30), ("16777216TB", 0),
    ],
)  # fmt: skip
def test_sizes_are_read_as_strtoull_and_a_unit(text, meant):
    assert size(text) == meant


@given(st.from_regex(r"[1-9][0-9]{0,5}(|B|K|KB|M|MB|G|GB|T|TB)", fullmatch=True))
def test_ordinary_sizes_mean_what_units_say(text):
    assert size(text) == parse_size(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("4", 4), ("0x10", 16), ("0X1f", 31), ("010", 8), ("08", None), ("+4", 4), (" 4", 4), ("-1", -1), ("4.0", None), ("", None),
        ("0x", None), ("0", 0), ("99999999999", 2**31 - 1), ("-99999999999", -(2**31)), ("9" * 5000, 2**31 - 1), ("4 ", None),
        ("- 4", None), ("4 cores", None),
    ],
)  # fmt: skip
def test_whole_numbers_are_read_as_strtol(text, meant):
    assert integer(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"), [("true", True), ("TRUE", True), ("1", True), ("False", False), ("0", False)]
)
def test_switches_are_true_false_1_and_0(text, meant):
    assert boolean(text) is meant


@pytest.mark.parametrize("text", ["yes", "on", "t", "", " true", "01", "tru\u212a"])
def test_nothing_else_is_a_switch(text):
    assert boolean(text) is None


def test_choices_ignore_case_and_keep_wsls_spelling():
    assert choice("MIRRORED", ("Nat", "Mirrored")) == "Mirrored"
    assert choice("mirror", ("Nat", "Mirrored")) is None


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("00-11-22-33-44-5f", True),
        ("00:11:22:33:44:5F", True),
        ("00-11:22-33-44-55", False),
        ("0-1-2-3-4-5", False),
        ("", False),
    ],
)
def test_hardware_addresses_are_six_pairs(text, good):
    assert (mac(text) is not None) is good


def test_good_ports_count_beside_bad_ones():
    assert ports("80, 443x") == (80, 443)
    assert ports("") == ()
    assert ports("80,0") is None
    assert ports_each("80,0,x,70000,443,") == ((80, 443), ("0", "x", "70000"))


@pytest.mark.parametrize(
    ("text", "good"), [("10.255.255.254", True), ("1.2.3", False), ("1.2.3.256", False), ("01.2.3.4", False)]
)
def test_addresses_are_four_bytes(text, good):
    assert (ip(text) is not None) is good
