#!/usr/bin/env bash
# gcc 12 -O2 takes 14 s and 230 MB for a C file of 6 kB: a loop that asks five tables, each a switch within a switch.
# With four of them it takes 0.7 s and 44 MB, with five and -fno-thread-jumps 0.1 s and 33 MB: jumps are threaded from
# each case of one turn to each of the next. miniaudio.h has seven such tables (ma_channel_map_init_standard), which take
# its compile from 260 to more than 700 MB: a build that holds it is killed for one function that fills an array.
#
# Seen with Debian's gcc-12 12.2.0-14+deb12u1 on x86-64, 2026-11-29; it takes the gcc-12 that is installed, and GNU time.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
file() { # the C file with so many tables
  awk -v tables="$1" 'BEGIN {
    for (t = 0; t < tables; t++) {
      printf "static unsigned char of%d(unsigned count, unsigned at) {\n switch (count) {\n", t
      for (c = 1; c <= 8; c++) {
        printf " case %d: switch (at) {", c
        for (i = 0; i < c; i++) printf " case %d: return %d;", i, (t * 37 + c * 11 + i * 7) % 51 + 1
        print " } break;"
      }
      print " }\n if (count > 8 && at >= 8 && at < 32) return 22 + at;\n return 0;\n}"
    }
    print "static unsigned char of(int kind, unsigned count, unsigned at) {\n if (count == 0 || at >= count) return 0;"
    print " switch (kind) {"
    for (t = 0; t < tables; t++) printf " case %d: return of%d(count, at);\n", t, t
    print " default: return 0;\n }\n}"
    print "void fill(int kind, unsigned char *map, unsigned long room, unsigned count) {\n unsigned at;"
    print " if (!map || !room || !count) return;"
    print " for (at = 0; at < count; at += 1) {\n  if (!room) break;\n  map[0] = of(kind, count, at); map += 1; room -= 1;\n }\n}"
  }' >"tables$1.c"
}
taken() { # name, flags and file: processor seconds and peak of the compiler
  /usr/bin/time -f '%U %M' -o "$1" gcc-12 "${@:2}" -c -o /dev/null
  echo "${*:2}: $(awk '{printf "%.2f s, %d MB", $1, $2 / 1024}' "$1")"
}
gcc-12 --version | head -1
file 4; file 5
taken four -O2 tables4.c
taken five -O2 tables5.c
taken straight -O2 -fno-thread-jumps tables5.c
awk '{ seconds[FILENAME] = $1; size[FILENAME] = $2 }
  END { exit !(size["five"] > 3 * size["four"] && size["five"] > 4 * size["straight"]) }' four five straight && exit 0
echo "it behaves otherwise now" >&2
exit 1
