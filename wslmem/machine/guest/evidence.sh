# What the kernel counts and says of memory, before and after a command. POSIX sh and awk; `$group` is what find_group prints.

counters() {
    awk '
    FILENAME == "/proc/meminfo" && /^(MemTotal|MemAvailable|AnonPages|Shmem|SwapTotal|SwapFree|Committed_AS):/ {
        sub(":", "", $1); printf " %s=%s", $1, $2 }
    FILENAME == "/proc/vmstat" && /^(oom_kill|pswpin|pswpout|pgmajfault) / { printf " %s=%s", $1, $2 }
    ' /proc/meminfo /proc/vmstat
    cgroup_counters
    printf '\n'
}

# Of the group that the script itself lives in, version 2 or 1; silent where it has none that counts memory.
cgroup_counters() {
    if [ -r "$group/memory.peak" ]; then read -r peak <"$group/memory.peak" && printf ' cgroup_peak=%s' "$peak"; fi
    if [ -r "$group/memory.max_usage_in_bytes" ]; then
        read -r peak <"$group/memory.max_usage_in_bytes" && printf ' cgroup_peak=%s' "$peak"
    fi
    for events in "$group/memory.events" "$group/memory.oom_control"; do
        if [ -r "$events" ]; then awk '$1 == "oom_kill" { printf " cgroup_oom_kill=%s", $2 }' "$events"; fi
    done
}

# Where the hierarchy is mounted that counts memory, and our group below what the mount shows: a distribution may have a
# namespace of its own, version 2 may stand alone, or beside version 1.
find_group() {
    awk '
    FILENAME ~ /mountinfo$/ {
        for (dash = 7; dash < NF && $dash != "-"; dash++);
        if ($(dash + 1) == "cgroup2" && v2 == "") { v2 = $5; root2 = $4 }
        if ($(dash + 1) == "cgroup" && $(dash + 3) ~ /(^|,)memory(,|$)/ && v1 == "") { v1 = $5; root1 = $4 }
        next
    }
    { first = index($0, ":"); rest = substr($0, first + 1); second = index(rest, ":")
      controllers = substr(rest, 1, second - 1); path = substr(rest, second + 1)
      if (controllers == "") path2 = path
      if (controllers ~ /(^|,)memory(,|$)/) path1 = path }
    function below(mount, root, path) {
        if (root != "/" && index(path, root) == 1) path = substr(path, length(root) + 1)
        return mount (path == "/" ? "" : path)
    }
    END { if (v1 != "" && path1 != "") print below(v1, root1, path1)
          else if (v2 != "" && path2 != "") print below(v2, root2, path2) }
    ' "${proc:-/proc}/self/mountinfo" "${proc:-/proc}/self/cgroup" 2>/dev/null
}

kernel_stamp() { dmesg 2>/dev/null | awk '/^\[/ { line = $0 } END { gsub(/^\[ *|\].*/, "", line); print line }'; }

kernel_lines() {
    dmesg 2>/dev/null | awk -v after="$1" '/^\[/ {
        stamp = $0; gsub(/^\[ *|\].*/, "", stamp)
        if (stamp + 0 > after + 0 && /oom-kill|Killed process|invoked oom-killer|oom_reaper/ && shown++ < 40) print "K " $0
    }'
}

uptime() { read -r up rest </proc/uptime; }
