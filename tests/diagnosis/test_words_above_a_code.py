"""Windows' own words above an error code of WSL are WSL's failure, not that of a program of the build."""

from __future__ import annotations

import pytest

from wslmem.diagnosis.explain import explain

WORDS = (
    "Not enough memory resources are available to complete this operation.",
    "Insufficient system resources exist to complete the requested service.",
)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("gap", ["", "\n"])
def test_words_right_above_the_code_are_wsls(words, gap):
    log = f"PS> wsl\n{words}\n{gap}Error code: Wsl/Service/CreateInstance/CreateVm/HCS/0x800705aa\n".encode()
    assert explain([log]).ending == "wsl-error"
