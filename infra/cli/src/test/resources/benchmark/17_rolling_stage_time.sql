INSERT INTO ${database}.rolling_stage_time
    (pipeline_id, dimension, dimension_value, stage_id, movement, window_days, as_of, exits, seconds, histogram, version, checkpoint,
    is_deleted)
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    stage_id,
    movement,
    ${window},
    toDate32('${as_of}'),
    sum(exits),
    sum(seconds),
    sumMap(histogram),
    4294967297,
    1,
    0
FROM ${database}.stage_exit_daily FINAL
WHERE day > toDate32('${as_of}') - ${window}
GROUP BY pipeline_id, dimension, dimension_value, stage_id, movement
