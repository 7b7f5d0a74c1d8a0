-- Small granules, as a dashboard reads a few rows of a table that is rewritten all the time. CREATE OR REPLACE puts a filled copy
-- in the table's place at once, and can be repeated.
CREATE OR REPLACE TABLE ${database}.rolling_closing
(
    pipeline_id LowCardinality(String) COMMENT 'Pipeline',
    dimension LowCardinality(String) COMMENT 'What the deals are split by: all, owner, segment, ...',
    dimension_value LowCardinality(String) COMMENT 'Value of the dimension at closing; empty for all and for deals without one',
    outcome LowCardinality(String) COMMENT 'won or lost',
    currency LowCardinality(String) COMMENT 'ISO 4217 code; empty for deals without an amount',
    window_days UInt16 COMMENT 'Length of the window in days',
    as_of Date32 COMMENT 'Last day of the window, today by the clock of the pipeline',
    deals Int64 COMMENT 'Deals closed',
    amount Decimal(18, 2) COMMENT 'Sum of their amounts as they stand now, in the currency',
    amount_base Decimal(18, 2) COMMENT 'The same in the base currency, without unconverted deals',
    unconverted Int64 COMMENT 'Deals with an amount that no rate converts',
    seconds Int64 COMMENT 'Sum of their cycles, from creation to closing, in whole seconds',
    activities Int64 COMMENT 'Activities done up to the closing',
    histogram Map(Int16, Int64) COMMENT 'Deals by logarithmic bucket of their cycle; read it with dp_quantile',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (pipeline_id, dimension, dimension_value, outcome, currency, window_days)
SETTINGS index_granularity = 256
COMMENT 'Closed deals of the last days'
AS SELECT
    pipeline_id, dimension, dimension_value, outcome, currency, window_days, as_of, deals, amount, amount_base,
    unconverted, seconds, activities, histogram, version, checkpoint, is_deleted
FROM ${database}.rolling_closing FINAL
