-- Small granules, as a dashboard reads a few rows of a table that is rewritten all the time. CREATE OR REPLACE puts a filled copy
-- in the table's place at once, and can be repeated.
CREATE OR REPLACE TABLE ${database}.rolling_conversion
(
    pipeline_id LowCardinality(String) COMMENT 'Pipeline',
    dimension LowCardinality(String) COMMENT 'What the deals are split by: all, owner, segment, ...',
    dimension_value LowCardinality(String) COMMENT 'Value of the dimension on entry into the cohort; empty for all and for deals without one',
    from_stage_id LowCardinality(String) COMMENT 'Stage that the deals reached, skipped stages included',
    to_stage_id LowCardinality(String) COMMENT 'Stage whose reaching converts them, skipped stages included; the first won stage for a win',
    window_days UInt16 COMMENT 'Length of the window in days',
    as_of Date32 COMMENT 'Last day of the window, today by the clock of the pipeline',
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
ORDER BY (pipeline_id, dimension, dimension_value, from_stage_id, to_stage_id, window_days)
SETTINGS index_granularity = 256
COMMENT 'Deals that reached a stage in the last days, and what became of them'
AS SELECT
    pipeline_id, dimension, dimension_value, from_stage_id, to_stage_id, window_days, as_of, entered, converted, lost,
    open, seconds, histogram, version, checkpoint, is_deleted
FROM ${database}.rolling_conversion FINAL
