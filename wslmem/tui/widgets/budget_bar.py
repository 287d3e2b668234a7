"""The budget bar: the host's RAM from edge to edge, with the build's need as a mark. Its limit can be dragged."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from wslmem.sizing.budget import Budget
from wslmem.units import Bytes, show_size
from wslmem.words import mark, say

STYLES = {
    "windows": ("$text-secondary on $secondary-muted", ":"),
    "wslc": ("$text-warning on $warning-muted", "+"),
    "used": ("$text-accent on $accent-muted", "="),
    "limit": ("$text-primary on $primary-muted", "-"),
    "left": ("$text-success on $success-muted", " "),
    "beyond": ("$text-error on $error-muted", "x"),
}
"""Style and texture of each share; the texture tells them apart where there is no colour."""
MISSING = ("bold $text-error on $error-muted", "!")
"""The same for what the VM may take too little; it is drawn over what is left."""
NAMES = {
    "windows": mark("Windows"),
    "wslc": mark("wslc"),
    "used": mark("VM uses"),
    "limit": mark("VM limit"),
    "left": mark("free"),
    "beyond": mark("over RAM"),
}


class BudgetBar(Widget):
    """Drawn from a `Budget`; `rows` of bar and one of marks."""

    DEFAULT_CSS = """
    BudgetBar { height: auto; width: 1fr; }
    """

    budget: reactive[Budget | None] = reactive(None, layout=True)
    rows: reactive[int] = reactive(2, layout=True)

    class Picked(Message):
        """A press or a drag asks for another limit."""

        def __init__(self, limit: Bytes) -> None:
            super().__init__()
            self.limit = limit

    def __init__(self, *, draggable: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._draggable = draggable
        self._held: Budget | None = None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The bar, its marks and its legend, which may need a second row."""
        del container, viewport
        return self.rows + 1 + (0 if self.budget is None else self._legend(self.budget, width).plain.count("\n") + 1)

    def render(self) -> Content:
        """The whole bar at the width there is."""
        if self.budget is None:
            return Content.styled(say("Reading the memory of this computer..."), "$foreground 60%")
        width = self.content_size.width
        bar = [drawn_bar(self.budget, width, labels=row == 0) for row in range(self.rows)]
        if self.rows > 1:
            bar[-1] = with_missing(bar[-1], self.budget)
        return Content("\n").join([*bar, drawn_marks(self.budget, width), self._legend(self.budget, width)])

    def _legend(self, budget: Budget, width: int) -> Content:
        return drawn_legend(budget, width, missing=self.rows > 1)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold; the scale stays as it is until the button is let go."""
        if self._draggable and self.budget is not None:
            self._held = self.budget
            self.capture_mouse()
            self._pick(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow."""
        self._pick(event.x)

    def on_mouse_up(self) -> None:
        """Let go."""
        self._held = None
        self.release_mouse()

    def _pick(self, column: int) -> None:
        if self._held is not None and self.content_size.width:
            self.post_message(self.Picked(self._held.limit_at(column + 0.5, self.content_size.width)))


def drawn_bar(budget: Budget, width: int, *, labels: bool) -> Content:
    """One row of the bar, exactly `width` cells."""
    parts, start, done, sizes = [], 0, 0, _sizes(budget)
    for share in budget.shares:
        done += share.size
        end = budget.column(done, width)
        parts.append(_stretch(share.name, sizes[share.name], end - start, label=labels))
        start = end
    return Content("").join(parts)


def with_missing(row: Content, budget: Budget) -> Content:
    """A row of the bar with the stretch marked by which the limit falls short of the need; as wide as before."""
    width = row.cell_length
    start = budget.column(budget.beside + max(budget.limit, budget.used), width)
    end = budget.column(budget.beside + (budget.need or 0), width) if budget.missing else start
    style, texture = MISSING
    left, _, right = row.divide([start, end])
    return left + Content.styled(texture * (end - start), style) + right


def _sizes(budget: Budget) -> dict[str, int]:
    """What each share is said to have, bytes: the VM's limit as a whole, though what it uses of it is drawn apart."""
    sizes: dict[str, int] = {share.name: share.size for share in budget.shares}
    return sizes | {"limit": budget.limit}


def _stretch(name: str, told: int, width: int, *, label: bool) -> Content:
    style, texture = STYLES[name]
    size = show_size(told)
    choices = (f" {say(NAMES[name])} {size} ", f" {size} ", "") if label else ("",)
    text = next(found for found in choices if Content(found).cell_length <= width or not found)
    ground = style.split(" on ")[1]
    rest = Content.styled(texture * (width - Content(text).cell_length), style)
    return Content.styled(text, f"bold $foreground on {ground}") + rest


def drawn_legend(budget: Budget, width: int, *, missing: bool = True) -> Content:
    """Every share with its texture and size, the VM's limit as a whole; in as many rows as it takes.

    Args:
        budget: what is shown.
        width: cells.
        missing: whether the bar shows what is missing.
    """
    sizes = _sizes(budget)
    entries = [
        Content.styled(texture * 2, style) + f" {say(NAMES[name])} {show_size(sizes[name])}"
        for name, (style, texture) in STYLES.items()
        if name in sizes
    ]
    if missing and budget.missing:
        style, texture = MISSING
        text = say("{size} short", size=show_size(budget.missing))
        entries.append(Content.styled(texture * 2, style) + f" {text}")
    wide = sum(entry.cell_length for entry in entries) + 2 * (len(entries) - 1) <= width
    return Content("\n").join(_filled(entries, width, gap="  " if wide else " "))


def _filled(entries: list[Content], width: int, *, gap: str) -> list[Content]:
    """As many entries in a row as fit."""
    rows: list[Content] = []
    for entry in entries:
        if rows and rows[-1].cell_length + len(gap) + entry.cell_length <= width:
            rows[-1] += Content(gap) + entry
        else:
            rows.append(entry)
    return rows


def drawn_marks(budget: Budget, width: int) -> Content:
    """The row below the bar: where the build's need ends, and where the RAM ends if that is not the edge."""
    if budget.need is None:
        return Content.styled(say("what the build needs is not known yet"), "$foreground 60%")
    column = min(width - 1, budget.column(budget.beside + budget.need, width))
    enough = budget.need <= max(budget.limit, budget.used)
    text = say("the build needs {size}", size=show_size(budget.need))
    length = Content(text).cell_length
    line = f"▲ {text}" if column + length + 2 <= width else f"{text} ▲"
    start = column if line.startswith("▲") else max(0, column - length - 1)
    return Content(" " * start) + Content.styled(line, "bold $text-success" if enough else "bold $text-error")
