#!/bin/sh
# Draws every screen of the app in a real terminal, on emulated machines with a real Go project and real builds.
#
#     lab/screens/make.sh SHOT [PYTHON]
#     ONLY="overview change" lab/screens/make.sh SHOT [PYTHON]
#     BENCHES=STATE/bench ... shows benchmarks of an earlier run instead of building
#
# SHOT is a program that runs a command in a terminal and saves a picture:
#     SHOT --out FILE.png --size 100x30 --start SECONDS --keys "c wait:1 up" -- COMMAND
# Linux, Go on PATH; takes about a quarter of an hour, each picture waits until everything has been read.
set -eu
start=${START:-6} # seconds until everything has been read
shot=$1
python=${2:-python3}
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
pictures=$project/docs/screens
emulator=$project/wslmem/emulator
work=$(mktemp -d)
export PYTHONPATH="$project"

wanted() { case " ${ONLY:-$1} " in *" $1 "*) true ;; *) false ;; esac; } # ONLY names what is drawn
any() { for name; do wanted "$name" && return 0; done; return 1; }

machine() { # FOLDER: from here on everything is about this emulated machine
    here_is=$1 config=$1/profile/.wslconfig wsl=$1/wsl.exe
    "$python" "$emulator" make "$1"
    export WSLMEM_STATE="$1/wslmem" WSLMEM_CONFIG="$config" WSLMEM_WSL="$wsl"
}

discard() { # FOLDER: also what still waits for a shutdown that never comes
    pgrep -f "emulator wsl $1 " | xargs -r kill
    "$python" "$emulator" clean "$1"
}
trap 'discard "$work/dev"; rm -rf "$work"' EXIT

lived_in() { # MEMORY: the file, and a VM that runs with it and holds something, as an editor's server does
    printf '# kept from 2023\r\n[wsl2]\r\nmemory=%s   # was 8GB\r\nswap=0\r\npageReporting=true\r\n\r\n[experimental]\r\nautoMemoryReclaim=gradual\r\nsparseVhd=true\r\n' "$1" >"$config"
    "$wsl" --shutdown
    "$wsl" -- true >/dev/null 2>&1
    "$wsl" -- "$python" -c "import time; held = bytearray(b'x') * (${HELD:-420} << 20); time.sleep(9999)" >/dev/null 2>&1 &
}

in_terminal() { # FILE SIZE KEYS COMMAND ...: a terminal may have another environment than we have
    picture=$1 size=$2 keys=$3
    shift 3
    "$shot" --out "$pictures/$picture.png" --size "$size" --start "$start" --keys "$keys" -- env "PYTHONPATH=$project" \
        "WSLMEM_STATE=$WSLMEM_STATE" "WSLMEM_CONFIG=$WSLMEM_CONFIG" "WSLMEM_WSL=$WSLMEM_WSL" "$@" >/dev/null
}

one() { # NAME KEYS SIZE LANGUAGE THEME
    in_terminal "$1-$3-$4-$5" "$3" "$2" "TEXTUAL_THEME=textual-$5" "$python" -m wslmem --lang "$4" "$shown"
}

own() { # NAME KEYS SIZE LANGUAGE THEME: on a machine of its own, for what changes it; FAULT breaks its WSL
    (
        trap - EXIT
        place=$(mktemp -d "$work/XXXX")/dev
        machine "$place"
        lived_in "${MEMORY:-4GB}"
        test -z "${FAULT:-}" || echo "{\"faults\": [\"$FAULT\"]}" >"$here_is/knobs.json"
        one "$@"
        rm -f "$here_is/knobs.json"
        discard "$place"
    )
}

each() { # COMMAND NAME KEYS: both sizes, both languages, light and dark; ${AT_ONCE} at a time
    wanted "$2" || return 0
    drawing= count=0
    for size in 100x30 80x24; do
        for lang in en zh_CN; do
            for theme in dark light; do
                "$@" "$size" "$lang" "$theme" &
                drawing="$drawing $!" count=$((count + 1))
                test $((count % ${AT_ONCE:-4})) != 0 || { wait $drawing; drawing=; }
            done
        done
    done
}

machine "$work/dev"
"$python" "$here/shop.py" "$work/shop"
"$python" -c "import sys; from pathlib import Path; from wslmem.machine.own import sample_module; sample_module.write(Path(sys.argv[1]))" "$work/sample"
printf '%s\n' "# example.com/shop/catalog" "example.com/shop/catalog: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed" \
    "[ 7632.195149] Out of memory: Killed process 30649 (compile) total-vm:4619708kB, anon-rss:3012516kB" >"$work/build.log"
shown=$work/shop

if wanted history; then
    lived_in 8GB
    "$python" -m wslmem apply --memory 6GB --swap 2GB --shutdown never --yes >/dev/null 2>&1
    "$python" -m wslmem apply --memory 4GB --swap 0 --shutdown never --yes >/dev/null 2>&1
fi
lived_in 4GB

each one overview ""
each one why "i wait:1"
each one change "c wait:1 a wait:1"
each one review "a wait:2 1 2"
each one history "h wait:2 down wait:1"
each one explain "e wait:3 shift+tab shift+tab text:$work/build.log enter wait:3"
each one plan "b wait:3 n wait:2"
each one help "? wait:1"
each one palette "ctrl+p wait:1"
if wanted narrow; then
    one narrow "" 60x20 en dark
    one narrow "c wait:1" 60x20 zh_CN light
    in_terminal ascii-100x30-en-dark 100x30 "" "$python" -m wslmem --lang en --ascii "$shown"
    in_terminal monochrome-100x30-en-dark 100x30 "" NO_COLOR=1 "$python" -m wslmem --lang en "$shown"
fi
if wanted interrupted; then
    "$python" "$here/killed.py" >/dev/null 2>&1 || true # it ends by SIGKILL
    each one interrupted ""
    "$python" -m wslmem status --dismiss >/dev/null
    lived_in 4GB
fi
if wanted watch; then
    "$wsl" -- "$python" "$here/eater.py" >/dev/null 2>&1 &
    AT_ONCE=8 each one watch "w wait:45"
    "$wsl" --shutdown
fi

apply="a wait:2 1 2 ctrl+s wait"
each own apply "$apply:${APPLY_WAIT:-10}"
FAULT=vm-no-resources:5368709120 each own rolled-back "$apply:${FAULT_WAIT:-16}"
if wanted hangs; then # WSL is given a minute before somebody is asked
    FAULT=shutdown-hang own hangs "$apply:66" 100x30 en dark &
    FAULT=shutdown-hang own hangs "$apply:66" 80x24 zh_CN light
    wait $!
fi

shown=$work/sample
if any benchmarks result; then
    HELD=1 lived_in 4GB
    if test -n "${BENCHES:-}"; then
        mkdir -p "$WSLMEM_STATE"
        cp -r "$BENCHES" "$WSLMEM_STATE/bench"
    else
        "$python" -m wslmem bench "$work/sample" --runs "${RUNS:-3}" --yes --before memory=512MB,swap=0 --after memory=2GB,swap=0 >/dev/null 2>&1 ||
            test $? = 4 # a build was killed: that is what the picture shall show
    fi
fi
each one benchmarks "b wait:3"
each one result "b wait:3 o wait:3"
HELD=1 MEMORY=1GB AT_ONCE=2 each own bench "b wait:3 n wait:2 up space wait:1 s wait:${BENCH_WAIT:-40}"
