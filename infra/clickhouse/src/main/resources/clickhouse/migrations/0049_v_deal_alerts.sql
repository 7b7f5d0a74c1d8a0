-- Open alerts first, the largest amount first among them; age_days is how long an alert has stood, or stood.
CREATE OR REPLACE VIEW ${database}.v_deal_alerts AS
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
    round(greatest(dateDiff('second', raised_at, ifNull(resolved_at, now64(3))), 0) / 86400, 2) AS age_days,
    round(greatest(dateDiff('second', since, ifNull(resolved_at, now64(3))), 0) / 86400, 2) AS stalled_days
FROM ${database}.deal_alerts FINAL
ORDER BY
    state = 'open' DESC,
    amount DESC NULLS LAST,
    raised_at,
    alert_id
