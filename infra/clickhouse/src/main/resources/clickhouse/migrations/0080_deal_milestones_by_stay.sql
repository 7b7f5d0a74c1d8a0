-- Stays that a past day fell into ended later, and almost all of them soon after it. Classes of their length in the key bound how
-- long after it each class has to be looked for: with the day alone, all that was ever left since then was read. Of open ones too
-- entered_at tells since when they are there, so that a list reads one column for both.
-- CREATE OR REPLACE puts a filled copy in the table's place at once, and can be repeated. FINAL leaves deletions out, but after a
-- crash they are how the job finds what it must reconcile. They do not tell how long a stay was, so they go to all its classes.
CREATE OR REPLACE TABLE ${database}.deal_milestones
(
    pipeline_id LowCardinality(String) COMMENT 'Pipeline of the stage',
    milestone LowCardinality(String) COMMENT 'reached, left, left_before, open, won or lost',
    stay_below_days UInt16 COMMENT 'If the deal left the stage: the stay took less than so many times 24 hours, the least of 8, 32, 128 and 512; 0 if it took longer, or the deal did not leave',
    stage_id LowCardinality(String) COMMENT 'Stage that the deal reached, left, is in or was closed in',
    day Date32 COMMENT 'Calendar day of the milestone in the reporting zone',
    deal_id String COMMENT 'Deal',
    visit_no UInt32 COMMENT 'Stage visit by which it happened, by its place in the history of the deal, from 1',
    at DateTime64(3, 'UTC') COMMENT 'When it happened',
    movement LowCardinality(String) COMMENT 'How the deal left: advanced, regressed, won, lost or moved; empty unless it left',
    seconds Nullable(Int64) COMMENT 'Whole seconds in the stage if the deal left it, from the first event to the closing if the deal is won or lost; else NULL',
    entered_at Nullable(DateTime64(3, 'UTC')) COMMENT 'Entry into the stage that the deal left, or is in; NULL of other milestones',
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
ORDER BY (pipeline_id, milestone, stay_below_days, stage_id, day, deal_id, visit_no)
SETTINGS index_granularity = 1024, min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1
COMMENT 'Everything that a deal counts for, or counted for before it moved to another pipeline'
AS SELECT
    pipeline_id, milestone,
    if(milestone IN ('left', 'left_before'), arrayFirst(days -> ifNull(seconds < days * 86400, 0), [8, 32, 128, 512]), 0)
        AS stay_below_days,
    stage_id, day, deal_id, visit_no, at, movement, seconds, if(milestone = 'open', at, entered_at) AS entered_at, went_on_to, status,
    amount, currency, created_at, stage_entered_at, closed_at, slices, version, checkpoint, is_deleted
FROM ${database}.deal_milestones FINAL
UNION ALL
SELECT
    pipeline_id, milestone,
    arrayJoin(if(milestone IN ('left', 'left_before'), [8, 32, 128, 512, 0], [0])) AS stay_below_days,
    stage_id, day, deal_id, visit_no, at, movement, seconds, entered_at, went_on_to, status, amount, currency, created_at,
    stage_entered_at, closed_at, slices, version, checkpoint, is_deleted
FROM ${database}.deal_milestones
WHERE is_deleted = 1
SETTINGS max_partitions_per_insert_block = 0
