# Runs one build in the VM, watches its memory, stops it where it must, and tells all on stdout. POSIX sh, awk, sleep, setsid.
# `kill -TERM -PID` without `--`: the one spelling for a group that dash, bash and busybox share.
#
#   sh -s -- NONCE INTERVAL TIME_LIMIT PRESSURE PROJECT CACHE KEEP GOFLAGS PREPARE ASIDE [NAME=VALUE...] -- COMMAND...
#
# CACHE names the GOCACHE folder, which `{cache}` in a VALUE stands for; KEEP=1 leaves it for the next build where this one succeeds.
# PREPARE runs in the project before the build; ASIDE names paths in it, by spaces, that are out of the way while it runs.
# Line types are told in docs/benchmark-method.md.
# The exit status is 0 whatever the build did: its own status is in the E line, and only the END line makes it count.

fail() {
    printf 'F %s\nWSLMEM1-END %s -\n' "$1" "$nonce"
    clean
    exit 0
}

# The folder with the owner goes last: a VM that is shut down meanwhile leaves to the next sweep what this did not reach.
clean() {
    if [ "$keep$status" != 10 ]; then
        bring_back "$filled"
        rm -rf -- "$filled"
    fi
    rm -rf -- "$work"
    # The watcher that is just ending may still write its last line into it.
    rm -rf -- "$run" 2>/dev/null || { sleep 1 && rm -rf -- "$run"; }
}

# What an earlier build left in the project goes out of the way, so that this one cannot profit from it. Each path is written down before
# it moves: whoever finds the list, the next sweep too, brings all back. A warm build finds it and leaves what the cold one made.
set_aside() {
    if [ -z "$aside" ] || [ -e "$filled/aside" ]; then return; fi
    printf 'of %s\n' "$nonce" >"$filled/aside"
    for path in $aside; do
        if [ -e "$path" ]; then
            printf 'moved %s\n' "$PWD/$path" >>"$filled/aside"
            mv -- "$path" "$path.wslmem-$nonce"
        else
            printf 'absent %s\n' "$PWD/$path" >>"$filled/aside"
        fi
    done
}

# $1 is the cache folder of the build that set them aside. What the build made in their place goes; what could not be moved stays.
bring_back() {
    if [ -z "$1" ] || [ ! -e "$1/aside" ]; then return; fi
    while read -r what path; do
        case $what in
            of) of=$path ;;
            absent) rm -rf -- "$path" ;;
            moved) if [ -e "$path.wslmem-$of" ]; then rm -rf -- "$path" && mv -- "$path.wslmem-$of" "$path"; fi ;;
        esac
    done <"$1/aside"
}

# The user's own command before the build: ended like the build itself when the host asks for it.
run_prepare() {
    if [ -z "$prepare" ]; then return; fi
    WSLMEM_BUILD=$nonce setsid sh -c "$prepare" </dev/null >"$run/prepared" 2>&1 &
    build=$!
    while kill -0 "$build" 2>/dev/null; do
        if [ -e "$run/stop" ]; then kill -KILL "-$build" 2>/dev/null; fi
        sleep 0.1 2>/dev/null || sleep 1
    done
    wait "$build"
    prepared=$? build=''
    end_strays "$nonce" >/dev/null
    if [ "$prepared" != 0 ]; then
        fail "not-prepared $prepared $(tail -n 1 "$run/prepared" | tr -d '\000-\037' | cut -c -200)"
    fi
}

# The host is gone, or the VM stops: nobody may be left building.
cut_off() {
    trap '' HUP INT TERM PIPE
    if [ -n "$build" ]; then kill -KILL "-$build" 2>/dev/null; fi
    end_strays "$nonce" >/dev/null
    clean
    exit 0
}

# Processes of the build of nonce $1 that have left its session (setsid, a daemon): the environment they began with names it.
strays() { grep -l -- "WSLMEM_BUILD=$1" /proc/[0-9]*/environ 2>/dev/null | cut -d / -f 3; }

# Names them on stdout, asks them to end, and ends those that do not within a second; new ones come while old ones go.
end_strays() {
    told='' rounds=0
    while found=$(strays "$1") && [ -n "$found" ] && [ "$rounds" -lt 20 ]; do
        for stray in $found; do
            case " $told " in *" $stray "*) ;; *)
                told="$told $stray"
                if read -r name <"/proc/$stray/comm"; then printf 'L %s %s\n' "$stray" "$name"; fi
                ;;
            esac
            if [ "$rounds" -lt 10 ]; then kill -TERM "$stray"; else kill -KILL "$stray"; fi
        done 2>/dev/null
        rounds=$((rounds + 1))
        sleep 0.1 2>/dev/null || { sleep 1 && rounds=$((rounds + 5)); }
    done
}

