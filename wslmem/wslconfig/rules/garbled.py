"""Settings as other files and programs write them: lists, tables, JSON, YAML, XML, flags, scripts."""

from __future__ import annotations

import re
from functools import lru_cache

from wslmem.patterns import lazy
from wslmem.text import Text, verbatim
from wslmem.wslconfig.called import called
from wslmem.wslconfig.keys import SHORT_NAMES
from wslmem.wslconfig.placing import native_line_end
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, commented_out, quoted
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.splice import Splice

_SCRIPT = lazy(
    rb"(?:(?:@?echo|printf|write-output)[ \t]++|(?:add|set)-content\b[^\"'\n]*+(?=[\"']))?+"
    rb"(?:(?:export|set|let|var)[ \t]++)?+(?P<quote>[\"']?+)(?P<setting>(?P<key>[A-Za-z][A-Za-z0-9]*+)[ \t]*+="
    rb"[^\n>\"'|]*+)(?P=quote)[ \t]*+(?:(?:>{1,2}|\|)[^\n]*+)?",
    re.IGNORECASE,
)
"""A line of a script that writes the file, pasted into it."""
_PLAIN = lazy(
    rb"(?:[0-9]++[.:)|]?[ \t]++)?+(?:[\x80-\xff]++[ \t]++(?=[A-Za-z\"'`]))?+[-*+>|\s{(\"'`.@$~^&:,]*+"
    rb"(?:\[[ xX]?\][ \t]++)?+"
    rb"(?:(?:wsl2|experimental|general)\.)?(?P<key>[A-Za-z\x80-\xff][A-Za-z0-9_ \x80-\xff-]*+)"
    rb"[\"'`]?[ \t]*+[=:|][ \t]*+(?P<quote>[\"']?)(?P<value>[^\"'`\n#]*+)(?P=quote)[\"'`]?[ \t]*+[,;]?[ \t}]*+"
    rb"(?:(?:#|//|;)(?P<rest>[\x00-\xff]*+))?"
)
"""A setting as a list, a table, JSON, YAML or TOML has it, in quotes, behind a bullet or a box to tick, or with the
number of its line; the key perhaps in the manner of another language, or in one."""
_TAG = lazy(rb"<(?P<key>[A-Za-z][A-Za-z0-9_-]*+)>(?P<value>[^<>\n]++)</[A-Za-z][A-Za-z0-9_-]*+>(?P<quote>)(?P<rest>)")
_FLAG = lazy(rb"--?(?P<key>[A-Za-z][A-Za-z0-9-]*+)(?:[ \t]++|=)(?P<value>[^\s=#]++)(?P<quote>)(?P<rest>)")
_FORMS = (_PLAIN, _TAG, _FLAG)
_DWORD = lazy(rb"dword:([0-9A-Fa-f]{8})")
"""A number in a file for the registry."""
_PIECE = lazy(
    rb"[\s{(\"'`]*+(?P<key>[A-Za-z][A-Za-z0-9]*+)[\"'`]?[ \t]*+[:=][ \t]*+[\"'`]?(?P<value>[^\s:=\"'`{}()]++)"
    rb"[\"'`\s)}]*+"
)
_BETWEEN = lazy(rb"[,;]")
_PLUS = lazy(rb"^[ \t]*+\+[ \t]*+([A-Za-z][A-Za-z0-9]*+)[ \t]*+=", re.MULTILINE)
_MARKUP = lazy(rb"</?[a-z][a-z0-9]*+(?:[ \t][^<>\n]*+)?/?>|&(?:nbsp|#160|#xa0);", re.IGNORECASE)
_BREAK = lazy(rb"<br[ \t]*+/?>|</(?:p|li|div|td|tr)>", re.IGNORECASE)
"""Where a web page begins a new line."""
_SETTING = lazy(rb"([A-Za-z][A-Za-z0-9]*+)[ \t]*+=")
_JOINTS = lazy(rb"[_ -]")
_ONLY = Text("A setting is key=value and nothing else. WSL warns and ignores the line.")


def look(scene: Scene, statement: Statement, line: bytes) -> Hit | None:
    """What an invalid line was to say, where that can be told."""
    for form in (_crowded, _of_a_script, _garbled, _of_a_page):
        if (found := form(scene, statement, line)) is not None:
            return found
    return None


def _crowded(scene: Scene, statement: Statement, line: bytes) -> Hit | None:
    """`{ memory: 8GB, processors: 4 }`."""
    pieces = [_PIECE.fullmatch(one) for one in _BETWEEN.split(line)] if line.isascii() else []
    good = [one for one in pieces if one and one["key"].lower() in SHORT_NAMES]
    if len(good) < 2 or len(good) != len(pieces):  # noqa: PLR2004 - one alone is no crowd
        return None
    new = native_line_end(scene.document.text).join(one["key"] + b"=" + one["value"] for one in good)
    return _on_one_line(statement, line, (Splice(*scene.rest(statement), new),))


