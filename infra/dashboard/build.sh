#!/bin/sh
# Builds the dashboard into dist/; does nothing when nothing has changed since.
set -eu
cd "$(dirname "$0")"

for tool in node npm; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "Dealpulse's dashboard needs Node.js 20.19 or later with npm to be built: '$tool' is not on the PATH." >&2
    exit 1
  fi
done
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  echo "Dealpulse's dashboard needs Node.js 20.19 or later to be built; this is $(node --version)." >&2
  exit 1
fi

installed=node_modules/.dealpulse-installed
if ! cmp -s package-lock.json "$installed"; then
  npm ci --prefer-offline --no-progress --no-audit --no-fund --loglevel=error
  cp package-lock.json "$installed"
fi

stamp=dist/.dealpulse-built
if [ -f "$stamp" ] && [ -z "$(find src public index.html package.json package-lock.json tsconfig.json vite.config.ts build.sh -newer "$stamp" -print | head -n 1)" ]; then
  exit 0
fi
# Older than all it stands for: a source that changes meanwhile is built next time.
begun=$(mktemp)
trap 'rm -f "$begun"' EXIT
node_modules/.bin/tsc
# Names change with the content, and Maven would pack the old files too.
rm -rf target/classes/dashboard
node_modules/.bin/vite build --logLevel warn
touch -r "$begun" "$stamp"
