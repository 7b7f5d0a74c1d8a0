-- A deal that stays, or stayed, in its stage longer than the stage allows; one without activity; one whose close date is over; and
-- some whose date was pushed. Open while the deal is as it was, else resolved by what ended it.
INSERT INTO ${database}.deal_alerts
    (alert_id, deal_id, pipeline_id, stage_id, owner_id, kind, state, since, raised_at, resolved_at, resolution, amount, currency, slices,
    version, checkpoint, is_deleted)
WITH
    toDateTime64('${as_of} 12:00:00', 3, 'UTC') AS now_,
    -- The last open visit: the present one, or that before the closing.
    if(status = 'open', length(visited), length(visited) - 1) AS nth,
    entered[nth] AS stage_entered_at,
    coalesce(closed_at, now_) AS end_,
    if(empty(activity_times), entered[1], activity_times[-1]) AS active_at,
    toDateTime64(expected_close_on + 1, 3, 'UTC') AS date_over_at
SELECT
    concat(deal_id, '/', cause.1, '/', formatDateTime(cause.2, '%Y-%m-%dT%H:%i:%SZ')),
    deal_id,
    history.pipeline_id,
    visited[nth],
    owner_id,
    cause.1,
    if(status = 'open', 'open', 'resolved'),
    cause.2,
    cause.3,
    closed_at,
    if(status = 'open', '', toString(status)),
    if(currency = '', NULL, amount),
    currency,
    [
        concat('owner=', owner_id), concat('product=', product), concat('segment=', segment), concat('source=', source),
        concat('territory=', territory)
    ],
    4294967297,
    1,
    0
FROM ${database}.benchmark_histories AS history
INNER JOIN
(
    SELECT pipeline_id, stage_id, ifNull(idle_after_days, 0) AS idle_days, ifNull(stall_after_days, 0) AS stall_days
    FROM ${database}.v_pipelines
) AS stage ON stage.pipeline_id = history.pipeline_id AND stage.stage_id = visited[nth]
ARRAY JOIN
[
    ('idle', greatest(active_at, stage_entered_at), greatest(active_at, stage_entered_at) + toIntervalDay(idle_days)),
    ('stage_overdue', stage_entered_at, stage_entered_at + toIntervalDay(stall_days)),
    ('close_date_passed', date_over_at, date_over_at),
    ('pushed', entered[1] + toIntervalDay(45), if(number % 40 = 0, entered[1] + toIntervalDay(45), now_ + toIntervalDay(1)))
] AS cause
WHERE cause.3 <= end_
