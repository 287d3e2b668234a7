#!/usr/bin/env bash
# Yarn 4 ends with 129 and prints nothing when the command of a script is killed by SIGKILL: 129 is the number of a hangup,
# and npm on the same script ends with 137.
#
# Seen with @yarnpkg/cli-dist 4.18.1 (npm registry) on Node.js, 2026-11-28, Linux. Whoever looks for 137, or for the word
# "Killed", finds neither: 129 means SIGHUP in every table of shell statuses, and Yarn gives it whatever the signal was.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work/tool" @yarnpkg/cli-dist@4.18.1 >/dev/null
mkdir project && cd project
cat >die.js <<'JS'
process.kill(process.pid, "SIGKILL");
setInterval(() => {}, 1000);
JS
printf '{"name":"project","version":"1.0.0","scripts":{"build":"node die.js"}}\n' >package.json
: >yarn.lock
export YARN_ENABLE_TELEMETRY=0 YARN_ENABLE_GLOBAL_CACHE=0
yarn() { node "$work/tool/node_modules/@yarnpkg/cli-dist/bin/yarn.js" "$@"; }
yarn install >/dev/null
echo "yarn $(yarn --version), node $(node --version), npm $(npm --version)"
by_yarn=0 by_npm=0
said=$(yarn build 2>&1) || by_yarn=$?
npm run --silent build >/dev/null 2>&1 || by_npm=$?
echo "yarn build:    exit $by_yarn, said: '$said'"
echo "npm run build: exit $by_npm"
[ "$by_yarn" = 129 ] && [ -z "$said" ] && [ "$by_npm" = 137 ] && exit 0
echo "it behaves otherwise now" >&2
exit 1
