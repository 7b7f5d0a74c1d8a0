-- Who may do what with the database. statements.sh puts in the names; docs/bi.md tells how to run it, by an administrator
-- who may create roles. Repeatable: what is there is kept, profile and quota are renewed.

-- Analysts and BI tools: the views and nothing else. Views run with their definer's rights, so none to the tables is needed.
CREATE ROLE IF NOT EXISTS ${database}_reader;

-- Every view is called v_..., now and later, and no table is.
GRANT SELECT ON ${database}.v_* TO ${database}_reader;

-- readonly = 2: no writing. With 1, drivers could not even set how they want their results, and most fail.
-- As settings may be changed then, each limit has bounds; the lower one because 0 means without limit.
CREATE SETTINGS PROFILE OR REPLACE ${database}_reader SETTINGS
    readonly = 2 CONST,
    max_execution_time = 60 MIN 1 MAX 300,
    max_result_rows = 1000000 MIN 1 MAX 10000000,
    max_result_bytes = 1000000000 MIN 1 MAX 4000000000,
    max_rows_to_read = 200000000 MIN 1 MAX 1000000000,
    max_memory_usage = 2000000000 MIN 1 MAX 4000000000,
    max_memory_usage_for_user = 4000000000 MIN 1 MAX 4000000000,
    max_threads = 4 MIN 1 MAX 4,
    max_concurrent_queries_for_user = 20 MIN 1 MAX 20
    TO ${database}_reader;

-- A dashboard that asks too often is stopped before it starves the job. Each user has an allowance of his own.
CREATE QUOTA OR REPLACE ${database}_reader KEYED BY user_name
    FOR INTERVAL 1 hour MAX queries = 5000, execution_time = 3600,
    FOR INTERVAL 1 day MAX execution_time = 14400
    TO ${database}_reader;

-- The dashboard's server: the same views, without a quota, as it asks each thing once for all who look at it.
CREATE ROLE IF NOT EXISTS ${database}_dashboard;

GRANT SELECT ON ${database}.v_* TO ${database}_dashboard;

CREATE SETTINGS PROFILE OR REPLACE ${database}_dashboard SETTINGS
    readonly = 2 CONST,
    max_execution_time = 60 MIN 1 MAX 300,
    max_result_rows = 1000000 MIN 1 MAX 1000000,
    max_memory_usage = 4000000000 MIN 1 MAX 4000000000,
    max_concurrent_queries_for_user = 64 MIN 1 MAX 64
    TO ${database}_dashboard;

-- The job's own user (options clickhouse.user and clickhouse.password of run and verify): rows, but no tables.
CREATE ROLE IF NOT EXISTS ${database}_writer;

GRANT SELECT, INSERT ON ${database}.* TO ${database}_writer;

REVOKE INSERT ON ${database}.schema_migrations FROM ${database}_writer;

-- Who runs setup and purge, and in whose name the views run: tables and views of this database.
CREATE ROLE IF NOT EXISTS ${database}_setup;

GRANT SELECT, INSERT, CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP VIEW, ALTER TABLE, ALTER VIEW ON ${database}.*
    TO ${database}_setup;

-- ClickHouse replaces a view by a new one of such a name, and drops what bears it then.
GRANT DROP TABLE ON ${database}._tmp_replace_* TO ${database}_setup;

-- Migrations replace these tables by copies of another layout.
GRANT DROP TABLE ON ${database}.deal_alerts TO ${database}_setup;
GRANT DROP TABLE ON ${database}.deals TO ${database}_setup;
GRANT DROP TABLE ON ${database}.stage_visits TO ${database}_setup;
GRANT DROP TABLE ON ${database}.conversion_daily TO ${database}_setup;
GRANT DROP TABLE ON ${database}.stage_exit_daily TO ${database}_setup;
GRANT DROP TABLE ON ${database}.closing_daily TO ${database}_setup;
GRANT DROP TABLE ON ${database}.pipeline_flow_daily TO ${database}_setup;
GRANT DROP TABLE ON ${database}.activity_daily TO ${database}_setup;
GRANT DROP TABLE ON ${database}.deal_flows TO ${database}_setup;
GRANT DROP TABLE ON ${database}.deal_milestones TO ${database}_setup;
GRANT DROP TABLE ON ${database}.rolling_conversion TO ${database}_setup;
GRANT DROP TABLE ON ${database}.rolling_stage_time TO ${database}_setup;
GRANT DROP TABLE ON ${database}.rolling_closing TO ${database}_setup;
GRANT DROP TABLE ON ${database}.pipeline_value TO ${database}_setup;

-- dp_quantile is one function for the whole server.
GRANT CREATE FUNCTION, DROP FUNCTION ON *.* TO ${database}_setup;

-- For servers on which table engines need a grant.
GRANT TABLE ENGINE ON ReplacingMergeTree TO ${database}_setup;

-- Drivers begin in database default where a connection names none. This shows that it exists, and nothing in it.
GRANT SHOW DATABASES ON default.* TO ${database}_reader, ${database}_dashboard, ${database}_writer,
    ${database}_setup;
