#!/bin/sh
# Starts Flink's own image with our configuration. Begins as root, to whom a new volume belongs, and goes on as the
# image's user.
set -eu

# Copied, not mounted in place: the image's entry point writes to the file.
cp /dealpulse/flink/config.yaml "$FLINK_HOME/conf/config.yaml"
mkdir -p /checkpoints
chown flink:flink /checkpoints
exec setpriv --reuid=flink --regid=flink --init-groups /docker-entrypoint.sh "$@"
