#!/usr/bin/env bash
# `go build -p 1` runs a dozen C compilers at once: cgo, which is one action of the go command, asks gcc about the C at the
# head of each Go file of a package, of all of them side by side. -p, which one lowers where a build is killed, does not
# reach it. Go 1.26 runs as many as there are processors, and GOMAXPROCS in the environment lowers that; Go 1.25 runs one
# for each file, whatever GOMAXPROCS says.
#
# Seen with go1.26.8 and go1.25.5 (golang.org/toolchain through the module proxy), gcc 12.2, 2026-11-30, linux/amd64: a
# package of 12 Go files that call C, under -p 1: 12 compilers at once with either; with GOMAXPROCS=1 1 and 12. Where the
# C at the head is a whole library (x264-go has 32 such files) each of them holds all of its source.
set -eu
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
export GOPATH="$work/go" GOFLAGS=-modcacherw CGO_ENABLED=1 LOG="$work/log"
cat >cc <<'END'
#!/bin/sh
echo + >>"$LOG"
sleep 0.3
gcc "$@"
status=$?
echo - >>"$LOG"
exit $status
END
chmod +x cc
printf 'module example.com/many\n\ngo 1.24\n' >go.mod
for number in $(seq 12); do
    printf 'package many\n\n// static int f%s(void) { return %s; }\nimport "C"\n\nfunc F%s() int { return int(C.f%s()) }\n' \
        "$number" "$number" "$number" "$number" >"f$number.go"
done
at_once() { # toolchain, GOMAXPROCS: the most C compilers that ran at one time
    GOTOOLCHAIN=$1 GOCACHE="$work/cache" go build runtime/cgo
    : >"$LOG"
    GOTOOLCHAIN=$1 GOMAXPROCS=$2 GOCACHE="$work/cache" CC="$work/cc" go build -p 1 .
    rm -rf "$work/cache"
    awk '{now += $0 == "+" ? 1 : -1; if (now > most) most = now} END {print most}' "$LOG"
}
new=$(at_once go1.26.8 12)
bound=$(at_once go1.26.8 1)
old=$(at_once go1.25.5 1)
echo "C compilers at once under go build -p 1: go1.26.8 $new, with GOMAXPROCS=1 $bound; go1.25.5 with GOMAXPROCS=1 $old"
[ "$new" -ge 6 ] && [ "$bound" -eq 1 ] && [ "$old" -ge 6 ] && exit 0
echo "it behaves otherwise now" >&2
exit 1