def _of_a_page(scene: Scene, statement: Statement, line: bytes) -> Hit | None:
    """`<p>memory=8GB</p>`, `&nbsp;memory=8GB`, `<li>memory=8GB<br>swap=0</li>`."""
    pieces = [plain for one in _BREAK.split(line) if (plain := without_markup(one))] if _MARKUP.search(line) else []
    named = [_SETTING.match(one) for one in pieces]
    if not pieces or not all(one and one[1].lower() in SHORT_NAMES for one in named):
        return None
    new = native_line_end(scene.document.text).join(pieces)
    splices = (Splice(*scene.rest(statement), new),)
    if len(pieces) > 1:
        return _on_one_line(statement, line, splices)
    return Hit(
        "garbled-setting", statement.line, _ONLY, quoted(line), (Repair(verbatim(quoted(new)), splices, sets=True),)
    )


def without_markup(line: bytes) -> bytes:
    """What a web page shows of a line of its source.

    >>> without_markup(b"<p>&nbsp;memory&nbsp;=&nbsp;8GB</p>")
    b'memory = 8GB'
    """
    return _MARKUP.sub(lambda found: b" " if found[0].startswith(b"&") else b"", line).strip()


def _on_one_line(statement: Statement, line: bytes, splices: tuple[Splice, ...]) -> Hit:
    text = Text("Each setting needs a line of its own. WSL warns and ignores the line.")
    repair = Repair(Text("write each setting on a line of its own"), splices)
    return Hit("settings-on-one-line", statement.line, text, quoted(line), (repair,))


def _of_a_script(scene: Scene, statement: Statement, line: bytes) -> Hit | None:
    """`export memory=8GB`, `echo memory=8GB >> .wslconfig`, `Add-Content $path "memory=8GB"`."""
    match = _SCRIPT.fullmatch(line)
    if match is None or match["key"].lower() not in SHORT_NAMES:
        return None
    setting = match["setting"].rstrip()
    repair = Repair(verbatim(quoted(setting)), (Splice(*scene.rest(statement), setting),), sets=True)
    return Hit("garbled-setting", statement.line, _ONLY, quoted(line), (repair,))


def _garbled(scene: Scene, statement: Statement, line: bytes) -> Hit | None:
    """`- memory=8GB`, `"memory": "8GB",`, `wsl2.memory=8GB`, `nested_virtualization = true`."""
    narrow = line.replace(b"\xef\xbc\x9a", b":").replace(b"\xef\xbc\x9d", b"=")  # full width, behind a word that is too
    match = next((found for form in _FORMS if (found := form.fullmatch(narrow))), None)
    value = _bare(match) if match else b""
    name = _named(match["key"], value) if match and value else None
    if match is None or name is None:
        return None
    if line.lower().startswith(name.lower()) and not _JOINTS.search(match["key"].rstrip()):
        return None  # a plain key, of which only the sign behind it is wrong, is told as that
    start, end = scene.rest(statement)
    if line.startswith(b"-") and name.lower() in _added(scene.document.text):
        repair = Repair(Text("put # in front"), commented_out([start]))
        return Hit("garbled-setting", statement.line, _ONLY, quoted(line), (repair,))
    rest = b" #" + match["rest"] if match["rest"] else b""
    unit = _unit(match["key"]) if value.isdigit() else b""
    new = name + b"=" + value + unit + rest
    repair = Repair(verbatim(quoted(new)), (Splice(start, end, new),), sets=True)
    return Hit("garbled-setting", statement.line, _ONLY, quoted(line), (repair,))


def _named(word: bytes, value: bytes) -> bytes | None:
    """The key that `word` is without its joints; with a number also what others call it (`mem_limit: 8g`)."""
    known = None if word.rstrip().endswith(b"-") else called(word.decode("utf-8", "replace").strip())
    return known.key.rpartition(".")[2].encode() if known and (known.exact or value[:1].isdigit()) else None


def _unit(word: bytes) -> bytes:
    known = called(word.decode("utf-8", "replace").strip())
    return known.unit.encode() if known else b""


@lru_cache(maxsize=1)
def _added(text: bytes) -> frozenset[bytes]:
    """Settings that stand in a file with a plus in front: then it is a diff, and a minus took one away."""
    return frozenset(name.lower() for name in _PLUS.findall(text))


def _bare(match: re.Match[bytes]) -> bytes:
    """The value without what JSON and others put behind it; in quotes it is what stands in them."""
    value = match["value"]
    if not match["quote"]:
        value = value.rstrip(b" \t})|*_")
        value = value[:-1] if value.endswith((b",", b";")) else value
    value = value.strip()
    number = _DWORD.fullmatch(value)
    return str(int(number[1], 16)).encode() if number else value