carries_nonce() { grep -q -- "$2" "/proc/$1/cmdline" 2>/dev/null; }

# What a benchmark that was killed has left: a build without its watcher is ended, its folders are removed.
sweep() {
    for old in "$base"/run.*; do
        if [ ! -d "$old" ]; then continue; fi
        of=${old##*/run.}
        if read -r watcher <"$old/watcher" && carries_nonce "$watcher" "$of"; then continue; fi
        if read -r leader <"$old/build" && carries_nonce "$leader" "$of"; then kill -KILL "-$leader"; fi
        end_strays "$of" >/dev/null
        if read -r left <"$old/cache"; then
            bring_back "$base/cache.${left#cache.}"
            rm -rf -- "$base/cache.${left#cache.}"
        fi
        rm -rf -- "$old" "$temporary/wslmem.$of"
    done 2>/dev/null
    find "$base"/cache.* -prune -mtime +1 2>/dev/null | while read -r old; do
        bring_back "$old"
        rm -rf -- "$old"
    done
}

# The folder appears with its owner in it, so that nobody's sweep takes it for a dead one's.
announce() {
    mkdir "$base/new.$nonce" && echo $$ >"$base/new.$nonce/watcher" && echo "$cache" >"$base/new.$nonce/cache" &&
        mv "$base/new.$nonce" "$run"
}

file_system() {
    awk -v path="$1/" '{
        point = $2; gsub(/\\040/, " ", point); if (point != "/") point = point "/"
        if (index(path, point) == 1 && length(point) >= best) { best = length(point); type = $3 }
    } END { print type }' /proc/self/mounts
}

# Busybox prints %N as it stands.
seconds() { date +%s.%N | grep -E '^[0-9]+[.][0-9]+$' || date +%s; }

tell() { printf 'I %s %s\n' "$1" "$2"; }

tell_circumstances() {
    tell kernel "$(uname -r)"
    tell processors "$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)"
    tell boot "$(cat /proc/sys/kernel/random/boot_id)"
    tell page "$(getconf PAGESIZE 2>/dev/null || echo 4096)"
    tell load "$(cut -d ' ' -f 1 /proc/loadavg)"
    tell project_fs "$(file_system "$(pwd -P)")"
    tell work_fs "$(file_system "$work")"
    tell cache_fs "$(file_system "$base")"
    tell gogc "$GOGC"
    tell gomemlimit "$GOMEMLIMIT"
    tell gomaxprocs "$GOMAXPROCS"
    if [ -n "$go" ]; then
        tell go "$(GOTOOLCHAIN=local "$go" env GOVERSION 2>/dev/null </dev/null)"
        tell goarch "$("$go" env GOARCH 2>/dev/null </dev/null)"
        tell goflags "${told_flags# }"
        tell module "$(awk '$1 == "module" { print $2; exit }' go.mod 2>/dev/null)"
    fi
    case ${1##*/} in cargo | make | gmake | cmake | ninja | node | npm | pnpm | yarn | gradle | mvn | pip | pip3 | uv)
        tell tool "$("$1" --version 2>/dev/null </dev/null | awk 'NF { print; exit }')"
        ;;
    esac
    tell clock "$(seconds)"
    uptime
    tell clock_uptime "$up"
}

# A vendored project is built as it is: -mod=readonly would send it to the module cache. So is one with a -mod of its own.
read_only() {
    case $GOFLAGS in *-mod=*) return ;; esac
    if [ ! -f vendor/modules.txt ]; then printf ' -mod=readonly'; fi
}

prepare() {
    temporary=${GOTMPDIR:-${TMPDIR:-/tmp}}
    base=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/wslmem
    run=$base/run.$nonce work=$temporary/wslmem.$nonce filled=$base/$cache
    command -v setsid >/dev/null || fail no-setsid
    mkdir -p "$base" && sweep
    if ! { mkdir "$work" && announce && mkdir -p "$filled" && mkfifo "$run/output"; } then fail no-folder; fi
    cd "$project" 2>/dev/null || fail no-project
    if ! sleep 0.01 2>/dev/null; then interval=1; fi
    group=$(find_group)
}

