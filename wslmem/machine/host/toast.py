"""A notification of Windows, through PowerShell; where there is none, nothing happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wslmem.errors import UnavailableError

if TYPE_CHECKING:
    from wslmem.machine.host.paths import MachinePaths

_SCRIPT = """\
[Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime] > $null;
[Windows.Data.Xml.Dom.XmlDocument, Windows.Data.Xml.Dom, ContentType = WindowsRuntime] > $null;
$xml = New-Object Windows.Data.Xml.Dom.XmlDocument;
$texts = '<text>wslmem</text><text>{text}</text>';
$shape = '<toast><visual><binding template=''ToastGeneric''>' + $texts + '</binding></visual></toast>';
$xml.LoadXml($shape);
$toast = New-Object Windows.UI.Notifications.ToastNotification $xml;
$own = '{{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}}\\WindowsPowerShell\\v1.0\\powershell.exe';
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($own).Show($toast);
"""
"""PowerShell's own identity is used: a notification needs that of a program in the start menu."""

_SPELLED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&apos;", '"': "&quot;", "\n": " "})
"""For XML; what PowerShell's single quotes and a command line would take for theirs is gone with it."""


def show(paths: MachinePaths, text: str) -> bool:
    """Show `text`; whether Windows took it."""
    if paths.powershell_exe is None:
        return False
    from wslmem.machine.system import powershell

    try:
        powershell.ask(paths.powershell_exe, _SCRIPT.format(text=text.translate(_SPELLED)))
    except UnavailableError:
        return False
    return True
