#!/usr/bin/env bash
# hyperfine 2.0's `memory_peak_resident` of a command that runs several processes at once is that of the largest one, not of all:
# four workers of 100 MiB each, side by side, are reported as about 100 MiB.
#
# Seen with hyperfine 2.0.0 (astral-dev-toolchain-hyperfine 2.0.0 from PyPI), 2026-11-28, Linux. The metric is part of the
# default output since 2.0 and stands under "memory" beside the wall time of the whole command; for `make -j` or a
# compiler's workers it is no figure to size a machine by. (It is the kernel's ru_maxrss of waited-for children.)
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check astral-dev-toolchain-hyperfine==2.0.0
cat >"$work/worker.py" <<'PY'
import time
held = bytearray(100 << 20)
time.sleep(1)
PY
cat >"$work/build.sh" <<SH
for worker in 1 2 3 4; do python3 "$work/worker.py" & done
wait
SH
"$work/venv/bin/hyperfine" --version
"$work/venv/bin/hyperfine" --shell=none --warmup 0 --runs 1 --export-json "$work/result.json" "sh $work/build.sh" >/dev/null
python3 - "$work/result.json" <<'PY'
import json
import sys

(result,) = json.load(open(sys.argv[1]))["results"]
peak = result["measurements"][0]["memory_peak_resident"]["value"] / 2**20
print(f"4 workers of 100 MiB at once: memory_peak_resident = {peak:.0f} MiB")
if not 100 <= peak < 200:
    sys.exit("it behaves otherwise now")
PY
