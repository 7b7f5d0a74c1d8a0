INSERT INTO ${database}.pipeline_value
    (pipeline_id, dimension, dimension_value, stage_id, currency, as_of, open_deals, amount, weighted_amount, amount_base, weighted_base,
    unconverted, version, checkpoint, is_deleted)
WITH
    any(if(currency IN ('', 'EUR'), toDecimal128(1, 10), fx.rate)) AS rate,
    sum(toDecimal128(amount, 4) * toDecimal128(coalesce(probability_override, stage.probability), 2)) AS weighted
SELECT
    history.pipeline_id AS pipeline,
    '${dimension}',
    ${value} AS dimension_value_,
    visited[-1] AS stage_,
    currency,
    toDate32('${as_of}'),
    count(),
    sum(amount) AS amount_,
    round(weighted, 2),
    round(divideDecimal(toDecimal128(amount_, 2), rate, 6), 2),
    round(divideDecimal(weighted, rate, 6), 2),
    0,
    4294967297,
    1,
    0
FROM ${database}.benchmark_histories AS history
INNER JOIN ${database}.v_pipelines AS stage ON stage.pipeline_id = history.pipeline_id AND stage.stage_id = history.visited[-1]
LEFT JOIN (SELECT quote, rate FROM ${database}.v_fx_rates WHERE date = toDate32('${as_of}')) AS fx ON fx.quote = history.currency
WHERE status = 'open'
GROUP BY pipeline, dimension_value_, stage_, currency
