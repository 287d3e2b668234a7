"""Paths that lead nowhere: what WSL makes of each, down to no swap, or no start at all."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.patterns import lazy
from wslmem.text import Text, verbatim
from wslmem.wslconfig import meant
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.effective import given
from wslmem.wslconfig.rules import quotes
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, comment_out, quoted
from wslmem.wslconfig.splice import Splice
from wslmem.wslconfig.starting import Blocked, Obstacle, SwapDisk, blocked, swap_disk
from wslmem.wslconfig.windows_path import Flaw, flaw, split

RULES: dict[str, Severity] = {
    "escape-changes-path": "error",
    "comment-in-path": "warning",
    "path-variable": "error",
    "path-not-absolute": "error",
    "swap-folder-missing": "error",
    "swap-in-root": "note",
    "start-file-missing": "error",
    "kernel-modules-alone": "error",
    "kernel-file-type": "error",
    "system-distro-extension": "error",
}

_CONTROL = lazy(r"[\x01-\x1f]")
_ESCAPED = lazy(rb"\\[bnt]")
"""What makes a control character of ASCII; others are what is left of characters beyond it."""
_SPELT = {"\t": "<tab>", "\n": "<newline>", "\b": "<backspace>"}
_CUT = lazy(rb"#[^ \t\r\n]*+")
"""What is left of a path behind a # that stands in the middle of it: up to the first blank."""
_ROOT = lazy(r"[Cc]:[\\/]++[^\\/]++\Z")
"""A file beside the folders of the drive that Windows is on. WSL makes it as whoever started it (WslCoreVm.cpp), and
there Windows lets users make folders only; on other drives it lets them make files too."""
_IN_ROOT = Text(
    "Windows lets only administrators make a file right in C:\\. Where WSL is started by somebody else it warns, and"
    " the VM has no swap; in a folder of yours it can make one."
)
_STARTS = ("wsl2.kernel", "wsl2.kernelModules", "wsl2.systemDistro")
_RULE_OF_FLAW = {
    Flaw.VARIABLE: "path-variable",
    Flaw.LINUX: "path-not-absolute",
    Flaw.RELATIVE: "path-not-absolute",
    Flaw.FORBIDDEN: "path-not-absolute",
}
_WHY = {
    Flaw.VARIABLE: Text("WSL does not expand variables or ~."),
    Flaw.LINUX: Text("Not a Windows path: it needs a drive, as in C:\\\\temp\\\\swap.vhdx."),
    Flaw.RELATIVE: Text("Not an absolute path: it needs a drive, as in C:\\\\temp\\\\swap.vhdx."),
    Flaw.FORBIDDEN: Text("No file in Windows can have this name."),
}


def look(scene: Scene) -> Iterator[Hit]:
    for key, reading in scene.settings("path"):
        if not reading.raw:
            continue
        yield from _cut(scene, reading)
        if _CONTROL.search(reading.raw) and _ESCAPED.search(scene.written(reading).replace(b"\\\\", b"")):
            yield _changed(scene, reading)
        elif not scene.written(reading).isascii():
            continue  # the rule of characters tells the same
        elif quotes.in_quotes(reading):
            yield quotes.told(scene, reading, _effect(scene, reading))
        elif (found := flaw(reading.raw)) is not None and found in _RULE_OF_FLAW:
            yield _nowhere(scene, reading, found)
        elif key.name == "wsl2.swapFile" and swap_disk(scene.document, scene.sight)[0] is SwapDisk.NONE:
            yield _no_folder(scene, reading)
        elif key.name == "wsl2.swapFile" and _ROOT.match(reading.raw) and _wants_swap(scene):
            yield Hit("swap-in-root", reading.line, _IN_ROOT, scene.line(reading))
    for one in blocked(scene.document, scene.sight):
        yield from _blocked(scene, one)


def _changed(scene: Scene, reading: Reading) -> Hit:
    doubled = meant.doubled(scene.written(reading))
    text = Text(
        "\\b, \\n and \\t are escapes, so WSL reads {path} and does not warn. {effect}",
        path=_visible(reading.raw),
        effect=_effect(scene, reading),
    )
    new = Repair(
        verbatim(f"{scene.name(reading)}={quoted(doubled)}"),
        (Splice(reading.spans.value, reading.spans.end, doubled),),
        keys=frozenset({reading.key}),
    )
    return Hit("escape-changes-path", reading.line, text, scene.line(reading), (new, comment_out(scene, reading)))


