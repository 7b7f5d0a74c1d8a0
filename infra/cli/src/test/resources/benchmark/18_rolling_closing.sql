INSERT INTO ${database}.rolling_closing
    (pipeline_id, dimension, dimension_value, outcome, currency, window_days, as_of, deals, amount, amount_base, unconverted, seconds,
    activities, histogram, version, checkpoint, is_deleted)
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    outcome,
    currency,
    ${window},
    toDate32('${as_of}'),
    sum(deals),
    sum(amount),
    sum(amount_base),
    sum(unconverted),
    sum(seconds),
    sum(activities),
    sumMap(histogram),
    4294967297,
    1,
    0
FROM ${database}.closing_daily FINAL
WHERE day > toDate32('${as_of}') - ${window}
GROUP BY pipeline_id, dimension, dimension_value, outcome, currency
