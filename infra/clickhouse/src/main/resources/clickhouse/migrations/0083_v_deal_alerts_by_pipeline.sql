-- In no order of its own: who asks for some of the alerts would have all of them sorted. age_days is how long an alert has stood,
-- or stood. The present is that of the job, as in a replay or a time lapse the wall clock is no measure.
CREATE OR REPLACE VIEW ${database}.v_deal_alerts AS
WITH ifNull((SELECT max(clock) FROM ${database}.job_progress FINAL WHERE job = 'deal-alerts'), now64(3)) AS present
SELECT
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
    round(greatest(dateDiff('second', raised_at, ifNull(resolved_at, present)), 0) / 86400, 2) AS age_days,
    round(greatest(dateDiff('second', since, ifNull(resolved_at, present)), 0) / 86400, 2) AS stalled_days
FROM ${database}.deal_alerts FINAL
