# What the build of a Go project compiles, told by the guest's own toolchain. POSIX sh, behind find_go.sh.
#   $1 folder  $2 fields of go list  $3 build tags, may be empty  $4... what is built, as the go command takes it
# Prints, each part behind a line `== name`: mods (go.mod), version, list (JSON), sizes,
# shapes, c, selectors, outlines.
# Exit codes: 65 a Go file that is no file (its path on stderr), 66 no such folder or no Go project in it,
#    69 no toolchain, 1 go list failed (its words on stderr).

cd -- "$1" || exit 66
fields=$2 tags=$3
shift 3
folder=$(pwd -P)
home=$folder
while [ ! -f "$home/go.mod" ] && [ ! -f "$home/go.work" ]; do
    [ "$home" = / ] && exit 66
    home=$(dirname "$home")
done
workspace=
[ -f "$home/go.mod" ] || workspace=yes # in none of its modules, where ./... matches nothing

# What has the name of a Go file and is none, or has more than 64 MiB: the go command would wait for it.
odd=$(find "$home" -mindepth 1 \( -name '[._]*' -o -name testdata \) -prune -o -name '*.go' \
    \( -type p -o -type s -o -type c -o -type b -o -type f -size +131072 \
    -o -type l ! -exec test -f {} \; ! -exec test -d {} \; -exec test -e {} \; \
    -o -type l -exec sh -c '[ "$(stat -L -c %s "$1" 2>/dev/null || echo 0)" -gt 67108864 ]' sh {} \; \) -print \
    2>/dev/null | head -n 1)
[ -n "$odd" ] && printf '%s\n' "$odd" >&2 && exit 65

echo '== mods'
[ -f "$home/vendor/modules.txt" ] && echo 'vendored'
cat "$home/go.mod" 2>/dev/null

login_environment
find_go
[ -n "$go" ] || exit 69
export GOTOOLCHAIN=local
echo '== version'
"$go" env GOVERSION
if [ -n "$workspace" ] && [ "$*" = ./... ]; then
    set --
    while IFS= read -r module; do
        [ -z "$module" ] || set -- "$@" "$module/..."
    done <<MODULES
$("$go" list -m -f '{{.Dir}}' 2>/dev/null)
MODULES
fi
echo '== list'
work=$(mktemp -d) || exit 73
trap 'rm -rf "$work"' EXIT
GOGC=${GOGC:-400} "$go" list -e -deps "-json=$fields" ${tags:+"-tags=$tags"} -- "$@" >"$work/list" || exit 1
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
awk '/\.go$/ { sub(/^[0-9]+ /, ""); print }' "$work/sizes" | tr '\n' '\0' >"$work/go"
# How a line of a signature ends: `{` begins the body, `,` goes on in the next line, anything else is the end.
mark='
    function mark(line,    before, at, last) {
        sub(/[ \t\r]+$/, "", line)
        before = (at = index(line, " //")) ? substr(line, 1, at - 1) : line
        sub(/[ \t]+$/, "", before)
        last = substr(before, length(before))
        if (last == "" || !index("{}(,", last)) last = substr(line, length(line))
        return last == "(" || line ~ /^[ \t]*\/\// ? "," : last
    }
'
# Of every file: bytes within functions, dots, lines and branches there, bytes of the longest, whether a program wrote it, path.
echo '== shapes'
LC_ALL=C xargs -0 awk "$mark"'
    function ended()       { code += size; dots += points; lines += ends; branches += ways; if (size > longest) longest = size; inside = 0 }
    function tell()        { if (inside) { size++; ends++; ended() } if (name != "") print code + 0, dots + 0, lines + 0, branches + 0, longest + 0, written, name }
    FNR == 1               { tell(); name = FILENAME; code = 0; dots = 0; lines = 0; branches = 0; longest = 0; written = 0; inside = 0 }
    /^\/\/ Code generated .* DO NOT EDIT\.\r?$/ { if (FNR < 50) written = 1 }
    inside && /^}/         { ended() }
    /^func /               { if (inside) ended(); inside = head = 1; size = -6; points = 0; ways = 0; ends = -1 }
    inside                 { size += length($0) + 1; points += gsub(/\./, "."); ways += gsub(/if |for |switch |case /, "&"); ends++ }
    inside && head         { last = mark($0); head = last == ","; if (!head && last != "{") ended() }
    END                    { tell() }
' /dev/null <"$work/go"
# Of every C and C++ file: bytes of lines of data, whether it includes the C++ standard library, path.
echo '== c'
awk '!/\.go$/ { sub(/^[0-9]+ /, ""); print }' "$work/sizes" | tr '\n' '\0' |
    LC_ALL=C xargs -0 awk '
    function tell()    { if (name != "") print data + 0, standard + 0, name }
    FNR == 1           { tell(); name = FILENAME; data = standard = 0 }
    /^[ \t]*[[{0-9\047"+-]/ { data += length($0) + 1 }
    /^[ \t]*#[ \t]*include[ \t]*<[a-z_]+>/ { standard = 1 }
    END                { tell() }
' /dev/null
# What the files with imports name of other packages: folder, blank, `v1.Pod`.
echo '== selectors'
LC_ALL=C xargs -0 grep -l '^import ' /dev/null <"$work/go" | tr '\n' '\0' |
    LC_ALL=C xargs -0 grep -oHE '\b[A-Za-z_][A-Za-z0-9_]*\.[A-Z][A-Za-z0-9_]*' /dev/null |
    awk '{ sub(/\/[^\/]*:/, " ") } !seen[$0]++'
# Of every file, behind a line `//= path`: imports, types, the heads of functions, generic functions whole, the lines
# that give something types in brackets, and those with a function literal, from the line on that calls what takes it;
# and what ends a function.
echo '== outlines'
LC_ALL=C xargs -0 awk "$mark"'
    FNR == 1          { print "//= " FILENAME; generic = 0; block = 0; head = 0; call = "" }
    generic == 1      { print; generic = !/^}/; next }
    block             { if (!/^[ \t]*\/\//) print; block = !/^[})]/; next }
    /^func /          { head = 1; generic = /^func ([A-Za-z0-9_]+\[|\([^)]*\[)/ ? 2 : 0 }
    head              { print; last = mark($0); head = last == ","; if (!head) generic = generic && last == "{"; next }
    /^(type|import) / { print; block = /[{(]\r?$/; next }
    /^}/              { print "}" }
                      { literal = index($0, "func(") }
    literal && !index(substr($0, 1, literal - 1), "(") { printf "%s", call }
    literal || /\][({]/                                { print }
    /\(\r?$/           { call = $0 "\n"; next }
    call != ""        { call = index($0, ")") || length(call) > 160 ? "" : call $0 "\n" }
' /dev/null <"$work/go"
exit 0
