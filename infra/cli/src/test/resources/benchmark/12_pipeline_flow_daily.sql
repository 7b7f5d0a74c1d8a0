INSERT INTO ${database}.pipeline_flow_daily
    (pipeline_id, dimension, dimension_value, stage_id, currency, cause, day, deals, amount, amount_at_stage_probability, weighted_own,
    version, checkpoint, is_deleted)
SELECT
    pipeline_id,
    '${dimension}',
    ${value} AS dimension_value_,
    stage_id,
    currency,
    cause,
    day,
    sum(steps.deals) AS deals_,
    sum(steps.amount) AS amount_,
    sum(steps.amount_at_stage_probability) AS at_stage_probability,
    sum(steps.weighted_own) AS own,
    4294967297,
    1,
    0
FROM ${database}.benchmark_steps AS steps
GROUP BY pipeline_id, dimension_value_, stage_id, currency, cause, day
HAVING deals_ != 0 OR amount_ != 0 OR at_stage_probability != 0 OR own != 0
