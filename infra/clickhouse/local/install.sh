#!/bin/sh
# Installs the engine's packages as package-lock.json names them; does nothing when they are there already.
set -eu
cd "$(dirname "$0")"

for tool in node npm; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "Dealpulse's local ClickHouse engine needs Node.js 20 or later with npm: '$tool' is not on the PATH." >&2
    exit 1
  fi
done
major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$major" -lt 20 ]; then
  echo "Dealpulse's local ClickHouse engine needs Node.js 20 or later; this is $(node --version)." >&2
  exit 1
fi

installed=node_modules/.dealpulse-installed
if cmp -s package-lock.json "$installed"; then
  exit 0
fi
npm ci --prefer-offline --no-progress --loglevel=error
# npm lets an optional package fail silently, be it for want of a network or of a package for the platform.
if ! ls node_modules/@chdb/lib-* >/dev/null 2>&1; then
  platform=$(node -p 'process.platform + "-" + process.arch')
  if [ "$platform" = linux-x64 ]; then
    echo "npm could not install ClickHouse's engine (see package.json); is the network there, and glibc?" >&2
    exit 1
  fi
  echo "There is no local ClickHouse engine for $platform; use a ClickHouse server (--clickhouse URL)." >&2
fi
cp package-lock.json "$installed"
