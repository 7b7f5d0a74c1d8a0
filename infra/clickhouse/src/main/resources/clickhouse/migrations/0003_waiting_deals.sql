CREATE TABLE IF NOT EXISTS ${database}.waiting_deals
(
    deal_id String COMMENT 'Deal',
    reason LowCardinality(String) COMMENT 'no_stage, pipeline_undefined or stage_undefined',
    since DateTime64(3, 'UTC') COMMENT 'First event of the deal',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY deal_id
COMMENT 'Deals that cannot count yet'
