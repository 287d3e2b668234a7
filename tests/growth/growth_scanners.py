"""Everything that reads text of others, and the pieces of text that are worst for it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import NamedTuple

from wslmem.bench.trace import Trace
from wslmem.diagnosis.explain import explain
from wslmem.errors import WslmemError
from wslmem.machine.guest import guest_memory
from wslmem.machine.host import host_memory_from_wsl
from wslmem.machine.own import preferences
from wslmem.machine.project import go_list, go_mod, guest_scan
from wslmem.machine.project.source import go_outline, go_source
from wslmem.machine.project.source.go_package import Package
from wslmem.machine.project.source.go_reads import Closure
from wslmem.machine.system import console_text
from wslmem.machine.system.process_errors import Completed
from wslmem.machine.wsl import distributions, guest_result, wsl_problems, wsl_version
from wslmem.machine.wsl.sentinel import Frame
from wslmem.report import saved
from wslmem.tui.wrapping import wrapped
from wslmem.units import Seconds
from wslmem.visible import on_one_line
from wslmem.wslconfig import document, findings, neighbours, plain_file
from wslmem.wslconfig.diff import unified
from wslmem.wslconfig.edits import plan

PAIRED = 16
"""Words of a scanner, the first ones, that are tried in pairs."""


class Attack(NamedTuple):
    """A text of any length."""

    first: bytes
    word: bytes
    """What is repeated."""
    pair: bool = False


class Scanner(NamedTuple):
    """Something that reads text."""

    name: str
    act: Callable[[bytes], object]
    firsts: tuple[bytes, ...]
    """What may stand once before all the rest."""
    words: tuple[bytes, ...]
    """What is repeated, alone and in pairs."""
    numbered: tuple[bytes, ...] = ()
    """What is repeated with other names each time: `<n>` is a number, `<m>` the next one, `<l>` the one before."""

    def attacks(self) -> Iterator[Attack]:
        """Every beginning with every word, and the first with every pair of words."""
        main = self.firsts[0] if self.firsts else b""
        yield from (Attack(first, word) for first in (b"", *self.firsts) for word in self.words)
        yield from (Attack(main, word) for word in self.numbered)
        yield from (Attack(main, one + other, pair=True) for one, other in permutations(self.words[:PAIRED], 2))


def made(first: bytes, word: bytes, size: int) -> bytes:
    """A text of about `size` bytes."""
    times = size // len(word)
    if b"<" not in word:
        return first + word * times
    return first + b"".join(_numbered(word, number) for number in range(times))


def _numbered(word: bytes, number: int) -> bytes:
    for mark, other in ((b"<n>", number), (b"<m>", number + 1), (b"<l>", max(number - 1, 0))):
        word = word.replace(mark, b"%d" % other)
    return word


def _go(text: bytes) -> None:
    go_source.head(text)
    go_source.shape(text)
    outline, uses = go_outline.read([text])
    closure = Closure()
    for one in (Package("p", {}, outline), Package("q", {b"p": "p"}, outline)):
        closure.add(one.path, lambda one=one: one)
        closure.reads(one, uses)


def _console(data: bytes) -> None:
    console_text.lines(data)
    for _ in console_text.leading_lines(data):
        pass


def _wsl(data: bytes) -> None:
    completed = Completed(("wsl.exe",), 1, data, data, Seconds(1))
    wsl_problems.recognise(completed)
    guest_result.split_warnings(data)
    frame = Frame("nonce")
    with contextlib.suppress(LookupError):
        frame.of_script(data)
    rows = data.decode("utf-8", "replace").splitlines()
    distributions.parse_verbose(rows)
    wsl_version.parse(rows)


def _trace(data: bytes) -> None:
    trace = Trace("nonce")
    for start in range(0, len(data), 65536):
        trace.feed(data[start : start + 65536])


def _wslconfig(data: bytes) -> None:
    read = document.read(data)
    findings.findings(read)
    neighbours.misplaced(data)
    plain_file.says(data, {b"wsl2.memory": b"8GB"})
    with contextlib.suppress(WslmemError):
        unified(data, plan(read, [("wsl2.memory", "8GB")]).after, "f")
    unified(data, data[::-1], "f")


def _lenient(act: Callable[[str], object]) -> Callable[[bytes], None]:
    """Takes text, and may refuse it."""

    def run(data: bytes) -> None:
        with contextlib.suppress(WslmemError, ValueError, LookupError, TypeError, OverflowError, RecursionError):
            act(data.decode("utf-8", "replace"))

    return run


_JSON = (b"[", b"{", b'{"a":', b'"', b"1", b"1,", b"[],", b'"\\ud800",', b"9" * 40, b"1e999,")
SCANNERS = (
    Scanner(
        "a Go file",
        _go,
        (b"package p\n", b"package p\n\nimport (\n", b"package p\n\ntype T struct {\n", b"package p\n\nfunc f() {\n"),
        (
            *(b"/*", b"*/", b"//x\n", b"a.B ", b"a.B[", b"a[", b"](", b"[]", b"func(", b"f(func(", b"\n", b" ", b"\t"),
            *(
                b"`",
                b'"',
                b"//go:build !\n",
                b"!",
                b"\nfunc (",
                b"\nfunc f[T any](",
                b"\nfunc F(\n",
                b"\ntype A[T any] [",
            ),
            *(
                b"\ntype A struct { B }\n",
                b"\n}",
                b'import "x"\n',
                b"9",
                b"\tA int\n",
                b"\nimport (",
                b"\n)",
                b"A",
                b"*",
            ),
        ),
        (
            b"\nfunc F<n>[T any](x T) {\n\tF<m>[T](x)\n}\n",
            b"\ntype T<n>[K any] struct {\n\tx T<m>[K]\n}\n\nvar v<n> T<n>[int]\n",
        ),
    ),
    Scanner(
        "a go.mod",
        _lenient(go_mod.parse),
        (),
        (b"require (", b")\n", b"a", b" ", b"=>", b"//", b"replace a => b\n", b"\n"),
        (b"require a<n> v1\n",),
    ),
    Scanner(
        "what the scan in the guest prints",
        guest_scan.sections,
        (b"== mods\n",),
        (b"\n== ", b"== a\n", b"\n", b"\n//= a", b" "),
    ),
    Scanner("what go list prints", _lenient(lambda text: go_list.parse(text.encode())), (), (*_JSON, b"\n}\n{", b"}{")),
    Scanner(
        "what wsl.exe prints",
        _console,
        (b"a\0",),
        (
            b"\r",
            b"\n",
            b"\r\n",
            b"\0",
            b"a\0",
            b"\n\0",
            b"\r\0\n\0",
            b"\xff",
            b"\xff\0",
            b"a",
            b"\0\r\n",
            b"\n\0\n",
            "é".encode(),
        ),
    ),
    Scanner(
        "what wsl.exe says of a call",
        _wsl,
        (b"wsl: ", b"WSLMEM-BEGIN-nonce\n"),
        (
            b"wsl: ",
            b"Wsl/",
            b"/E_A",
            b"Wsl/E_FAIL\n",
            b" ",
            b"\n",
            b"WSLMEM-END-nonce ",
            b"1",
            b"* a Running 2\n",
            b"a:",
            b"1.2",
        ),
    ),
    Scanner(
        "what the sampler in the guest prints",
        _trace,
        (b"WSLMEM1 nonce\n",),
        (
            b"S ",
            b"1",
            b" ",
            b"\n",
            b"I a b\n",
            b"B 1",
            b" a=1",
            b"N a:1 ",
            b"O x\n",
            b"WSLMEM1-END nonce 1\n",
            b"R 1 a 1 b\n",
        ),
        (b"I a<n> b\n", b" a<n>=1", b"S <n> 1 1 1 1 1 1 1 a 1 1 -\n"),
    ),
    Scanner(
        "the memory of the guest",
        _lenient(lambda text: guest_memory.parse(text, "d")),
        (),
        (b"MemTotal: 1\n", b"9", b" ", b":"),
    ),
    Scanner("the memory of the host", _lenient(host_memory_from_wsl.parse), (), _JSON),
    Scanner(
        "a .wslconfig",
        _wslconfig,
        (b"[wsl2]\n", b"[wsl2]\nmemory=", b'memory="', b"\xff\xfe"),
        (
            *(
                b'"',
                b"\\\n",
                b"\\",
                b"[",
                b"[a",
                b"[a]\n",
                b"#",
                b"\r",
                b"\n",
                b"\x1a",
                b"\xff",
                b"\xef\xbf\xbf",
                b"=",
                b" ",
            ),
            *(
                b"memory=1\n",
                b"memroy=8\n",
                b"; x\n",
                b"//",
                b"\0",
                "中".encode(),
                b"%a",
                b"a b\n",
                b"9",
                b"a=b\n",
                b"kernel=C:\\a\n",
            ),
        ),
        (b"key<n>=1\n", b"[section<n>]\n", b"memory<n>=1\n", b"[wsl<n>]\nmemory=1\n", b"key<n> "),
    ),
    Scanner(
        "a saved benchmark",
        _lenient(saved.from_json),
        (b'{"schema":"wslmem/bench/1","runs":', b'{"schema":"wslmem/bench/1",'),
        _JSON,
    ),
    Scanner(
        "a config.toml",
        _lenient(lambda text: preferences.parse(text.encode(), "p")),
        (b"a = ",),
        (
            b"[",
            b"a.",
            b'"',
            b"'",
            b"{a=",
            b"1",
            b"\\",
            b"\n",
            b"a=1\n",
            b"[a]\n",
            b"#",
            b"[[a]]\n",
            b'"""',
            b"[a.b]\n",
            b"9",
        ),
        (b"a<n> = 1\n", b"[a<n>]\n", b"a.b<n> = 1\n", b"[a.b<n>]\nc = 1\n", b"[profiles.a<n>]\nmemory = '1GB'\n"),
    ),
    Scanner(
        "a log of a build",
        lambda text: explain([text]),
        (b"2026-06-20T17:59:59.1Z ", b'{"log":"', b"//# sourceMappingURL=data:application/json;base64,"),
        (
            *(b"A", b"/", b"go: ", b" killed", b"error: ", b"\x1b[0m", b"#033", b"\r", b"\n", b"\\n", b'"', b"["),
            *(b"=== RUN x\n", b"signal: killed\n", b"x.go:1: ", b"a invoked oom-killer: b\n"),
            *(b"Killed process 1 (a) total-vm\n", b"%2F", b"\xff", b"\0a", b"memory ", b"exit code 137\n"),
        ),
        (b"worker <n> killed after <m> ms\n", b"cannot allocate memory for <n>\n", b"f<n>.c:<m>: error: <n>\n"),
    ),
    Scanner("words for a terminal", _lenient(on_one_line), (), (b"\x1b", b"a", "\u202e".encode(), b"\n", b"\xff")),
    Scanner(
        "words for the app",
        _lenient(lambda text: wrapped(text, 40)),
        (),
        (b"a", b" ", "中".encode(), "\uff08".encode(), b"\n"),
    ),
)
