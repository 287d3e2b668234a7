"""The language in which Windows speaks to this user."""

from __future__ import annotations

import ctypes
import sys

SIMPLIFIED_CHINESE = (0x0804, 0x1004)
"""LANGIDs of zh-CN and zh-SG ([MS-LCID])."""
PRIMARY = 0x3FF
"""The bits of a LANGID that name the language, the rest being the region."""
CHINESE = 0x04


def display_language() -> str:
    """The display language as a locale's name, as far as wslmem needs it; empty elsewhere than on Windows."""
    if sys.platform != "win32":
        return ""
    found = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    if found in SIMPLIFIED_CHINESE:
        return "zh_CN"
    return "zh_TW" if found & PRIMARY == CHINESE else "en"
