INSERT INTO ${database}.stage_exit_daily
    (pipeline_id, dimension, dimension_value, stage_id, movement, day, exits, seconds, histogram, version, checkpoint, is_deleted)
WITH
    dateDiff('second', entered[nth], entered[nth + 1]) AS seconds_,
    arraySort(groupArray(toInt16(if(seconds_ = 0, 0, 1 + ceil(log(greatest(seconds_, 1)) / log(1.02)))))) AS buckets,
    arrayDistinct(buckets) AS distinct_buckets
SELECT
    pipeline_id,
    '${dimension}',
    ${value} AS dimension_value_,
    visited[nth] AS stage,
    multiIf(
        positions[nth + 1] = 100, 'won',
        positions[nth + 1] = 101, 'lost',
        positions[nth + 1] > positions[nth], 'advanced',
        'regressed') AS movement_,
    toDate32(entered[nth + 1]) AS day_,
    count(),
    sum(seconds_),
    mapFromArrays(distinct_buckets, arrayMap(bucket -> toInt64(countEqual(buckets, bucket)), distinct_buckets)),
    4294967297,
    1,
    0
FROM ${database}.benchmark_histories
ARRAY JOIN range(1, length(visited)) AS nth
WHERE positions[nth] < 100
GROUP BY pipeline_id, dimension_value_, stage, movement_, day_
