# What the build of a Go project compiles, told by the guest's own toolchain. POSIX sh, behind find_go.sh.
#   $1 folder  $2 fields of go list  $3 build tags, may be empty  $4 -test for what go test builds, else empty
#   $5... what is built, as the go command takes it
# Prints, each part behind a line `== name`: mods (go.mod), version (and GOFLAGS), jobs, list (JSON), sizes,
# shapes, c, selectors, outlines.
# Exit codes: 65 a Go file that is no file (its path on stderr), 66 no such folder or no Go project in it,
#    69 no toolchain, 1 go list failed (its words on stderr).

cd -- "$1" || exit 66
fields=$2 tags=$3 tests=$4
shift 4
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
"$go" env GOVERSION GOFLAGS
echo "== jobs"
echo "${GOMAXPROCS:-}"
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
GOGC=${GOGC:-400} "$go" list -e -deps "-json=$fields" ${tags:+"-tags=$tags"} ${tests:+"$tests"} -- "$@" >"$work/list" || exit 1
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
# Of every C and C++ file and of the files of the project that it includes, however indirectly, behind a line `= path`:
# a line for each directive of the preprocessor, with the bytes that follow it up to the next, those of lines of data
# among them, its name, and the rest of its line. Comments and blanks are left out. A file is looked for beside the one
# that includes it, in the folder of its package, and where the flags of cgo say.
echo '== c'
awk -F '"' '
    /^\t"Dir": /        { folder = $4 }
    /^\t"Cgo(CPP|C|CXX)FLAGS": \[/ { inside = 1; next }
    /^\t\]/             { inside = 0 }
    inside && NF >= 3 && separate  { print folder; print $2; separate = 0; next }
    inside && NF >= 3   { if ($2 == "-I") separate = 1; else if ($2 ~ /^-I/) { print folder; print substr($2, 3) } }
' "$work/list" >"$work/searched"
awk -F '"' '
    /^\t"Dir": /                              { folder = $4 }
    /^\t"(CgoFiles|CFiles|CXXFiles)": \[/     { inside = 1; next }
    /^\t\]/                                   { inside = 0 }
    inside && NF >= 3                         { print folder "/" $2 }
' "$work/list" | LC_ALL=C awk -v searched="$work/searched" '
    BEGIN {
        while ((getline folder <searched) > 0 && (getline place <searched) > 0)
            places[folder] = places[folder] (place ~ /^\// ? "" : folder "/") place "\n"
    }
    function normal(path,    parts, count, i, kept, to) {
        count = split(path, parts, "/")
        for (i = 2; i <= count; i++)
            if (parts[i] == "..") { if (to) to-- } else if (parts[i] != "." && parts[i] != "") kept[++to] = parts[i]
        path = ""
        for (i = 1; i <= to; i++) path = path "/" kept[i]
        return path
    }
    # The C that a Go file begins with: the comment directly before the line that imports it.
    function preamble(path,    text, block, status) {
        c_lines = c_at = 0
        while ((status = (getline text <path)) > 0) {
            if (text ~ /^import[ \t]+"C"/) break
            if (!block && text ~ /^\/\*/) { block = 1; c_lines = 0; text = substr(text, 3) }
            else if (!block && text ~ /^\/\//) text = substr(text, 3)
            else if (!block) { c_lines = 0; continue }
            if (block && index(text, "*/")) { block = 0; text = substr(text, 1, index(text, "*/") - 1) }
            if (text !~ /^[ \t]*#cgo[ \t]/) c_line[++c_lines] = text
        }
        if (status <= 0) c_lines = 0
        return status
    }
    # The next line without comments; one that begins there is read to its end.
    function read_line(path,    status, at, last, more) {
        if (path ~ /\.go$/) {
            if (c_at >= c_lines) return 0
            line = c_line[++c_at]
        } else if ((status = (getline line <path)) <= 0) return status
        for (last = 1; match(substr(line, last), /(^|[^"\047*:])\/[\/*]/);) {
            at = last + RSTART + RLENGTH - 3
            if (last > 1 && RLENGTH == 2 && index("\"\047*:", substr(line, last - 1, 1))) { last = at + 2; continue }
            if (substr(line, at + 1, 1) == "/") { line = substr(line, 1, at - 1); break }
            more = substr(line, at + 2); line = substr(line, 1, at - 1)
            while (!(last = index(more, "*/")) && path !~ /\.go$/ && (getline more <path) > 0);
            line = last ? line substr(more, last + 2) : line
            last = at
        }
        return 1
    }
    function solid(text) { gsub(/[ \t\r]/, "", text); return length(text) }
    function tell() { print size, data, name, word; size = data = 0 }
    # Prints a file, and remembers what it includes; whether it is one.
    function known(path,    status, more, tail) {
        if (path in is_file) return is_file[path]
        is_file[path] = 0
        if (++files > 5000 || path ~ /\.go$/ && preamble(path) < 0 || (status = read_line(path)) < 0) return 0
        is_file[path] = 1
        print "= " path
        size = data = 0; name = word = ""
        for (; status > 0; status = read_line(path)) {
            if (line ~ /^[ \t]*#[ \t]*(ifdef|ifndef|if|elif|else|endif|define|undef|include|pragma)([^A-Za-z0-9_]|$)/) {
                while (line ~ /\\$/) {
                    tail = substr(line, 1, length(line) - 1) " "
                    if (read_line(path) <= 0) { line = tail; break }
                    line = tail line
                }
                tell()
                sub(/^[ \t]*#[ \t]*/, "", line); match(line, /^[a-z]+/)
                name = substr(line, 1, RLENGTH); word = substr(line, RLENGTH + 1)
                gsub(/[ \t\r]+/, " ", word); sub(/^ /, "", word); sub(/ $/, "", word); word = substr(word, 1, 300)
                if (name == "include" && match(word, /^("[^"]+"|<[^>]+>)/))
                    included[path] = included[path] substr(word, 1, RLENGTH - 1) "\n"
                continue
            }
            size += more = solid(line)
            if (line ~ /^[ \t]*[[{0-9\047",+-]/ || line ~ /,[ \t\r]*$/) data += more
        }
        close(path); tell()
        return 1
    }
    {
        folder = $0; sub(/\/[^\/]*$/, "", folder)
        split("", seen); split("", todo)
        todo[last = 1] = normal($0)
        while (last) {
            path = todo[last--]
            if (path in seen || !known(path)) continue
            seen[path] = 1
            own = path; sub(/\/[^\/]*$/, "", own)
            count = split(included[path], names, "\n")
            tried = split(own "\n" folder "\n" places[folder], where, "\n")
            for (i = 1; i < count; i++)
                for (j = substr(names[i], 1, 1) == "<" ? 2 : 1; j <= tried; j++)
                    if (where[j] != "" && known(one = normal(where[j] "/" substr(names[i], 2)))) { todo[++last] = one; break }
        }
    }
'
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
