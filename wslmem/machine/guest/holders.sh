# Who holds the memory of the VM: of every process what is its own (Pss, which shares out what several hold), or its RSS
# where Pss may not be read; of the largest also the arguments, by which one `node` is told from another. POSIX sh and awk.
#
#   P PID PSS_OR_RSS OF_FILES SHARED_MEMORY p|r NAME     sizes in KiB; p for Pss, r for RSS
#   ==> /proc/PID/cmdline <==                            and the arguments, a tab between two

holders() {
    page=$(getconf PAGESIZE 2>/dev/null || echo 4096)
    for one in /proc/[0-9]*; do echo "$one"; done | awk -v page="$page" '
        function name_of(folder,    line) {
            line = ""
            getline line < (folder "/comm")
            close(folder "/comm")
            gsub(/[^ -~]/, "?", line)
            return line
        }
        # A kernel thread has no memory of its own, and a zombie none any more.
        function resident(folder,    line, part) {
            line = ""
            getline line < (folder "/statm")
            close(folder "/statm")
            split(line, part, " ")
            shared = part[3] * page / 1024
            return part[2] * page / 1024
        }
        function proportional(path,    line, part) {
            pss = -1
            of_files = in_memory = 0
            while ((getline line < path) > 0) {
                split(line, part, " ")
                if (part[1] == "Pss:") pss = part[2]
                else if (part[1] == "Pss_File:") of_files = part[2]
                else if (part[1] == "Pss_Shmem:") { in_memory = part[2]; break }
            }
            close(path)
            return pss >= 0
        }
        {
            rss = resident($0)
            if (rss <= 0) next
            if (proportional($0 "/smaps_rollup")) kind = "p"
            else { kind = "r"; pss = rss; of_files = shared; in_memory = 0 }
            printf "P %s %.0f %.0f %.0f %s %s\n", substr($0, 7), pss, of_files, in_memory, kind, name_of($0)
        }
    ' 2>/dev/null | sort -k3,3nr
}

# Of at most 40 that hold 8 MiB or more; one call tells all, with a headline for each. /dev/null makes it tell one, too.
arguments() {
    files=$(awk '$3 >= 8192 && n++ < 40 { print "/proc/" $2 "/cmdline" }')
    # shellcheck disable=SC2086  # names without blanks
    head -c 600 /dev/null $files 2>/dev/null | tr '\000' '\t'
}

found=$(holders)
echo "$found"
echo "$found" | arguments
