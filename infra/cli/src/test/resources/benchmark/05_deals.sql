INSERT INTO ${database}.deals
    (deal_id, pipeline_id, stage_id, status, owner_id, account_id, amount, currency, probability, probability_override, created_at,
    stage_entered_at, closed_at, expected_close_on, last_activity_at, activities, lead_id, loss_reason, competitor, attributes,
    version, checkpoint, is_deleted)
SELECT
    deal_id,
    history.pipeline_id,
    visited[-1],
    status,
    owner_id,
    concat('account-', toString(cityHash64(history.number, 'account') % 120000)),
    if(currency = '', NULL, amount),
    currency,
    coalesce(probability_override, stage.probability),
    probability_override,
    entered[1],
    entered[-1],
    closed_at,
    expected_close_on,
    if(empty(activity_times), NULL, activity_times[-1]),
    length(activity_times),
    '',
    if(status = 'lost', ['price', 'no budget', 'competitor', 'timing', 'no answer'][1 + cityHash64(history.number, 'reason') % 5], ''),
    if(status = 'lost' AND history.number % 3 = 0, concat('competitor-', toString(history.number % 7)), ''),
    mapFilter(
        (name, value) -> value != '',
        map('segment', toString(segment), 'source', toString(source), 'territory', toString(territory), 'product', toString(product))),
    4294967297 + history.number,
    1,
    0
FROM ${database}.benchmark_histories AS history
INNER JOIN ${database}.v_pipelines AS stage ON stage.pipeline_id = history.pipeline_id AND stage.stage_id = history.visited[-1]
WHERE history.number >= ${first} AND history.number < ${first} + ${count}
