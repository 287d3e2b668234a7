"""What is to be known of a project on a drive of Windows."""

from __future__ import annotations

from wslmem.cautions import Caution
from wslmem.text import Text

ON_A_DRIVE = Caution(
    "project-on-windows-drive",
    Text("The project is on a Windows drive. WSL reads it over 9P, which slows the build more than memory does."),
)
