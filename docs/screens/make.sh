#!/bin/sh
# Draws every screen of the app in a real terminal, on an emulated machine with a real Go project and real builds.
#
#     docs/screens/make.sh SHOT [PYTHON]
#     ONLY="overview change" docs/screens/make.sh SHOT [PYTHON]
#
# SHOT is a program that runs a command in a terminal and saves a picture:
#     SHOT --out FILE.png --size 100x30 --start SECONDS --keys "c wait:1 up" -- COMMAND
# Linux, Go on PATH; takes about forty minutes, each picture waits until everything has been read.
set -eu
start=${START:-7} # seconds until everything has been read
shot=$1
python=${2:-python3}
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
machine=$work/dev
config=$machine/profile/.wslconfig
wsl=$machine/wsl.exe
eater=
trap 'test -z "$eater" || kill "$eater"; "$python" "$project/wslmem/emulator" clean "$machine"; rm -rf "$work"' EXIT

wanted() { case " ${ONLY:-$1} " in *" $1 "*) true ;; *) false ;; esac; } # ONLY names what is drawn
any() { for name; do wanted "$name" && return 0; done; return 1; }

lived_in() { # MEMORY: the file, and a VM that runs with it and holds something, as an editor's server does
    printf '# kept from 2023\r\n[wsl2]\r\nmemory=%s   # was 8GB\r\nswap=0\r\npageReporting=true\r\n\r\n[experimental]\r\nautoMemoryReclaim=gradual\r\nsparseVhd=true\r\n' "$1" >"$config"
    "$wsl" --shutdown
    "$wsl" -- true >/dev/null 2>&1
    "$wsl" -- "$python" -c "import time; held = bytearray(b'x') * (${HELD:-420} << 20); time.sleep(9999)" >/dev/null 2>&1 &
}

one() { # NAME KEYS SIZE LANGUAGE THEME
    "$shot" --out "$here/$1-$3-$4-$5.png" --size "$3" --start "$start" --keys "$2" -- \
        env "TEXTUAL_THEME=textual-$5" "$python" -m wslmem --lang "$4" "$shown" >/dev/null
}

each() { # COMMAND ...: with both sizes, both languages, light and dark
    for size in 100x30 80x24; do
        for lang in en zh_CN; do
            for theme in dark light; do "$@" "$size" "$lang" "$theme"; done
        done
    done
}

picture() { # NAME KEYS: four at a time
    wanted "$1" || return 0
    for size in 100x30 80x24; do
        for lang in en zh_CN; do
            for theme in dark light; do one "$1" "$2" "$size" "$lang" "$theme" & drawing="${drawing:-} $!"; done
        done
        wait $drawing
        drawing=
    done
}

anew() { # NAME KEYS SIZE LANGUAGE THEME: for what changes the machine
    lived_in 4GB
    one "$@"
}

alone() { # NAME KEYS
    wanted "$1" || return 0
    each anew "$1" "$2"
}

faulty() { # FAULT NAME KEYS SIZE LANGUAGE THEME: with something wrong with the emulated WSL
    lived_in 4GB
    echo "{\"faults\": [\"$1\"]}" >"$machine/knobs.json"
    shift
    one "$@"
    rm -f "$machine/knobs.json"
}

"$python" "$project/wslmem/emulator" make "$machine"
export WSLMEM_STATE="$machine/wslmem" WSLMEM_CONFIG="$config" WSLMEM_WSL="$wsl" PYTHONPATH="$project"
"$python" "$here/shop.py" "$work/shop"
"$python" -c "import sys; from pathlib import Path; from wslmem.machine import sample_module; sample_module.write(Path(sys.argv[1]))" "$work/sample"
printf '%s\n' "# example.com/shop/catalog" "example.com/shop/catalog: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed" \
    "[ 7632.195149] Out of memory: Killed process 30649 (compile) total-vm:4619708kB, anon-rss:3012516kB" >"$work/build.log"
shown=$work/shop

if any history; then
    lived_in 8GB
    "$python" -m wslmem apply --memory 6GB --swap 2GB --shutdown never --yes >/dev/null
    "$python" -m wslmem apply --memory 4GB --swap 0 --shutdown never --yes >/dev/null
fi
lived_in 4GB

picture overview ""
picture why "i wait:1"
picture change "c wait:1 a wait:1"
picture review "a wait:2 1 2"
picture history "h wait:2 down wait:1"
picture explain "e wait:3 shift+tab shift+tab text:$work/build.log enter wait:3"
picture plan "b wait:3 n wait:2"
picture help "? wait:1"
picture palette "ctrl+p wait:1"
if wanted narrow; then
    one narrow "" 60x20 en dark
    one narrow "c wait:1" 60x20 zh_CN light
    "$shot" --out "$here/ascii-100x30-en-dark.png" --size 100x30 --start "$start" -- \
        "$python" -m wslmem --lang en --ascii "$work/shop" >/dev/null
    "$shot" --out "$here/monochrome-100x30-en-dark.png" --size 100x30 --start "$start" -- \
        env NO_COLOR=1 "$python" -m wslmem --lang en "$work/shop" >/dev/null
fi
if wanted watch; then
    "$wsl" -- "$python" "$here/eater.py" >/dev/null 2>&1 &
    eater=$!
    picture watch "w wait:40"
    kill "$eater"
    eater=
fi
if wanted interrupted; then
    lived_in 4GB
    "$python" "$here/killed.py" >/dev/null 2>&1 || true # it ends by SIGKILL
    picture interrupted ""
    "$python" -m wslmem status --dismiss >/dev/null
fi
alone apply "a wait:2 1 2 ctrl+s wait:${APPLY_WAIT:-8}"
if wanted rolled-back; then each faulty "vm-no-resources:5368709120" rolled-back "a wait:2 1 2 ctrl+s wait:${FAULT_WAIT:-15}"; fi
if wanted hangs; then # WSL is given a minute before somebody is asked
    faulty shutdown-hang hangs "a wait:2 1 2 ctrl+s wait:66" 100x30 en dark
    faulty shutdown-hang hangs "a wait:2 1 2 ctrl+s wait:66" 80x24 zh_CN light
fi

shown=$work/sample
if any benchmarks result; then
    lived_in 4GB
    "$python" -m wslmem bench "$work/sample" --runs "${RUNS:-3}" --yes --before memory=512MB,swap=0 --after memory=2GB,swap=0 >/dev/null ||
        test $? = 4 # a build was killed: that is what the picture shall show
fi
picture benchmarks "b wait:3"
picture result "b wait:3 o wait:3"
anew() {
    HELD=1 lived_in 1GB
    one "$@"
}
alone bench "b wait:3 n wait:2 up space wait:1 s wait:${BENCH_WAIT:-12}"
