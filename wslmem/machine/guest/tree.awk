# Reads the memory of the VM and of the build's processes at every line that comes in (the folders of /proc), and is
# the watchdog. One process for the whole build: starting programs is what makes samplers dear.
#
# -v leader (process id of the build, its session), run (folder), limit (seconds), pressure (percent), page (bytes), hz,
# interval (seconds between readings near the peak), proc (where the kernel shows its processes)

function first_line(path,    line) {
    line = ""
    if ((getline line < path) < 0) line = ""
    close(path)
    return line
}

# Takes the place of the line that came in: call it last of all that needs that.
function read_memory(    file) {
    file = proc "/meminfo"
    while ((getline < file) > 0) {
        meminfo[$1] = $2
        if ($1 == "Shmem:") break
    }
    close(file)
}

function read_pressure(    line) {
    psi = "-"
    while ((getline line < (proc "/pressure/memory")) > 0)
        if (line ~ /^full/) {
            sub(/.*avg10=/, "", line)
            sub(/ .*/, "", line)
            psi = line
        }
    close((proc "/pressure/memory"))
}

# The name may hold blanks, parentheses and line ends: fields start behind the last parenthesis.
function read_stat(folder,    path, line, more, from) {
    path = folder "/stat"
    line = ""
    while (line !~ /\) [A-Za-z] -?[0-9]+ / && (getline more < path) > 0) line = line more
    close(path)
    if (!match(line, /.*\) /)) return 0
    from = index(line, "(") + 1
    name = substr(line, from, RLENGTH - from - 1)
    gsub(/[^A-Za-z0-9._+-]/, "_", name)
    return split(substr(line, RLENGTH + 1), stat, " ") >= 15
}

# A child between fork and exec shares all memory with its parent; counting it would count that twice.
function measure(folder,    parent) {
    parent = parents[folder]
    name = comm[folder]
    user += users[folder]
    system_time += systems[folder]
    faults += misses[folder]
    if (parent in comm && comm[parent] == name && extent[parent] == extent[folder]) return
    anonymous = own[folder]
    tree += anonymous
    processes++
    if (anonymous > seen[name]) seen[name] = anonymous
    if (anonymous > largest) { largest = anonymous; largest_folder = folder; largest_name = name }
}

# One whose parent ended is still known. What has kept its extent has started no other program: the rest of it is read once
# in two seconds; and what has not moved for ten readings is looked at in every other one, in a crowd in every fourth.
function add(folder,    parent, known) {
    known = !whole && folder in member
    if (known && still[folder] >= 10 && (NR + i) % (crowd ? 4 : 2)) {
        member[folder] = NR
        measure(folder)
        return
    }
    if (split(first_line(folder "/statm"), size, " ") < 3) return
    still[folder] = size[2] == held[folder] ? still[folder] + 1 : 0
    held[folder] = size[2]
    own[folder] = (size[2] - size[3]) * page / 1024
    if (known && extent[folder] == size[1]) {
        member[folder] = NR
        measure(folder)
        return
    }
    extent[folder] = size[1]
    if (!read_stat(folder)) return
    parent = proc "/" stat[2]
    if (folder != leader_folder && stat[4] != leader && !(parent in member) && !(folder in member)) {
        foreign[folder] = 1
        return
    }
    member[folder] = NR
    parents[folder] = parent
    comm[folder] = name
    users[folder] = stat[12] + stat[14]
    systems[folder] = stat[13] + stat[15]
    misses[folder] = stat[10] + stat[11]
    measure(folder)
}

# Numbers of processes come again, but not within 64 readings.
function forget(    folder) {
    for (folder in member)
        if (member[folder] != NR) {
            delete member[folder]
            delete comm[folder]
            delete extent[folder]
            delete still[folder]
            delete held[folder]
        }
    if (NR % 64 == 0) split("", foreign)
}

# Of a compile the import path stands in its arguments. Looked up only when the peak moves, for it starts programs.
function tell_running(now,    command, package) {
    if (tree < reported * 1.03 || largest < 32768) return
    reported = tree
    if (!(largest_folder in packages)) {
        command = "tr \"\\000\" \"\\n\" 2>/dev/null <" largest_folder "/cmdline | sed -n \"/^-p\\$/{n;p;q;}\""
        package = ""
        command | getline package
        close(command)
        gsub(/[ \t]/, "_", package)
        packages[largest_folder] = package
    }
    printf "R %s %s %.0f %s\n", now, largest_name, largest, packages[largest_folder]
}

# Far below the peak a third of the readings is enough: that keeps the cost under a hundredth of one processor.
function set_pace(    wanted) {
    if (tree > peak) peak = tree
    wanted = interval < 1 && tree < peak * 0.7 ? interval * 3 : interval
    if (wanted == pace) return
    pace = wanted
    print pace > (run "/pace")
    close(run "/pace")
}

function stop(reason, now, why) {
    if (stopped) return
    stopped = 1
    print reason > (run "/stop")
    close(run "/stop")
    printf "W %s %s %s\n", now, reason, why
}

# Stalled: little memory left, under a tenth of a processor's time in 10 s spent on the build itself, and pages that are read
# from the disk over and over. PSI is per VM and missing before kernel 6.6; the major faults of the build always tell.
# However busy it looks, 5,000 of them for each second of own code are a standstill too, where nothing is swapped out and
# next to nothing can be given back (measured in machine/run/watch.py, where the same numbers stand).
function watch(now,    span, progress, rate, share, idle, cramped) {
    if (now - began > limit) stop("time-limit", now, "limit=" limit)
    if (now - window < 10) return
    span = now - window
    progress = (user - window_user) / hz / span
    rate = (faults - window_faults) / span
    share = meminfo["MemAvailable:"] / meminfo["MemTotal:"]
    idle = progress < 0.1 && (psi + 0 > pressure || rate > 200)
    cramped = share < 0.05 && meminfo["SwapFree:"] + 0 == meminfo["SwapTotal:"] + 0
    if (share < 0.15 && (idle || cramped && rate > 200 && rate > 5000 * progress))
        stop("memory-pressure", now, sprintf("progress=%.3f faults=%.0f psi=%s", progress, rate, psi))
    window = now; window_user = user; window_faults = faults
}

{
    now = first_line(proc "/uptime")
    sub(/ .*/, "", now)
    if (NR == 1) { began = window = second = now; leader_folder = proc "/" leader }
    if (NR == 1 || now - second >= 1) { read_pressure(); second = now; whole = seconds++ % 2 == 0 } else whole = 0
    crowd = processes > 100
    tree = processes = largest = user = system_time = faults = 0
    largest_name = "-"
    count = split($0, folders, " ")
    for (i = 1; i <= count; i++) if (!(folders[i] in foreign)) add(folders[i])
    forget()
    read_memory()
    if (user < most_user) user = most_user
    if (faults < most_faults) faults = most_faults
    most_user = user; most_faults = faults
    printf "S %s %s %s %s %s %d %.0f %.0f %s %.2f %.2f %s\n", now, meminfo["MemAvailable:"], meminfo["AnonPages:"], \
        meminfo["SwapFree:"], meminfo["Shmem:"], processes, tree, largest, largest_name, user / hz, system_time / hz, psi
    samples++
    tell_running(now)
    set_pace()
    watch(now)
    fflush()
}

END {
    printf "N"
    for (name in seen) if (shown++ < 60) printf " %s:%.0f", name, seen[name]
    printf "\n"
    print samples + 0 > (run "/count")
}
