-- A user of its own for Grafana, so that dashboards and alert rules use up nobody else's quota. Repeatable: the password is
-- renewed each time, as it stands with Grafana too and both must agree.
CREATE USER IF NOT EXISTS ${database}_grafana
    IDENTIFIED WITH sha256_hash BY '${grafana_hash}' SALT '${grafana_salt}'
    DEFAULT DATABASE ${database};

ALTER USER ${database}_grafana
    IDENTIFIED WITH sha256_hash BY '${grafana_hash}' SALT '${grafana_salt}';

GRANT ${database}_reader TO ${database}_grafana;
