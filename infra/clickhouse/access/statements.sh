#!/bin/sh
# Prints the statements of roles.sql, and of users.sql with the argument "users", of grafana.sql with "grafana", or of
# serve.sql with "serve", for clickhouse-client to run.
#   DATABASE                                          the database; dealpulse unless set
#   ANALYST_PASSWORD, JOB_PASSWORD, ADMIN_PASSWORD    of the users; only salted hashes are printed
#   GRAFANA_PASSWORD                                  of Grafana's user
#   SERVE_PASSWORD                                    of the dashboard's server
set -eu
cd "$(dirname "$0")"

database=${DATABASE:-dealpulse}
case $database in
  *[!A-Za-z0-9_]* | [0-9]*) echo "statements.sh: \"$database\" is not a name of letters, digits and underscores" >&2; exit 1 ;;
esac

with_database() {
  sed "s/\${database}/$database/g" "$1"
}

# The sed commands that put in salt and hash of one user's password.
hashed() {
  [ -n "$2" ] || { echo "statements.sh: the password of $1 is empty; see the head of this file" >&2; exit 1; }
  salt=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  hash=$(printf '%s%s' "$2" "$salt" | sha256sum | cut -d ' ' -f 1)
  echo "s/\${$1_hash}/$hash/; s/\${$1_salt}/$salt/"
}

case ${1:-} in
  '')
    with_database roles.sql
    ;;
  users)
    analyst=$(hashed analyst "${ANALYST_PASSWORD:-}")
    job=$(hashed job "${JOB_PASSWORD:-}")
    admin=$(hashed admin "${ADMIN_PASSWORD:-}")
    with_database roles.sql
    with_database users.sql | sed -e "$analyst" -e "$job" -e "$admin"
    ;;
  grafana)
    grafana=$(hashed grafana "${GRAFANA_PASSWORD:-}")
    with_database roles.sql
    with_database grafana.sql | sed -e "$grafana"
    ;;
  serve)
    serve=$(hashed serve "${SERVE_PASSWORD:-}")
    with_database roles.sql
    with_database serve.sql | sed -e "$serve"
    ;;
  *)
    echo "usage: sh statements.sh [users | grafana | serve]" >&2
    exit 1
    ;;
esac
