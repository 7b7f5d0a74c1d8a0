-- Of each owner the deals with open alerts. A deal with several counts once, also in the amount at risk.
-- The present is that of the job.
CREATE OR REPLACE VIEW ${database}.v_alerts_by_owner AS
WITH ifNull((SELECT max(clock) FROM ${database}.job_progress FINAL WHERE job = 'deal-alerts'), now64(3)) AS present
SELECT
    owner_id,
    pipeline_id,
    currency,
    count() AS deals,
    sum(alerts) AS open_alerts,
    sum(amount) AS amount_at_risk,
    sum(idle) AS idle,
    sum(stage_overdue) AS stage_overdue,
    sum(close_date_passed) AS close_date_passed,
    sum(pushed) AS pushed,
    min(raised_at) AS oldest_raised_at,
    round(greatest(dateDiff('second', oldest_raised_at, present), 0) / 86400, 2) AS oldest_age_days
FROM
(
    SELECT
        deal_id,
        owner_id,
        argMax(alert.pipeline_id, alert.raised_at) AS pipeline_id,
        any(alert.currency) AS currency,
        any(alert.amount) AS amount,
        count() AS alerts,
        countIf(kind = 'idle') AS idle,
        countIf(kind = 'stage_overdue') AS stage_overdue,
        countIf(kind = 'close_date_passed') AS close_date_passed,
        countIf(kind = 'pushed') AS pushed,
        min(alert.raised_at) AS raised_at
    FROM ${database}.deal_alerts AS alert FINAL
    WHERE state = 'open'
    GROUP BY deal_id, owner_id
)
GROUP BY owner_id, pipeline_id, currency
ORDER BY amount_at_risk DESC NULLS LAST, open_alerts DESC, owner_id
