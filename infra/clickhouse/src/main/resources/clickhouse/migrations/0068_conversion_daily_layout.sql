-- A quarter of a year is a partition, whose parts become one when nothing was written to it for an hour: FINAL has nothing to
-- merge in it then. What is being written is mostly of this quarter, and days out of a query's range are not even looked at.
-- Small granules with all columns side by side in one file, as a dashboard reads few rows of many places, and to open files takes
-- longer than to read so little. CREATE OR REPLACE puts a filled copy in the table's place at once, and can be repeated.
CREATE OR REPLACE TABLE ${database}.conversion_daily
(
    pipeline_id LowCardinality(String) COMMENT 'Pipeline',
    dimension LowCardinality(String) COMMENT 'What the deals are split by: all, owner, segment, ...',
    dimension_value LowCardinality(String) COMMENT 'Value of the dimension on entry into the cohort; empty for all and for deals without one',
    from_stage_id LowCardinality(String) COMMENT 'Stage that the deals reached, skipped stages included',
    to_stage_id LowCardinality(String) COMMENT 'Stage whose reaching converts them, skipped stages included; the first won stage for a win',
    day Date32 COMMENT 'Day of reaching the first stage in the reporting time zone',
    entered Int64 COMMENT 'Deals that reached the first stage',
    converted Int64 COMMENT 'Those that reached the second stage',
    lost Int64 COMMENT 'Those that are lost now and did not reach it',
    open Int64 COMMENT 'Those that are undecided: neither converted nor lost',
    seconds Int64 COMMENT 'Sum of the times to convert of the converted deals, in whole seconds',
    histogram Map(Int16, Int64) COMMENT 'Converted deals by logarithmic bucket of their time to convert; read it with dp_quantile',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY toYear(day) * 10 + toQuarter(day)
ORDER BY (pipeline_id, dimension, dimension_value, from_stage_id, to_stage_id, day)
SETTINGS index_granularity = 1024, min_bytes_for_wide_part = 4294967296,
    min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1
COMMENT 'Deals that reached a stage, by the day on which they did, and what became of them'
AS SELECT
    pipeline_id, dimension, dimension_value, from_stage_id, to_stage_id, day, entered, converted, lost, open, seconds,
    histogram, version, checkpoint, is_deleted
FROM ${database}.conversion_daily FINAL
SETTINGS max_partitions_per_insert_block = 0
