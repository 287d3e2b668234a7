"""`wslmem show --fix RULE`: repairs, written as safely as any edit: one backup, one diff."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from wslmem.cli import output
from wslmem.errors import Exit
from wslmem.machine.files.files import FileContent
from wslmem.machine.host.paths import MachinePaths
from wslmem.sizing.host import HostMemory
from wslmem.text import Text, counted, joined
from wslmem.workflows.apply.repair import repair
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.repairs import Mended
from wslmem.wslconfig.repairs import fix as planned
from wslmem.wslconfig.sight import Sight


def fix(
    options: argparse.Namespace,
    paths: MachinePaths,
    content: FileContent,
    host: HostMemory | None,
    around: Sight,
) -> Exit:
    """Put right what the rules found, and show the diff; with --json, what WSL reads afterwards."""
    from wslmem.cli.show import judged, remarks_on, tell

    document = wslconfig.read(content.data or b"")
    total, processors = (host.total, host.processors) if host else (None, None)
    mended = planned(document, *options.fix, host_total=total, processors=processors, sight=around)
    for text in _story(options.fix, paths, mended):
        output.story(text)
    held = None
    if not mended.plan.empty:
        backup = repair(paths, content, mended.plan)
        output.story(Text("backup: {name} (undo with: wslmem restore {name})", name=backup.path.name))
        held = Text(
            "the repaired file: {path}; `wslmem restore {name}` restores the old one",
            path=paths.wslconfig,
            name=backup.path.name,
        )
    if options.json:
        after = wslconfig.read(mended.plan.after)
        exists = content.data is not None
        tell(options, paths, after, host, around, exists=exists, on_disk=held)
    elif held is not None:
        output.result(mended.plan.diff(str(paths.wslconfig)), on_disk=held)
    return judged(options, remarks_on(paths, wslconfig.read(mended.plan.after), host, around))


def _story(rules: list[str], paths: MachinePaths, mended: Mended) -> Iterator[Text]:
    """What was done, and what was not."""
    for text in mended.done:
        yield Text("fixed: {fix}", fix=text)
    named = joined(Text(", "), rules)
    if not mended.found:
        yield Text("nothing to fix: {rules} finds nothing in {path}", rules=named, path=paths.wslconfig)
    elif mended.left:
        yield counted(
            "{count} finding has no fix that wslmem can make without making something worse; see wslmem show",
            "{count} findings have no fix that wslmem can make without making something worse; see wslmem show",
            mended.left,
        )
