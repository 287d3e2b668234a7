"""The usual keys in the terminal of VS Code: `python usual_keys.py`, where node finds @xterm/headless.

That terminal is xterm.js. It is fed what the app writes there: Textual switches a keyboard protocol on, we take it off,
Textual takes it off once more at its end. Its answers to "which one is on?" have to be one, none and none.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from wslmem.tui.safe_app import USUAL_KEYS

PROGRAM = """
const { Terminal } = require("@xterm/headless");
const terminal = new Terminal({ allowProposedApi: true, vtExtensions: { kittyKeyboard: true } });
const answers = [];
terminal.onData((told) => answers.push(told));
terminal.write(JSON.parse(process.argv[1]).join(""), () => console.log(JSON.stringify(answers)));
"""
ASK = "\x1b[?u"
WANTED = ["\x1b[?1u", "\x1b[?0u", "\x1b[?0u"]


def switched_on() -> str:
    """What Textual writes on Windows to have its protocol."""
    package = find_spec("textual")
    assert package
    assert package.origin
    driver = Path(package.origin).parent / "drivers" / "windows_driver.py"
    found = re.search(r"\\x1b(\[>\d+u)", driver.read_text(encoding="utf-8"))
    assert found, "Textual switches no keyboard protocol on any more"
    return "\x1b" + found[1]


def main() -> int:
    """Feed it, and tell what it answered."""
    written = [switched_on(), ASK, USUAL_KEYS, ASK, USUAL_KEYS, ASK]
    done = subprocess.run(["node", "-e", PROGRAM, json.dumps(written)], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    print(f"on, taken off, taken off once more: {told}")
    return 0 if told == WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
