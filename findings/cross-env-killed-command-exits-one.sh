#!/usr/bin/env bash
# cross-env whose command is killed prints nothing and exits 1, as for any failed build: the signal is lost.
#
# Seen with cross-env 10.1.0 (npm registry) on Node.js 20, 2026-11-30, Linux. What it stands before is mostly a build that
# is short of memory (`cross-env NODE_OPTIONS=--max-old-space-size=4096 vite build`); when the kernel's OOM killer ends that
# (here: SIGKILL by hand), there is no 137, no "Killed" and no name of a signal above it, and npm tells of exit code 1.
# env(1), env-cmd and dotenv-cli before the same command end with 137.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf '{"name":"killed","version":"1.0.0"}\n' >package.json
npm install --silent --no-audit --no-fund cross-env@10.1.0 env-cmd@11.0.0 >/dev/null
cat >die.js <<'JS'
process.kill(process.pid, "SIGKILL");
setInterval(() => {}, 1000);
JS
by_cross_env=0 by_env=0 by_env_cmd=0
said=$(node_modules/.bin/cross-env SIZE=1 node die.js 2>&1) || by_cross_env=$?
(exec env SIZE=1 node die.js) 2>/dev/null || by_env=$?
echo 'SIZE=1' >settings
node_modules/.bin/env-cmd -f settings node die.js 2>/dev/null || by_env_cmd=$?
echo "cross-env: exit $by_cross_env, said: '$said'"
echo "env:       exit $by_env"
echo "env-cmd:   exit $by_env_cmd"
[ "$by_cross_env" = 1 ] && [ -z "$said" ] && [ "$by_env" = 137 ] && exit 0
echo "it behaves otherwise now" >&2
exit 1
