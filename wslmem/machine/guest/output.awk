# The end of what the build printed (8 KiB at most, O lines) and, from anywhere in it, the lines that tell why a build ended
# (V lines, 40 at most). Constant memory; long lines come in cut.

/[Kk]illed|SIGKILL|signal 9|out of memory|cannot allocate memory|Cannot allocate memory|OutOfMemory|heap limit|ENOMEM|exit (code|status):? 137/ {
    if (told < 40) evidence[++told] = $0
}

{
    slot = NR % 200
    size += length($0) + 1 - length(ring[slot])
    ring[slot] = $0 "\n"
}

END {
    for (i = 1; i <= told; i++) print "V " evidence[i]
    last = NR < 200 ? NR : 200
    for (i = NR - last + 1; i <= NR; i++) {
        if (size <= 8192) printf "O %s", ring[i % 200]
        size -= length(ring[i % 200])
    }
}
