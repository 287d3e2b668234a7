#!/usr/bin/env bash
# `zig cc` whose compiler process is killed says nothing and aborts: exit status 134 (SIGABRT), as if zig itself had crashed.
#
# Seen with zig 0.15.1 (ziglang 0.15.1 from PyPI), 2026-11-29, linux/amd64. `zig cc` compiles in a child, `zig clang`. When
# the kernel's OOM killer (here: SIGKILL by hand) ends that child, zig prints no word, and ends itself by SIGABRT. gcc says
# "Killed signal terminated program cc1" and exits 1; clang, which compiles in its own process, ends with 137. Whoever looks
# for 137 or "Killed" below a build with CC="zig cc" takes a lack of memory for a bug of the compiler.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check ziglang==0.15.1
export ZIG_GLOBAL_CACHE_DIR="$work/cache" ZIG_LOCAL_CACHE_DIR="$work/cache"
zig=$(echo "$work"/venv/lib/python3*/site-packages/ziglang/zig)
cat >"$work/large.c" <<'C'
#define A(n) int f##n(int x) { int s = 0; for (int i = 0; i < x; i++) s += i * n; return s; }
#define B(n) A(n##0) A(n##1) A(n##2) A(n##3) A(n##4) A(n##5) A(n##6) A(n##7) A(n##8) A(n##9)
#define C(n) B(n##0) B(n##1) B(n##2) B(n##3) B(n##4) B(n##5) B(n##6) B(n##7) B(n##8) B(n##9)
#define D(n) C(n##0) C(n##1) C(n##2) C(n##3) C(n##4) C(n##5) C(n##6) C(n##7) C(n##8) C(n##9)
D(1) D(2) D(3) D(4) D(5) D(6) D(7) D(8) D(9)
C
echo "zig $("$zig" version)"
"$zig" cc -O2 -c "$work/large.c" -o "$work/large.o" >"$work/said" 2>&1 &
parent=$!
until child=$(pgrep -P "$parent" -f 'zig clang'); do kill -0 "$parent" || exit 1; done
kill -KILL "$child"
code=0
wait "$parent" || code=$?
echo "exit $code, $(wc -c <"$work/said") bytes said"
[ "$code" = 134 ] && [ ! -s "$work/said" ] && exit 0
cat "$work/said"
echo "it behaves otherwise now" >&2
exit 1
