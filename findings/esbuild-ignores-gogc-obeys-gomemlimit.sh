#!/usr/bin/env bash
# esbuild never collects garbage, and no GOGC makes it: it switches Go's collector off in its own code, over what the
# environment says. GOMEMLIMIT it obeys: the same bundle takes two thirds of the memory, in four times the processor time.
#
# Seen with esbuild 0.28.0 (npm registry), 2026-11-30, linux/amd64: the typescript package, bundled and minified with a
# source map, 363 MB with GOGC=100 and with nothing set, 229 MB with GOMEMLIMIT=60MiB. GODEBUG=gctrace=1 counts what runs:
# at most one collection (before main begins) with GOGC=20, a dozen and more with a limit. Whoever is told to "set GOGC
# lower" for a bundler written in Go, below Vite or alone, changes nothing; a soft limit is what helps before a hard one kills.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf '{"name":"bundle","version":"1.0.0"}\n' >package.json
npm install --silent --no-audit --no-fund esbuild@0.28.0 typescript@5.9.3 >/dev/null
printf 'import * as ts from "typescript";\nconsole.log(ts.version);\n' >main.js
esbuild=$(echo node_modules/@esbuild/*/bin/esbuild)
collections() { # with the variable that is given
    env GODEBUG=gctrace=1 "$1" "$esbuild" main.js --bundle --minify --sourcemap --platform=node --outfile=out.js \
        --log-level=error 2>&1 >/dev/null | grep -c '^gc ' || true
}
echo "esbuild $("$esbuild" --version), collections while it bundles typescript:"
lower=$(collections GOGC=20)
limited=$(collections GOMEMLIMIT=60MiB)
echo "GOGC=20:          $lower"
echo "GOMEMLIMIT=60MiB: $limited"
[ "$lower" -le 1 ] && [ "$limited" -ge 5 ] && exit 0
echo "it behaves otherwise now" >&2
exit 1
