# What the build of a Go project compiles, told by the guest's own toolchain. POSIX sh, behind find_go.sh.
#   $1 folder  $2 fields of go list  $3 build tags, may be empty  $4 bytes from which a file is looked into
#   $5 bytes of a package from which all its files are  $6... what is built, as the go command takes it
# Prints, each part behind a line `== name`: mods (go.mod), version, list (JSON), sizes,
# shapes.
# Exit codes: 66 no such folder or no Go project in it, 69 no toolchain, 1 go list failed (its words on stderr).

cd -- "$1" || exit 66
fields=$2 tags=$3 large=$4 giant=$5
shift 5
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

# The paths of all files that are compiled, from the indented JSON of `go list`: one string a line.
awk -F '"' '
    /^\t"Dir": /                      { folder = $4 }
    /^\t"(GoFiles|CgoFiles|CFiles|CXXFiles)": \[/     { inside = 1; next }
    /^\t\]/                           { inside = 0 }
    inside && NF >= 3                 { print folder "/" $2 }
' "$work/list" | tr '\n' '\0' >"$work/names"
echo '== sizes'
xargs -0 stat -L -c '%s %n' <"$work/names" 2>/dev/null | tee "$work/sizes"
# Of the files to look into: bytes within functions, functions, bytes of the longest, places where generics get types
# and where addresses are taken, whether a program wrote it, path.
echo '== shapes'
awk -v large="$large" -v giant="$giant" '
    !/\.go$/               { next }
                           { size = $1; path = $0; sub(/^[0-9]+ /, "", path); folder = path; sub(/\/[^\/]*$/, "", folder) }
    NR == FNR              { total[folder] += size; next }
    size >= large || total[folder] >= giant { print path }
' "$work/sizes" "$work/sizes" | tr '\n' '\0' |
    LC_ALL=C xargs -0 awk '
        function ended()       { code += size; count++; if (size > longest) longest = size; inside = 0 }
        function tell()        { if (inside) { size++; ended() } if (name != "") print code + 0, count + 0, longest + 0, instances + 0, addresses + 0, written, name }
        FNR == 1               { tell(); name = FILENAME; code = 0; count = 0; longest = 0; instances = 0; addresses = 0; written = 0; inside = 0 }
        /^\/\/ Code generated .* DO NOT EDIT\.\r?$/ { if (FNR < 50) written = 1 }
        /\][({]/ && !/^[ \t]*\/\// { instances += gsub(/[A-Za-z0-9_]\[[][A-Za-z0-9_.*]+\][({]/, "&") }
        /[ (]&[A-Za-z_]/       { addresses += gsub(/[ (]&[A-Za-z_]/, "&") }
        /func\(.*[{]$/ && !/^func / { count++ }
        inside && /^}/         { ended() }
        /^func /               { if (inside) ended(); inside = 1; size = -6 }
        inside                 { size += length($0) + 1 }
        END                    { tell() }
    ' /dev/null
exit 0
