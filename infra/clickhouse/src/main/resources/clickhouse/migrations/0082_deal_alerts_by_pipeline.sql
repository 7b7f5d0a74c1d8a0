-- Sorted by state and pipeline, as dashboards ask for the open alerts of one pipeline, again and again. Each alert has what its deal
-- has in each dimension, so that those of one value are found without the deals: the deal's milestone of how it stands knows it, until
-- the job writes the row anew. A filled copy takes the table's place at once. Of each row it holds what was written last, deletions
-- too: FINAL would leave them out, but after a crash they are how the job finds what it must reconcile.
CREATE OR REPLACE TABLE ${database}.deal_alerts
(
    alert_id String COMMENT 'Deal, kind and start of the cause, with slashes between',
    deal_id String COMMENT 'Deal',
    pipeline_id LowCardinality(String) COMMENT 'Pipeline that the deal was in when the alert was raised',
    stage_id LowCardinality(String) COMMENT 'Stage that the deal was in when the alert was raised',
    owner_id LowCardinality(String) COMMENT 'Owner of the deal: now, or when the cause ended; empty if there is none',
    kind LowCardinality(String) COMMENT 'Why the deal counts as stalled: idle, stage_overdue, close_date_passed or pushed',
    state LowCardinality(String) COMMENT 'open or resolved',
    since DateTime64(3, 'UTC') COMMENT 'Start of the cause',
    raised_at DateTime64(3, 'UTC') COMMENT 'When the alert was due, on the clock of the pipeline',
    resolved_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the cause ended; NULL while it is open',
    resolution LowCardinality(String) COMMENT 'What ended the cause: activity_done, activity_planned, deal_updated, stage_changed, won, lost, moved, deleted or close_date_changed; late_event or rules_changed if there never was one, by what is known now; empty while it is open',
    amount Nullable(Decimal(18, 2)) COMMENT 'Amount at risk, in currency: now, or when the cause ended; NULL if the deal has none',
    currency LowCardinality(String) COMMENT 'Currency of the amount, ISO 4217; empty if there is no amount or no currency',
    slices Array(LowCardinality(String)) COMMENT 'dimension=value for each dimension, sorted, with the value that the deal has now, which may be empty; none while the deal waits',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (state, pipeline_id, alert_id)
SETTINGS index_granularity = 1024
COMMENT 'Alerts of stalled deals, open and resolved'
AS SELECT
    alert_id,
    deal_id,
    pipeline_id,
    stage_id,
    owner_id,
    kind,
    state,
    since,
    raised_at,
    resolved_at,
    resolution,
    amount,
    currency,
    slices,
    version,
    checkpoint,
    is_deleted
FROM
(
    SELECT * EXCEPT slices
    FROM ${database}.deal_alerts
    ORDER BY state, alert_id, version DESC
    LIMIT 1 BY state, alert_id
) AS alert
LEFT ANY JOIN
(
    SELECT deal_id, slices
    FROM ${database}.deal_milestones FINAL
    WHERE milestone IN ('open', 'won', 'lost')
) AS deal ON deal.deal_id = alert.deal_id
