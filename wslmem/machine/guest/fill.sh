# Fills the VM's memory in steps until the kernel kills the filler, or enough lies in swap; then cleans up. POSIX sh, awk; as root.
#
#   sh -s -- NONCE STEP_MIB MOST_SWAP_MIB
#
# Lines: B, S and A each with MemTotal MemAvailable SwapTotal SwapFree in KiB, before, while and after; S with the MiB held first.
# E: the filler's status, the kills that the kernel counted, and 1 where a control group held it.

figures() {
    awk '/^(MemTotal|MemAvailable|SwapTotal|SwapFree):/ { value[$1] = $2 }
        END { print value["MemTotal:"], value["MemAvailable:"], value["SwapTotal:"], value["SwapFree:"] }' /proc/meminfo
}

kills() { awk '$1 == "oom_kill" { print $2 }' /proc/vmstat; }

# At the top of what this distribution may see, beside its services: below one of them systemd would take the kill for that
# service's own and stop all of it (OOMPolicy). A distribution that sees the groups of all has its own in /wsl-user.
find_top() {
    own=$(awk -F: '$2 ~ /(^|,)memory(,|$)/ { v1 = $3 } $1 == 0 { v2 = $3 } END { print v1 == "" ? v2 : v1 }' /proc/self/cgroup)
    inside=$(printf '%s\n' "$own" | sed -n 's#^\(/wsl-user/distro-[0-9]*\).*#\1#p')
    for top in /sys/fs/cgroup/memory /sys/fs/cgroup/unified /sys/fs/cgroup; do
        if [ -e "$top$inside/cgroup.procs" ]; then
            printf '%s\n' "$top$inside"
            return
        fi
    done
}

end() {
    trap '' HUP INT TERM PIPE
    if [ -n "$filler" ]; then kill -KILL "$filler" 2>/dev/null; fi
    tries=50
    while [ -n "$group" ] && [ -d "$group" ] && ! rmdir "$group" 2>/dev/null && [ "$tries" -gt 0 ]; do
        sleep 0.1 2>/dev/null || sleep 1
        tries=$((tries - 1))
    done
}

group='' filler=''
trap 'end; exit 1' HUP INT TERM PIPE
top=$(find_top)
if [ -n "$top" ] && mkdir "$top/wslmem-fill-$1" 2>/dev/null; then group=$top/wslmem-fill-$1; fi
first=$(figures)
echo "B $first"
at_first=$(echo "$first" | cut -d ' ' -f 2)
before=$(kills)
# The first that the kernel kills is the filler, whatever else is in the VM.
sh -c '
    if [ -n "$4" ]; then echo $$ >"$4/cgroup.procs"; fi
    echo 1000 >/proc/self/oom_score_adj
    exec awk -v step="$2" -v most="$3" "$5"
' sh "$@" "$group" '
    function look(line, part) {
        while ((getline line < "/proc/meminfo") > 0) {
            split(line, part, " ")
            value[part[1]] = part[2]
        }
        close("/proc/meminfo")
        printf "S %d %d %d %d %d\n", count, value["MemTotal:"], value["MemAvailable:"], value["SwapTotal:"], value["SwapFree:"]
        fflush()
    }
    BEGIN {
        block = "x"
        while (length(block) < 1048576) block = block block
        look()
        before = value["SwapTotal:"] - value["SwapFree:"]
        all = (value["MemTotal:"] + value["SwapTotal:"]) / 1024 + 1024
        while (value["SwapTotal:"] - value["SwapFree:"] - before < most * 1024 && count < all) {
            for (i = 0; i < step; i++) held[++count] = block count
            look()
        }
        exit count < all ? 0 : 3
    }' &
filler=$!
wait "$filler"
status=$?
filler=''
held=0
if [ -n "$group" ]; then held=1; fi
end
# A large process takes a moment to go.
free() { awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo; }
tries=50
while [ $(($(free) + 65536)) -lt "$at_first" ] && [ "$tries" -gt 0 ]; do
    sleep 0.1 2>/dev/null || sleep 1
    tries=$((tries - 1))
done
echo "E $status $(($(kills) - before)) $held $(if [ -n "$group" ] && [ -d "$group" ]; then echo left; fi)"
echo "A $(figures)"
