INSERT INTO ${database}.rolling_conversion
    (pipeline_id, dimension, dimension_value, from_stage_id, to_stage_id, window_days, as_of, entered, converted, lost, open, seconds,
    histogram, version, checkpoint, is_deleted)
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    from_stage_id,
    to_stage_id,
    ${window},
    toDate32('${as_of}'),
    sum(entered),
    sum(converted),
    sum(lost),
    sum(open),
    sum(seconds),
    sumMap(histogram),
    4294967297,
    1,
    0
FROM ${database}.conversion_daily FINAL
WHERE day > toDate32('${as_of}') - ${window}
GROUP BY pipeline_id, dimension, dimension_value, from_stage_id, to_stage_id
