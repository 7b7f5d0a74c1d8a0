INSERT INTO ${database}.closing_daily
    (pipeline_id, dimension, dimension_value, outcome, currency, day, deals, amount, amount_base, unconverted, seconds, activities,
    histogram, version, checkpoint, is_deleted)
WITH
    dateDiff('second', entered[1], closed_at) AS seconds_,
    arraySort(groupArray(assumeNotNull(toInt16(if(seconds_ = 0, 0, 1 + ceil(log(greatest(seconds_, 1)) / log(1.02))))))) AS buckets,
    arrayDistinct(buckets) AS distinct_buckets,
    any(if(currency IN ('', 'EUR'), toDecimal128(1, 10), fx.rate)) AS rate
SELECT
    pipeline_id,
    '${dimension}',
    ${value} AS dimension_value_,
    status,
    currency,
    assumeNotNull(toDate32(closed_at)) AS day_,
    count(),
    sum(amount) AS amount_,
    round(divideDecimal(toDecimal128(amount_, 2), rate, 6), 2),
    0,
    sum(assumeNotNull(seconds_)),
    sum(length(activity_times)),
    mapFromArrays(distinct_buckets, arrayMap(bucket -> toInt64(countEqual(buckets, bucket)), distinct_buckets)),
    4294967297,
    1,
    0
FROM ${database}.benchmark_histories AS history
LEFT JOIN ${database}.v_fx_rates AS fx ON fx.quote = history.currency AND fx.date = assumeNotNull(toDate32(history.closed_at))
WHERE closed_at IS NOT NULL
GROUP BY pipeline_id, dimension_value_, status, currency, day_
