# The steps of a build out of the go command's action graph (go build -debug-actiongraph: indented JSON, one field a line).
# Only those that were timed; the host throws the short ones away.

function text(line) {
    sub(/^[^:]*: "?/, "", line)
    sub(/"?,?$/, "", line)
    return line
}

/^\t\{/ { mode = package = start = end = "" }
/^\t\t"Mode":/ { mode = text($0) }
/^\t\t"Package":/ { package = text($0) }
/^\t\t"TimeStart":/ { start = text($0) }
/^\t\t"TimeDone":/ { end = text($0) }
/^\t\}/ { if (start !~ /^0001/ && start != "" && package != "" && mode ~ /^(build|link)$/) print "A", mode, package, start, end }
