-- Small granules with all columns side by side in one file, as the page of a deal reads its visits alone, each whole. CREATE OR
-- REPLACE puts a filled copy in the table's place at once, and can be repeated.
CREATE OR REPLACE TABLE ${database}.stage_visits
(
    deal_id String COMMENT 'Deal',
    visit_no UInt32 COMMENT 'Place among the visits of the deal, from 1',
    pipeline_id LowCardinality(String) COMMENT 'Pipeline of the stage',
    stage_id LowCardinality(String) COMMENT 'Stage',
    entered_at DateTime64(3, 'UTC') COMMENT 'Begin of the visit',
    exited_at Nullable(DateTime64(3, 'UTC')) COMMENT 'Begin of the next visit; NULL while this one lasts',
    seconds Nullable(Int64) COMMENT 'Whole seconds from entry to exit; NULL while the visit lasts',
    movement LowCardinality(String) COMMENT 'How it ended: advanced, regressed, won, lost, reopened, moved; current if it has not',
    next_stage_id LowCardinality(Nullable(String)) COMMENT 'Stage entered next; NULL while the visit is current',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (deal_id, visit_no)
SETTINGS index_granularity = 128, min_bytes_for_wide_part = 4294967296
COMMENT 'Every visit of every deal to a stage'
AS SELECT
    deal_id, visit_no, pipeline_id, stage_id, entered_at, exited_at, seconds, movement, next_stage_id, version,
    checkpoint, is_deleted
FROM ${database}.stage_visits FINAL
