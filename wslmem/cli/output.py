"""stdout is the result, stderr is the story. The one place that writes to a terminal, and so the one filter."""

from __future__ import annotations

import sys

from wslmem.cli import ink, streams
from wslmem.telling.fact import Tone
from wslmem.text import Text
from wslmem.visible import visible
from wslmem.words import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslmem.codec.made import Made
    from wslmem.machine.own.run_log import RunLog

BOM = "\ufeff"
_on_disk: Text | None = None
"""What the run has done to files, for the message that its result could not be written."""
_colours: dict[str, bool] = {}
_quiet = False
_log: RunLog | None = None


def begin() -> None:
    """Make both streams fit to write to; forget the run before."""
    global _on_disk, _quiet
    _on_disk, _quiet = None, False
    _colours.clear()
    streams.open_all()


def use_color(choice: str) -> None:
    """Settle which stream is coloured: `always`, `never`, or `auto`, which is anything else."""
    from wslmem.machine.system import terminal

    _colours.update(
        (name, ink.wanted(choice, terminal.environ(), terminal=streams.is_terminal(stream)))
        for name, stream in (("stdout", sys.stdout), ("stderr", sys.stderr))
    )
    if any(_colours.values()) and not terminal.let_colours_through() and choice != "always":
        _colours.update(dict.fromkeys(_colours, False))


def hush() -> None:
    """Tell nothing on stderr any more but warnings and errors."""
    global _quiet  # noqa: PLW0603 - as above
    _quiet = True


def log_to(log: RunLog | None) -> None:
    """Note in `log` from now on what is told and what is changed, quiet or not."""
    global _log  # noqa: PLW0603 - as above
    _log = log


def note(text: str | Text) -> None:
    """Write a line to the log alone."""
    if _log is not None:
        _log.write(_words(text, colour=False))


def result(text: str | Text, *, on_disk: Text | None = None) -> None:
    """Print a piece of the result, which is written at once.

    Args:
        text: one line or more.
        on_disk: what this run has changed, told where the result itself gets lost.
    """
    _changed(on_disk)
    if on_disk is not None:
        note(text)
    streams.write_result(_shown(text, "stdout"))


def file_text(text: str) -> None:
    """Print what could as well stand in a file: a BOM in front of it stays, unless a person looks at it."""
    bom = BOM if text.startswith(BOM) and not streams.is_terminal(sys.stdout) else ""
    streams.write_result(bom + _shown(text.removeprefix(BOM), "stdout"))


def print_document(value: object, schema: str, *, on_disk: Text | None = None) -> None:
    """Print a dataclass as one ASCII JSON object, the whole result of a command.

    `schema` names what it is: `wslmem/status/1`; `on_disk` as for `result`.
    """
    from wslmem.codec import to_json

    _changed(on_disk)
    streams.write_result(to_json(value, schema=schema, first={"made": _made()}, indent=2))


def print_line(value: object, schema: str) -> None:
    """Print a dataclass as JSON on a line of its own, for a stream of them."""
    streams.write_result(as_line(value, schema))


def as_line(value: object, schema: str) -> str:
    """A dataclass as JSON on one line, with its end."""
    from wslmem.codec import to_json

    return to_json(value, schema=schema, first={"made": _made()})


def _made() -> Made:
    from wslmem import __version__
    from wslmem.codec.made import Made
    from wslmem.machine.host import name
    from wslmem.machine.system import clock

    return Made(clock.now(), name.read(), __version__)


def story(text: str | Text) -> None:
    """Tell what happens, one line or more; with --quiet only the log gets it."""
    note(text)
    if not _quiet:
        streams.write_story(_shown(text, "stderr"))


def aloud(text: str | Text) -> None:
    """Tell what has to be known, --quiet or not: errors and warnings."""
    note(text)
    streams.write_story(_shown(text, "stderr"))


def warn(text: Text) -> None:
    """Tell what a person should know although nothing failed."""
    aloud(ink.inked(tell(Text("warning: {text}", text=text)), Tone.CARE))


def progress(text: str | Text) -> None:
    """Tell what goes on, only where somebody watches: a terminal."""
    if streams.is_terminal(sys.stderr) and not _quiet:
        streams.write_story(_shown(text, "stderr"))


def is_terminal() -> bool:
    """Whether a person sits at both ends."""
    return streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stdout)


def confirmed(question: str | Text) -> bool:
    """Ask a person; anything but a yes is a no."""
    streams.write_story(_shown(question, "stderr").rstrip("\n") + " ")
    from wslmem.telling.questions import YES

    return streams.read_line().strip().lower() in YES


def answer(question: str | Text) -> str:
    """What a person types below a question in the result, blanks around it left out.

    Raises:
        EOFError: nothing comes any more, or nobody sees the question.
    """
    streams.write_result(_shown(question, "stdout").rstrip("\n") + " ")
    line = "" if streams.lost() else streams.read_line()
    if not line:
        raise EOFError
    return line.strip()


def _changed(on_disk: Text | None) -> None:
    global _on_disk  # noqa: PLW0603 - as above
    _on_disk = on_disk or _on_disk
    if on_disk is not None:
        note(Text("on disk: {what}", what=on_disk))


def lost() -> bool:
    """Whether nobody gets the result any more; work that only prints may stop."""
    return streams.lost() is not None


def changed() -> Text | None:
    """What the results printed so far have told to be changed on disk."""
    return _on_disk


def _shown(text: str | Text, stream: str) -> str:
    """The words in the reader's language, harmless, coloured or not, with a line feed at the end."""
    told = _words(text, colour=_colours.get(stream, False))
    return told if told.endswith("\n") else f"{told}\n"


def _words(text: str | Text, *, colour: bool) -> str:
    words = tell(text) if isinstance(text, Text) else text
    # Every second piece is a mark.
    return "".join(
        ink.drawn(piece, colour=colour) if number % 2 else visible(piece)
        for number, piece in enumerate(ink.MARK.split(words))
    )
