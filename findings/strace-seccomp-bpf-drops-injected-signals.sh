#!/usr/bin/env bash
# strace that is asked to put a signal before a system call puts none where --seccomp-bpf is given besides, says nothing
# of it and exits with what the program exits with: a test that kills a program at each call has killed it at none, and
# passes. An error that is put there arrives either way.
#
# Seen with strace 6.1-0.1 of Debian 12 on Linux 6.18, 2026-11-29.
set -eu
strace -V | head -1
put() { # put INJECTION OPTION...: the exit code of `echo hi`, whose write is tampered with
    local code=0 what=$1
    shift
    strace -f "$@" -qq -o /dev/null -e trace=write -e "inject=write:$what:when=1" /bin/echo hi >/dev/null 2>&1 || code=$?
    echo "$code"
}
plain=$(put signal=SIGKILL) quick=$(put signal=SIGKILL --seccomp-bpf)
error=$(put error=ENOSPC) quick_error=$(put error=ENOSPC --seccomp-bpf)
echo "SIGKILL at the write: exit $plain; with --seccomp-bpf: exit $quick"
echo "ENOSPC of the write:  exit $error; with --seccomp-bpf: exit $quick_error"
[ "$plain" = 137 ] && [ "$quick" = 0 ] && [ "$error" = 1 ] && [ "$quick_error" = 1 ] && exit 0
echo "it behaves otherwise now" >&2
exit 1
