-- The user of the dashboard's server (options clickhouse.user and clickhouse.password of serve). Repeatable: the password is renewed
-- each time, as it stands with the server too and both must agree.
CREATE USER IF NOT EXISTS ${database}_serve
    IDENTIFIED WITH sha256_hash BY '${serve_hash}' SALT '${serve_salt}'
    DEFAULT DATABASE ${database};

ALTER USER ${database}_serve
    IDENTIFIED WITH sha256_hash BY '${serve_hash}' SALT '${serve_salt}';

GRANT ${database}_dashboard TO ${database}_serve;
