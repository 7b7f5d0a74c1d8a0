CREATE TABLE IF NOT EXISTS ${database}.pipeline_flow_daily
(
    pipeline_id LowCardinality(String) COMMENT 'Pipeline',
    dimension LowCardinality(String) COMMENT 'What the deals are split by: all, owner, segment, ...',
    dimension_value LowCardinality(String) COMMENT 'Value of the dimension at the step; empty for all and for deals without one',
    stage_id LowCardinality(String) COMMENT 'Open stage whose value changed',
    currency LowCardinality(String) COMMENT 'ISO 4217 code; empty for deals without an amount or a currency',
    cause LowCardinality(String) COMMENT 'created, advanced, regressed, increased, decreased, redenominated, reassigned, won, lost, reopened, deleted, restored or moved',
    day Date32 COMMENT 'Day of the step in the reporting time zone',
    deals Int64 COMMENT 'Open deals that came in, less those that went out',
    amount Decimal(18, 2) COMMENT 'Open amount that came in, less that which went out, in the currency',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (pipeline_id, dimension, dimension_value, stage_id, currency, cause, day)
COMMENT 'Changes of the open pipeline by day and cause; the sum of all up to a day is what was open at its end'
