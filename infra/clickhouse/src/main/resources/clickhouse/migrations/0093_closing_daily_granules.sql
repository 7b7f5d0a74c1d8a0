-- Granules of ClickHouse's usual size. Win rates by owner and the values of a dimension read some hundred thousand rows in a row, and
-- each granule of a file with all columns side by side begins its own dictionaries: with 1,024 rows each, two years by owner take
-- 43 ms, with 8,192 take 27, and a slice's few rows as long as before. CREATE OR REPLACE puts a filled copy in the table's place at
-- once, and can be repeated.
CREATE OR REPLACE TABLE ${database}.closing_daily
(
    pipeline_id LowCardinality(String) COMMENT 'Pipeline',
    dimension LowCardinality(String) COMMENT 'What the deals are split by: all, owner, segment, ...',
    dimension_value LowCardinality(String) COMMENT 'Value of the dimension at closing; empty for all and for deals without one',
    outcome LowCardinality(String) COMMENT 'won or lost',
    currency LowCardinality(String) COMMENT 'ISO 4217 code; empty for deals without an amount',
    day Date32 COMMENT 'Day of closing in the reporting time zone',
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
PARTITION BY toYear(day) * 10 + toQuarter(day)
ORDER BY (pipeline_id, dimension, dimension_value, outcome, currency, day)
SETTINGS index_granularity = 8192, min_bytes_for_wide_part = 4294967296,
    min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1
COMMENT 'Closed deals by day of closing'
AS SELECT
    pipeline_id, dimension, dimension_value, outcome, currency, day, deals, amount, amount_base, unconverted, seconds,
    activities, histogram, version, checkpoint, is_deleted
FROM ${database}.closing_daily FINAL
SETTINGS max_partitions_per_insert_block = 0
