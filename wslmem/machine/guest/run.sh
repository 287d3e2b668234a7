# Runs a person's command as it is (its streams, its terminal, its folder), watches its memory, and leaves a report that
# `run_report.sh` prints. POSIX sh and awk, behind find_go.sh and evidence.sh.
#
#   sh -c SCRIPT sh NONCE INTERVAL FOLDER COMMAND...
#
# Lines of the report are those of docs/benchmark-method.md. The exit status is 0: the command's own is in the report.

report_folder() { printf '%s/wslmem-run.%s' "${TMPDIR:-/tmp}" "$1"; }

# What a run that was killed has left: one that has just ended still waits for its report to be read.
sweep() {
    find "${TMPDIR:-/tmp}"/wslmem-run.* -prune -mtime +0 2>/dev/null | while read -r old; do
        if read -r watcher <"$old/watcher" && grep -q -- "${old##*.}" "/proc/$watcher/cmdline"; then continue; fi
        rm -rf -- "$old"
    done 2>/dev/null
}

# Ends with the command, and with this script, however that ends. The reader sets the pace.
tick() {
    pace=$interval
    while [ ! -s "$run/build" ] && kill -0 $$ 2>/dev/null; do sleep "$interval"; done
    read -r build <"$run/build"
    while echo /proc/[0-9]* && kill -0 "$build" 2>/dev/null && kill -0 $$ 2>/dev/null; do
        if [ -e "$run/pace" ]; then read -r pace <"$run/pace"; fi
        sleep "${pace:-$interval}"
    done
}

# The number of the command's process is known with the first line, and not before.
observe() {
    while [ ! -s "$run/build" ] && kill -0 $$ 2>/dev/null; do sleep 0.01 2>/dev/null || sleep 1; done
    read -r leader <"$run/build"
    # shellcheck disable=SC2086  # two words or none
    tick | awk $interactive -v proc=/proc -v leader="$leader" -v run="$run" -v limit=1e9 -v interval="$interval" -v pressure=101 \
        -v page="$(getconf PAGESIZE 2>/dev/null || echo 4096)" -v hz="$(getconf CLK_TCK 2>/dev/null || echo 100)" "$TREE_AWK"
}

main() {
    nonce=$1 interval=$2 folder=$3
    shift 3
    case $folder in '~') cd ;; *) cd -- "$folder" ;; esac || exit 0
    sweep
    run=$(report_folder "$nonce")
    (umask 077 && mkdir "$run") || exit 0
    echo $$ >"$run/watcher"
    login_environment
    find_go
    export PATH
    if ! sleep 0.01 2>/dev/null; then interval=1; fi
    interactive=''
    if awk -W version 2>/dev/null </dev/null | grep -q mawk; then interactive='-W interactive'; fi
    group=$(find_group)
    stamp=$(kernel_stamp)
    # Ctrl-C is the command's. A hangup ends this shell, and with the leader of its session the kernel hangs up the rest.
    trap : INT QUIT
    uptime
    { printf 'WSLMEM1 %s\nB %s' "$nonce" "$up" && counters; } >"$run/told"
    observe </dev/null >"$run/seen" 2>/dev/null &
    observer=$!
    sh -c 'echo $$ >"$1"; shift; exec "$@"' wslmem "$run/build" "$@"
    status=$?
    uptime
    after=$(counters)
    # A signal ends a wait, not the one that is waited for.
    while kill -0 "$observer" 2>/dev/null; do wait "$observer"; done
    {
        cat "$run/seen"
        printf 'E %s rc=%s stop=%s dmesg=%s cpu=\n' "$up" "$status" "$after" "${stamp:+1}"
        if [ -n "$stamp" ]; then kernel_lines "$stamp"; fi
        printf 'WSLMEM1-END %s %s\n' "$nonce" "$(cat "$run/count" 2>/dev/null || echo -)"
    } >>"$run/told"
    exit 0
}

main "$@"