def _cut(scene: Scene, reading: Reading) -> Iterator[Hit]:
    r"""`D:\\C#\\swap.vhdx`: behind a # with no blank in front the path goes on, but not for WSL."""
    rest = _CUT.match(scene.document.text, reading.spans.end)
    if rest is None or not (b"\\" in rest[0] or b"/" in rest[0]) or scene.written(reading).endswith(b'"'):
        return
    text = Text("A # starts a comment, also in a path: WSL reads {path} and does not warn.", path=_visible(reading.raw))
    new = b'"' + scene.written(reading) + rest[0] + b'"'
    repair = Repair(
        verbatim(f"{scene.name(reading)}={quoted(new)}"),
        (Splice(reading.spans.value, rest.end(), new),),
        keys=frozenset({reading.key}),
    )
    yield Hit("comment-in-path", reading.line, text, scene.line(reading) + quoted(rest[0]), (repair,))


def _visible(path: str) -> str:
    """A path with its control characters spelt out, for an escape would look as it was written."""
    return _CONTROL.sub(lambda found: _SPELT.get(found[0], f"<{ord(found[0]):#04x}>"), path)


def _nowhere(scene: Scene, reading: Reading, found: Flaw) -> Hit:
    text = Text("{why} {effect}", why=_WHY[found], effect=_effect(scene, reading))
    rule = _RULE_OF_FLAW[found]
    harmless = reading.key == "wsl2.swapFile" and not _wants_swap(scene)
    severity: Severity | None = "note" if harmless else None
    return Hit(rule, reading.line, text, scene.line(reading), (comment_out(scene, reading),), severity=severity)


def _effect(scene: Scene, reading: Reading) -> Text:
    """What becomes of a path that leads nowhere."""
    if reading.key in _STARTS:
        if scene.value("wsl2.safeMode") and reading.key != "wsl2.systemDistro":
            return Text("safeMode=true leaves it out.")
        return Text("WSL does not start.")
    if reading.key != "wsl2.swapFile":
        return Text("WSL uses a folder or file of that very name.")
    if not _wants_swap(scene):
        return Text("No swap is wanted, so it does no harm.")
    return Text("WSL cannot make the swap file there: it warns, and the VM has no swap.")


def _wants_swap(scene: Scene) -> bool:
    return given(scene.document, "wsl2.swap") != 0 and not scene.value("wsl2.safeMode")


def _no_folder(scene: Scene, reading: Reading) -> Hit:
    text = Text(
        "No such folder: {folder}. {effect}",
        folder=split(reading.raw)[0] + "\\",
        effect=_effect(scene, reading),
    )
    severity: Severity | None = None if _wants_swap(scene) else "note"
    repairs = (comment_out(scene, reading),)
    return Hit("swap-folder-missing", reading.line, text, scene.line(reading), repairs, severity=severity)


def _blocked(scene: Scene, one: Blocked) -> Iterator[Hit]:
    """What keeps WSL from starting and is not told of the path itself."""
    if one.key not in scene.document.readings or one.obstacle is Obstacle.MAC or one.flaw is not None:
        return
    reading = scene.document.readings[one.key]
    repairs = (comment_out(scene, reading),)
    if one.obstacle is Obstacle.NOT_FOUND:
        text = Text("No such file. WSL does not start.")
        yield Hit("start-file-missing", reading.line, text, scene.line(reading), repairs)
    elif one.obstacle is Obstacle.MODULES_ALONE:
        text = Text("kernelModules= needs kernel= beside it. WSL does not start.")
        yield Hit("kernel-modules-alone", reading.line, text, scene.line(reading), repairs)
    elif one.key == "wsl2.kernel":
        text = Text("This is no kernel, by its name. WSL does not start.")
        yield Hit("kernel-file-type", reading.line, text, scene.line(reading), repairs)
    else:
        text = Text("A system distribution ends in .img or .vhd. WSL does not start.")
        yield Hit("system-distro-extension", reading.line, text, scene.line(reading), repairs)
