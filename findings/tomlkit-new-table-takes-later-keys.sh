#!/usr/bin/env bash
# tomlkit 0.15.2 puts a table that is added below dotted keys in the middle of the document, so that the settings behind
# it become keys of the new table: their meaning changes though nobody touched them.
#
# Seen with tomlkit 0.15.2 (PyPI), 2026-11-28. A file of settings whose profiles are written as dotted keys
# (`profiles.heavy.memory = "12GB"`) followed by another dotted key; `document["profiles"]["light"] = {...}` writes
# `[profiles.light]` above that last key, which is then read as `profiles.light.profiles...`. No error, and the dump is valid TOML.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check tomlkit==0.15.2
"$work/venv/bin/python" - <<'PY'
import sys
import tomllib

import tomlkit

before = 'profiles.heavy.memory = "12GB"\nprofiles.heavy.swap = "4GB"\nlanguage = "en"\n'
document = tomlkit.parse(before)
document["profiles"]["light"] = {"memory": "4GB"}
after = document.as_string()
print("tomlkit", tomlkit.__version__, "writes:", after, sep="\n")
wanted = tomllib.loads(before)
wanted["profiles"]["light"] = {"memory": "4GB"}
read = tomllib.loads(after)
print("asked for:", wanted)
print("reads as: ", read)
if read == wanted:
    sys.exit("it behaves otherwise now")
PY
