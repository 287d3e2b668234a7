#!/bin/sh
# Draws every screen of the app in a real terminal, on an emulated machine with a real Go project and a real benchmark.
#
#     docs/screens/make.sh SHOT [PYTHON]
#
# SHOT is a program that runs a command in a terminal and saves a picture:
#     SHOT --out FILE.png --size 100x30 --start SECONDS --keys "c wait:1 up" -- COMMAND
# Linux, Go on PATH; takes about twenty minutes, each picture waits until everything has been read.
set -eu
start=${START:-8} # seconds until everything has been read
shot=$1
python=${2:-python3}
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap '"$python" "$project/wslmem/emulator" clean "$work/dev"; rm -rf "$work"' EXIT

wanted() { case " ${ONLY:-$1} " in *" $1 "*) true ;; *) false ;; esac; } # ONLY="overview change" draws those alone

"$python" "$project/wslmem/emulator" make "$work/dev"
config=$work/dev/profile/.wslconfig
export WSLMEM_STATE="$work/dev/wslmem" WSLMEM_CONFIG="$config" WSLMEM_WSL="$work/dev/wsl.exe" PYTHONPATH="$project"
printf '# kept from 2023\r\n[wsl2]\r\nmemory=1GB   # was 8GB\r\nswap=0\r\npageReporting=true\r\n\r\n[experimental]\r\nautoMemoryReclaim=gradual\r\nsparseVhd=true\r\n' >"$config"
"$python" -c "import sys; from pathlib import Path; from wslmem.machine import sample_module; sample_module.write(Path(sys.argv[1]))" "$work/shop"
if wanted benchmarks || wanted result; then
"$python" -m wslmem bench "$work/shop" --runs "${RUNS:-3}" --yes --before memory=512MB,swap=0 --after memory=2GB,swap=0 --time-limit 120 >/dev/null ||
    test $? = 4 # a build was killed: that is what the picture shall show
fi

printf '%s\n' "# example.com/shop/tables" "example.com/shop/tables: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed" \
    "[ 7632.195149] Out of memory: Killed process 30649 (compile) total-vm:1619708kB, anon-rss:312516kB" >"$work/build.log"
config_bytes=$(base64 <"$config")

one() { # NAME KEYS SIZE LANGUAGE THEME
    "$shot" --out "$here/$1-$3-$4-$5.png" --size "$3" --start "$start" --keys "$2" -- \
        env "TEXTUAL_THEME=textual-$5" "$python" -m wslmem --lang "$4" "$work/shop" >/dev/null
}

picture() { # NAME KEYS: both sizes, both languages, light and dark; four at a time
    wanted "$1" || return 0
    for size in 100x30 80x24; do
        for lang in en zh_CN; do
            for theme in dark light; do one "$1" "$2" "$size" "$lang" "$theme" & done
        done
        wait
    done
}

alone() { # NAME KEYS: one at a time, for what changes the machine
    wanted "$1" || return 0
    for size in 100x30 80x24; do
        for lang in en zh_CN; do
            for theme in dark light; do
                echo "$config_bytes" | base64 -d >"$config"
                "$WSLMEM_WSL" --shutdown
                one "$1" "$2" "$size" "$lang" "$theme"
            done
        done
    done
}

picture overview ""
picture why "i wait:1"
picture change "c wait:1 a wait:1"
picture review "a wait:2 1 2"
picture history "h wait:2"
picture explain "e wait:1 shift+tab shift+tab text:$work/build.log enter wait:2"
picture watch "w wait:30"
picture benchmarks "b wait:3"
picture plan "b wait:2 n wait:2"
picture result "b wait:3 o wait:3"
picture help "? wait:1"
picture palette "ctrl+p wait:1"
alone apply "a wait:2 1 2 ctrl+s wait:${APPLY_WAIT:-8}"
alone bench "b wait:2 n wait:2 down space wait:1 s wait:${BENCH_WAIT:-12}"
if wanted narrow; then
    one narrow "" 60x20 en dark
    one narrow "c wait:1" 60x20 zh_CN light
    "$shot" --out "$here/ascii-100x30-en-dark.png" --size 100x30 --start "$start" -- \
        "$python" -m wslmem --lang en --ascii "$work/shop" >/dev/null
fi
