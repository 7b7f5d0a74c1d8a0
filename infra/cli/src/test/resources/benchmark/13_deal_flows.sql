INSERT INTO ${database}.deal_flows
    (pipeline_id, cause, day, deal_id, step, at, stage_id, currency, deals, amount, amount_at_stage_probability, weighted_own, dimension,
    owner_id, attributes, version, checkpoint, is_deleted)
SELECT
    pipeline_id,
    cause,
    day,
    deal_id,
    step,
    at,
    stage_id,
    currency,
    deals,
    amount,
    amount_at_stage_probability,
    weighted_own,
    '',
    owner_id,
    mapFilter(
        (name, value) -> value != '',
        map('segment', toString(segment), 'source', toString(source), 'territory', toString(territory), 'product', toString(product))),
    4294967297,
    1,
    0
FROM ${database}.benchmark_steps
