-- Sorted by what a dashboard asks: the deals of a pipeline that passed one milestone of a stage in some days. So the key is all
-- that a milestone is found by, and one that comes to another day or visit is another row.
-- A quarter of a year is a partition, whose parts become one when nothing was written to it for an hour: FINAL has nothing to
-- merge in it then. Not toStartOfQuarter, which knows no day before 1970.
CREATE TABLE IF NOT EXISTS ${database}.deal_milestones
(
    pipeline_id LowCardinality(String) COMMENT 'Pipeline of the stage',
    milestone LowCardinality(String) COMMENT 'reached, left, left_before, open, won or lost',
    stage_id LowCardinality(String) COMMENT 'Stage that the deal reached, left, is in or was closed in',
    day Date32 COMMENT 'Calendar day of the milestone in the reporting zone',
    deal_id String COMMENT 'Deal',
    visit_no UInt32 COMMENT 'Stage visit by which it happened, by its place in the history of the deal, from 1',
    at DateTime64(3, 'UTC') COMMENT 'When it happened',
    movement LowCardinality(String) COMMENT 'How the deal left: advanced, regressed, won, lost or moved; empty unless it left',
    seconds Nullable(Int64) COMMENT 'Whole seconds in the stage if the deal left it, from the first event to the closing if the deal is won or lost; else NULL',
    entered_at Nullable(DateTime64(3, 'UTC')) COMMENT 'Entry into the stage that the deal left; NULL unless it left',
    went_on_to Array(LowCardinality(String)) COMMENT 'Of a stage that was reached: stages further on that the deal has reached by now too, and the first won stage if the deal is won now; else empty',
    status LowCardinality(String) COMMENT 'open, won or lost: of the deal as it stands now',
    amount Nullable(Decimal(18, 2)) COMMENT 'Value of the deal in its currency as it stands now; NULL when none is known',
    currency LowCardinality(String) COMMENT 'ISO 4217 code; empty while there is no amount',
    created_at DateTime64(3, 'UTC') COMMENT 'First event of the deal',
    stage_entered_at DateTime64(3, 'UTC') COMMENT 'Entry into the present stage visit',
    closed_at Nullable(DateTime64(3, 'UTC')) COMMENT 'Entry into the closing stages; NULL while open',
    slices Array(LowCardinality(String)) COMMENT 'dimension=value for each dimension, sorted, with the value under which the milestone counts, which may be empty',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY toYear(day) * 10 + toQuarter(day)
ORDER BY (pipeline_id, milestone, stage_id, day, deal_id, visit_no)
SETTINGS index_granularity = 1024, min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1
COMMENT 'Everything that a deal counts for, or counted for before it moved to another pipeline'
