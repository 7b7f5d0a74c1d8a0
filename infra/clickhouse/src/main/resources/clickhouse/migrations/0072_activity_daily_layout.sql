-- A quarter of a year is a partition, whose parts become one when nothing was written to it for an hour: FINAL has nothing to
-- merge in it then. What is being written is mostly of this quarter, and days out of a query's range are not even looked at.
-- Small granules with all columns side by side in one file, as a dashboard reads few rows of many places, and to open files takes
-- longer than to read so little. CREATE OR REPLACE puts a filled copy in the table's place at once, and can be repeated.
CREATE OR REPLACE TABLE ${database}.activity_daily
(
    dimension LowCardinality(String) COMMENT 'What the activities are split by: all or rep',
    dimension_value LowCardinality(String) COMMENT 'Sales representative; empty for all and for activities without one',
    type LowCardinality(String) COMMENT 'call, email, meeting, demo, note, task, other or unknown',
    day Date32 COMMENT 'Day of the activity in the reporting time zone',
    activities Int64 COMMENT 'Activities done',
    seconds Int64 COMMENT 'Sum of their durations in whole seconds; those without one add 0',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY toYear(day) * 10 + toQuarter(day)
ORDER BY (dimension, dimension_value, type, day)
SETTINGS index_granularity = 1024, min_bytes_for_wide_part = 4294967296,
    min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1
COMMENT 'Activities done by day'
AS SELECT
    dimension, dimension_value, type, day, activities, seconds, version, checkpoint, is_deleted
FROM ${database}.activity_daily FINAL
SETTINGS max_partitions_per_insert_block = 0
