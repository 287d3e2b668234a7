"""What is wrong with a `.wslconfig`, for a person: what you wrote, what WSL makes of it, what to write."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.records import record
from wslmem.text import Text
from wslmem.units import Bytes
from wslmem.wslconfig.characters import is_unmarked_utf16
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.rules import (
    behind,
    characters,
    duplicates,
    files,
    foreign,
    headers,
    lines,
    names,
    numbers,
    overruled,
    paths,
    quotes,
    sizes,
    versions,
)
from wslmem.wslconfig.rules.scene import Hit, Scene, Severity
from wslmem.wslconfig.sight import NOTHING, Sight

_THEMES = (
    files,
    headers,
    names,
    duplicates,
    lines,
    behind,
    sizes,
    numbers,
    paths,
    characters,
    overruled,
    versions,
    foreign,
    quotes,
)

RULES: dict[str, Severity] = {rule: severity for theme in _THEMES for rule, severity in theme.RULES.items()}
"""Every rule, and how bad it is at worst.

`error`: what was written has no effect, or WSL does not start; `warning`: it has another one, or WSL warns; `note`:
good to know.
"""


@record
class Finding:
    """One remark about one line, or about several that have the same cause."""

    rule: str
    """Stable name in kebab case: `size-lower-case`."""
    line: int
    """From 1, as WSL counts; 0 for the whole file."""
    severity: Severity
    subject: str
    """What was written, as it stands in the file; empty for the whole file. Never translated."""
    text: Text
    """What WSL makes of it: one or more sentences."""
    lines: tuple[int, ...] = ()
    """Every line concerned, ascending; of the whole file none."""
    fixes: tuple[Text, ...] = ()
    """What to write instead, the first where nobody chooses. Each was tried: none makes an effect worse."""

    @property
    def sentence(self) -> Text:
        """The subject and what is said of it, for one line."""
        return Text("`{subject}`: {text}", subject=self.subject, text=self.text) if self.subject else self.text


def findings(
    document: WslConfigDocument,
    *,
    host_total: Bytes | None = None,
    processors: int | None = None,
    sight: Sight = NOTHING,
) -> tuple[Finding, ...]:
    """Everything that is worth a remark, in file order. Of what is not known nothing is said that would need it."""
    scene = Scene(document, host_total, processors, sight)
    found = hits(scene)
    if not any(hit.repairs for hit in found):
        return tuple(_finding(hit, ()) for hit in found)
    from wslmem.wslconfig.repairs import offered

    return tuple(_finding(hit, texts) for hit, texts in offered(scene, found))


def hits(scene: Scene) -> list[Hit]:
    """What the rules find, in file order."""
    return sorted(_hits(scene), key=lambda one: one.line)


def _hits(scene: Scene) -> Iterator[Hit]:
    # Of a file that WSL cannot decode, every line would be at fault in the same way.
    for theme in (files,) if is_unmarked_utf16(scene.document.data) else _THEMES:
        yield from theme.look(scene)


def _finding(hit: Hit, fixes: tuple[Text, ...]) -> Finding:
    concerned = tuple(sorted({*hit.lines, hit.line} - {0}))
    return Finding(hit.rule, hit.line, hit.severity or RULES[hit.rule], hit.subject, hit.text, concerned, fixes)
