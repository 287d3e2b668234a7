# The environment that the user's own shell has, and the Go toolchain found in it. POSIX sh; sets $go, '' where there is none.

# `wsl -e` starts no login shell, so a PATH or GOPROXY set in ~/.profile is missing. A profile may print and may hang.
login_variables() {
    limit=''
    if command -v timeout >/dev/null; then limit='timeout 10'; fi
    # shellcheck disable=SC2086  # two words or none
    $limit "${SHELL:-/bin/sh}" -lc env </dev/null 2>/dev/null |
        grep -aE '^(PATH|GO[A-Z0-9]+|CGO_[A-Z_]+|CC|CXX|PKG_CONFIG_PATH)=' |
        sed "s/'/'\\\\''/g; s/=/='/; s/\$/'/; s/^/export /"
}

login_environment() {
    given=$PATH
    eval "$(login_variables)"
    PATH=$PATH:$given
}

usable_go() {
    case $1 in *.exe | /mnt/*) return 1 ;; esac
    [ -f "$1" ] && [ -x "$1" ]
}

# A Windows go.exe on the PATH that WSL appends cannot build for Linux; the one of a drive is passed over too.
find_go() {
    go=''
    folders=$(printf '%s:/usr/local/go/bin:/usr/lib/go/bin:%s/go/bin:/snap/bin' "$PATH" "$HOME" | tr ':' '\n')
    for sdk in "$HOME"/sdk/go*/bin; do folders="$folders
$sdk"; done
    old_ifs=$IFS
    IFS='
'
    for folder in $folders; do
        if usable_go "$folder/go"; then
            go=$folder/go
            PATH=$folder:$PATH
            break
        fi
    done
    IFS=$old_ifs
}
