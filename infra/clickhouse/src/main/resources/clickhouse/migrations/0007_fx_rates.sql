CREATE TABLE IF NOT EXISTS ${database}.fx_rates
(
    base LowCardinality(String) COMMENT 'ISO 4217 code of the base currency',
    quote LowCardinality(String) COMMENT 'ISO 4217 code of the quote currency',
    date Date32 COMMENT 'Day from which the rate holds',
    rate Decimal(28, 10) COMMENT '1 unit of base is this much of quote',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (base, quote, date)
COMMENT 'Exchange rates as last set'
