#!/bin/sh
# Starts Flink's own image with our configuration. Begins as root, to whom a new volume belongs, and goes on as the
# image's user.
set -eu

# Copied, not mounted in place: the image's entry point writes to the file. Each job is a cluster of its own with a job
# manager of its own.
sed "s/address: jobmanager$/address: ${JOB_MANAGER_RPC_ADDRESS:-jobmanager}/" /dealpulse/flink/config.yaml \
  >"$FLINK_HOME/conf/config.yaml"
mkdir -p /checkpoints
chown flink:flink /checkpoints
exec setpriv --reuid=flink --regid=flink --init-groups /docker-entrypoint.sh "$@"
