# What the build of a Go project compiles, told by the guest's own toolchain. POSIX sh, behind find_go.sh.
#   $1 folder  $2 build tags, may be empty  $3... what is built, as the go command takes it
# Prints, each part behind a line `== name`: version, files (of go.mod, go.work), list (JSON), sizes, generated.
# Exit codes: 66 no such folder or no Go project in it, 69 no toolchain, 1 go list failed (its words on stderr).

cd -- "$1" || exit 66
fields=$2 tags=$3
shift 3
folder=$(pwd -P)
home=$folder
while [ ! -f "$home/go.mod" ] && [ ! -f "$home/go.work" ]; do
    [ "$home" = / ] && exit 66
    home=$(dirname "$home")
done

echo '== mods'
[ -f "$home/vendor/modules.txt" ] && echo 'vendored'
cat "$home/go.mod" 2>/dev/null

login_environment
find_go
[ -n "$go" ] || exit 69
export GOTOOLCHAIN=local
echo '== version'
"$go" env GOVERSION
echo '== list'
work=$(mktemp -d) || exit 73
trap 'rm -rf "$work"' EXIT
"$go" list -e -deps "-json=$fields" ${tags:+"-tags=$tags"} -- "$@" >"$work/list" || exit 1
cat "$work/list"

# The paths of all Go files, from the indented JSON of `go list`: one string a line.
awk -F '"' '
    /^\t"Dir": /                      { folder = $4 }
    /^\t"(GoFiles|CgoFiles)": \[/     { inside = 1; next }
    /^\t\]/                           { inside = 0 }
    inside && NF >= 3                 { print folder "/" $2 }
' "$work/list" | tr '\n' '\0' >"$work/names"
echo '== sizes'
xargs -0 stat -L -c '%s %n' <"$work/names" 2>/dev/null | tee "$work/sizes"
echo '== generated'
awk '$1 >= 65536 { sub(/^[0-9]+ /, ""); print }' "$work/sizes" | tr '\n' '\0' |
    xargs -0 grep -lsE -m 1 '^// Code generated .* DO NOT EDIT\.' /dev/null
exit 0
