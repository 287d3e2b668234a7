# The environment that the user's own shell has, and the Go toolchain found in it. POSIX sh; sets $go, '' where there is none.

# What builds are steered by, of many tools; the rest of a login is none of a build's business.
LOGIN='PATH|GO[A-Z0-9]+|CGO_[A-Z_]+|CC|CXX|AR|LD|[A-Z]+FLAGS|PKG_CONFIG_PATH|LD_LIBRARY_PATH|LIBRARY_PATH|CPATH'
LOGIN="$LOGIN|CARGO_[A-Z_]+|RUST[A-Z_]*|JAVA_HOME|M2_HOME|MAVEN_[A-Z_]+|GRADLE_[A-Z_]+|NODE_[A-Z_]+|NVM_[A-Z_]+|PNPM_HOME"
LOGIN="$LOGIN|CMAKE_[A-Z_]+|VIRTUAL_ENV|PYTHONPATH|MAX_JOBS|UV_[A-Z_]+|PIP_[A-Z_]+"

# `wsl -e` starts no login shell, so a PATH or GOPROXY set in ~/.profile is missing. A profile may print and may hang.
login_variables() {
    limit=''
    if command -v timeout >/dev/null; then limit='timeout 10'; fi
    # shellcheck disable=SC2086  # two words or none
    $limit "${SHELL:-/bin/sh}" -lc env </dev/null 2>/dev/null |
        grep -aE "^($LOGIN)=" |
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