set_go() {
    find_go
    GOFLAGS=$("$go" env GOFLAGS 2>/dev/null </dev/null)
    told_flags="$GOFLAGS$(read_only)${flags:+ $flags}"
    GOFLAGS="$told_flags -debug-actiongraph=$run/graph.json"
    GOCACHE=$filled GOTMPDIR=$work GOTOOLCHAIN=local
    export GOFLAGS GOCACHE GOTMPDIR GOTOOLCHAIN PATH
}

# A session of its own: one signal reaches all of it, and its number tells its processes from all others.
start_build() {
    tr -d '\000' <"$run/output" | fold -b -w 1000 | awk "$OUTPUT_AWK" >"$run/told" &
    filter=$!
    WSLMEM_BUILD=$nonce setsid sh -c '
        told=$1 times=$2; shift 3
        trap : HUP INT TERM
        "$@" </dev/null >"$told" 2>&1
        status=$?
        times >"$times"
        exit $status
    ' wslmem-build "$run/output" "$run/times" "$nonce" "$@" </dev/null >/dev/null 2>&1 &
    build=$!
    echo "$build" >"$run/build"
}

# Ends with the build, and with the script itself, however that ends. The reader sets the pace: fast near the peak.
tick() {
    grace=0 pace=$interval
    while echo /proc/[0-9]* && kill -0 "$build" 2>/dev/null && kill -0 $$ 2>/dev/null; do
        if [ -e "$run/stop" ]; then
            if [ $grace = 0 ]; then kill -TERM "-$build"; fi
            if [ $grace = 20 ] || grep -q memory-pressure "$run/stop"; then kill -KILL "-$build"; fi
            grace=$((grace + 1))
        fi 2>/dev/null
        if [ -e "$run/pace" ]; then read -r pace <"$run/pace"; fi
        sleep "${pace:-$interval}"
    done
}

# When the watching ends, for whatever reason, nothing of the build may live on.
observe() {
    # shellcheck disable=SC2086  # two words or none
    tick | awk $interactive -v proc=/proc -v leader="$build" -v run="$run" -v limit="$time_limit" -v interval="$interval" -v pressure="$pressure" \
        -v page="$(getconf PAGESIZE 2>/dev/null || echo 4096)" -v hz="$(getconf CLK_TCK 2>/dev/null || echo 100)" "$TREE_AWK"
    kill -KILL "-$build" 2>/dev/null
}

# The filter ends when nobody holds the build's output any more; a daemon that it left may do so for ever.
end_filter() {
    patience=30
    while kill -0 "$filter" 2>/dev/null && [ "$patience" -gt 0 ]; do
        sleep 0.1 2>/dev/null || sleep 1
        patience=$((patience - 1))
    done
    kill "$filter" 2>/dev/null
}

tell_end() {
    printf 'E %s rc=%s stop=%s%s' "$ended" "$status" "$(head -n 1 "$run/stop" 2>/dev/null)" "$after"
    printf ' dmesg=%s cpu=%s\n' "${stamp:+1}" "$(tail -n 1 "$run/times" 2>/dev/null | tr ' ' '/')"
    if [ -n "$stamp" ]; then kernel_lines "$stamp"; fi
    if [ -s "$run/graph.json" ]; then awk "$GRAPH_AWK" "$run/graph.json"; fi
    cat "$run/told"
    printf 'WSLMEM1-END %s %s\n' "$nonce" "$(cat "$run/count" 2>/dev/null || echo -)"
}

main() {
    LC_ALL=C nonce=$1 interval=$2 time_limit=$3 pressure=$4 project=$5 cache=$6 keep=$7 flags=$8
    shift 8
    prepare=$1 aside=$2
    shift 2
    export LC_ALL
    umask 077
    build='' interactive='' go='' status='' run='' work='' filled=''
    trap cut_off HUP INT TERM PIPE
    printf 'WSLMEM1 %s\n' "$nonce"
    prepare
    login_environment
    while [ "$1" != -- ]; do
        case $1 in *'{cache}'*) export "${1%%'{cache}'*}$filled${1#*'{cache}'}" ;; *) export "${1?}" ;; esac
        shift
    done
    shift
    set_go
    if awk -W version 2>/dev/null </dev/null | grep -q mawk; then interactive='-W interactive'; fi
    command -v "$1" >/dev/null || fail "no-command $1"
    set_aside
    run_prepare
    tell_circumstances "$1"
    stamp=$(kernel_stamp)
    uptime
    printf 'B %s%s\n' "$up" "$(counters)"
    start_build "$@"
    observe &
    observer=$!
    wait "$build"
    status=$?
    uptime
    ended=$up after=$(counters)
    wait "$observer"
    end_strays "$nonce"
    end_filter
    tell_end
    clean
}

main "$@"
