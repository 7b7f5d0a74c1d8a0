-- Small granules, as a dashboard reads a few rows of a table that is rewritten all the time. CREATE OR REPLACE puts a filled copy
-- in the table's place at once, and can be repeated.
CREATE OR REPLACE TABLE ${database}.rolling_stage_time
(
    pipeline_id LowCardinality(String) COMMENT 'Pipeline',
    dimension LowCardinality(String) COMMENT 'What the deals are split by: all, owner, segment, ...',
    dimension_value LowCardinality(String) COMMENT 'Value of the dimension just before the exit; empty for all and for deals without one',
    stage_id LowCardinality(String) COMMENT 'Open stage that the visits were in',
    movement LowCardinality(String) COMMENT 'How the visits ended: advanced, regressed, won or lost',
    window_days UInt16 COMMENT 'Length of the window in days',
    as_of Date32 COMMENT 'Last day of the window, today by the clock of the pipeline',
    exits Int64 COMMENT 'Visits ended',
    seconds Int64 COMMENT 'Sum of their lengths, from entry to exit, in whole seconds',
    histogram Map(Int16, Int64) COMMENT 'Visits by logarithmic bucket of their length; read it with dp_quantile',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (pipeline_id, dimension, dimension_value, stage_id, movement, window_days)
SETTINGS index_granularity = 256
COMMENT 'Ended visits to open stages of the last days'
AS SELECT
    pipeline_id, dimension, dimension_value, stage_id, movement, window_days, as_of, exits, seconds, histogram,
    version, checkpoint, is_deleted
FROM ${database}.rolling_stage_time FINAL
