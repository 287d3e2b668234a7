"""The man page: complete, and rendered without a warning where it is read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from lab.generate.man import PAGE
from wslmem.cli import parser
from wslmem.cli.verbs import VERBS


@pytest.mark.posix_only(reason="man pages are Linux's")
def test_it_is_rendered_without_a_warning_and_tells_every_verb_and_option():
    if shutil.which("groff") is None:
        assert not os.environ.get("CI"), "CI installs groff"
        pytest.skip("groff is not here")
    command = ["groff", "-man", "-Tutf8", "-ww", "-P-c", str(PAGE)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert not ran.stderr
    told = re.sub(".\b", "", ran.stdout)
    for verb in VERBS:
        assert f"wslmem {verb.name}" in told
        for action in parser.verb_parser(verb)._actions:
            assert all(name in told for name in action.option_strings)
