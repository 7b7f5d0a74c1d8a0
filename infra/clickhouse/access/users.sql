-- One user for each role, as an example. statements.sh makes hashes of their passwords, which stand in no file.
CREATE USER IF NOT EXISTS ${database}_analyst
    IDENTIFIED WITH sha256_hash BY '${analyst_hash}' SALT '${analyst_salt}'
    DEFAULT DATABASE ${database};

GRANT ${database}_reader TO ${database}_analyst;

CREATE USER IF NOT EXISTS ${database}_job
    IDENTIFIED WITH sha256_hash BY '${job_hash}' SALT '${job_salt}';

GRANT ${database}_writer TO ${database}_job;

CREATE USER IF NOT EXISTS ${database}_admin
    IDENTIFIED WITH sha256_hash BY '${admin_hash}' SALT '${admin_salt}';

GRANT ${database}_setup TO ${database}_admin;
