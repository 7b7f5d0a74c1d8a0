-- Granules of ClickHouse's usual size, as for closing_daily: a waterfall and the open pipeline of past days read a slice's rows of all
-- time, some ten thousand in a row. CREATE OR REPLACE puts a filled copy in the table's place at once, and can be repeated.
CREATE OR REPLACE TABLE ${database}.pipeline_flow_daily
(
    pipeline_id LowCardinality(String) COMMENT 'Pipeline',
    dimension LowCardinality(String) COMMENT 'What the deals are split by: all, owner, segment, ...',
    dimension_value LowCardinality(String) COMMENT 'Value of the dimension at the step; empty for all and for deals without one',
    stage_id LowCardinality(String) COMMENT 'Open stage whose value changed',
    currency LowCardinality(String) COMMENT 'ISO 4217 code; empty for deals without an amount or a currency',
    cause LowCardinality(String) COMMENT 'created, advanced, regressed, increased, decreased, redenominated, reweighted, reassigned, won, lost, reopened, deleted, restored or moved',
    day Date32 COMMENT 'Day of the step in the reporting time zone',
    deals Int64 COMMENT 'Open deals that came in, less those that went out',
    amount Decimal(18, 2) COMMENT 'Open amount that came in, less that which went out, in the currency',
    amount_at_stage_probability Decimal(18, 2) COMMENT 'Open amount to be weighted by the probability of its stage that came in, less that which went out: of deals without a probability of their own',
    weighted_own Decimal(38, 11) COMMENT 'Open amount times the probability of its deal that came in, less that which went out: of deals with a probability of their own',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY toYear(day) * 10 + toQuarter(day)
ORDER BY (pipeline_id, dimension, dimension_value, stage_id, currency, cause, day)
SETTINGS index_granularity = 8192, min_bytes_for_wide_part = 4294967296,
    min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1
COMMENT 'Changes of the open pipeline by day and cause; the sum of all up to a day is what was open at its end'
AS SELECT
    pipeline_id, dimension, dimension_value, stage_id, currency, cause, day, deals, amount,
    amount_at_stage_probability, weighted_own, version, checkpoint, is_deleted
FROM ${database}.pipeline_flow_daily FINAL
SETTINGS max_partitions_per_insert_block = 0
