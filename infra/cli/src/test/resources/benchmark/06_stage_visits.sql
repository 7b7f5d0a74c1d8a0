INSERT INTO ${database}.stage_visits
    (deal_id, visit_no, pipeline_id, stage_id, entered_at, exited_at, seconds, movement, next_stage_id, version, checkpoint, is_deleted)
SELECT
    deal_id,
    nth,
    pipeline_id,
    visited[nth],
    entered[nth],
    if(nth < length(visited), entered[nth + 1], NULL) AS exited,
    if(nth < length(visited), dateDiff('second', entered[nth], entered[nth + 1]), NULL),
    multiIf(
        nth = length(visited), 'current',
        positions[nth + 1] = 100, 'won',
        positions[nth + 1] = 101, 'lost',
        positions[nth] >= 100, 'reopened',
        positions[nth + 1] > positions[nth], 'advanced',
        'regressed'),
    if(nth < length(visited), visited[nth + 1], NULL),
    4294967297 + number,
    1,
    0
FROM ${database}.benchmark_histories
ARRAY JOIN arrayEnumerate(visited) AS nth
WHERE number >= ${first} AND number < ${first} + ${count}
