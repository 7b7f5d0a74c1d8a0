-- Small granules, as a dashboard reads a few rows of a table that is rewritten all the time. CREATE OR REPLACE puts a filled copy
-- in the table's place at once, and can be repeated.
CREATE OR REPLACE TABLE ${database}.pipeline_value
(
    pipeline_id LowCardinality(String) COMMENT 'Pipeline',
    dimension LowCardinality(String) COMMENT 'What the deals are split by: all, owner, segment, ...',
    dimension_value LowCardinality(String) COMMENT 'Value of the dimension now; empty for all and for deals without one',
    stage_id LowCardinality(String) COMMENT 'Open stage that the deals are in',
    currency LowCardinality(String) COMMENT 'ISO 4217 code; empty for deals without an amount or a currency',
    as_of Date32 COMMENT 'Day of the value, today by the clock of the pipeline',
    open_deals Int64 COMMENT 'Open deals',
    amount Decimal(18, 2) COMMENT 'Sum of their amounts in the currency',
    weighted_amount Decimal(18, 2) COMMENT 'The same, each amount times the probability of its deal, else that of its stage',
    amount_base Decimal(18, 2) COMMENT 'Sum of the amounts in the base currency, without unconverted deals',
    weighted_base Decimal(18, 2) COMMENT 'Sum of the weighted amounts in the base currency, without unconverted deals',
    unconverted Int64 COMMENT 'Deals with an amount that no rate converts',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (pipeline_id, dimension, dimension_value, stage_id, currency)
SETTINGS index_granularity = 256
COMMENT 'The open pipeline as it stands now'
AS SELECT
    pipeline_id, dimension, dimension_value, stage_id, currency, as_of, open_deals, amount, weighted_amount,
    amount_base, weighted_base, unconverted, version, checkpoint, is_deleted
FROM ${database}.pipeline_value FINAL
