# Stops the build that another call runs, and waits until it is gone. POSIX sh.
#
#   sh -s -- NONCE REASON

stop() {
    run=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/wslmem/run.$1
    if [ ! -d "$run" ]; then return; fi
    printf '%s\n' "$2" >"$run/stop"
    waited=0
    while [ -d "$run" ] && [ "$waited" -lt 8 ]; do
        sleep 1
        waited=$((waited + 1))
    done
    # Its watcher does not answer any more: a VM that swaps, or one without it.
    if read -r leader <"$run/build" && grep -q -- "$1" "/proc/$leader/cmdline"; then kill -KILL "-$leader"; fi
    for stray in $(grep -l -- "WSLMEM_BUILD=$1" /proc/[0-9]*/environ | cut -d / -f 3); do kill -KILL "$stray"; done
} 2>/dev/null

stop "$@"
