CREATE TABLE IF NOT EXISTS ${database}.activity_daily
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
ORDER BY (dimension, dimension_value, type, day)
COMMENT 'Activities done by day'
