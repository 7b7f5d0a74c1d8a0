-- Cohorts of every open stage to the next one and to the win.
INSERT INTO ${database}.conversion_daily
    (pipeline_id, dimension, dimension_value, from_stage_id, to_stage_id, day, entered, converted, lost, open, seconds, histogram,
    version, checkpoint, is_deleted)
WITH
    reached[pair.1 + 1] AS from_at,
    if(pair.2 = length(stages), if(status = 'won', closed_at, NULL), reached[pair.2 + 1]) AS to_at,
    dateDiff('second', from_at, to_at) AS seconds_,
    arraySort(groupArrayIf(assumeNotNull(toInt16(if(seconds_ = 0, 0, 1 + ceil(log(greatest(seconds_, 1)) / log(1.02))))), to_at IS NOT NULL)) AS buckets,
    arrayDistinct(buckets) AS distinct_buckets
SELECT
    pipeline_id,
    '${dimension}',
    ${value} AS dimension_value_,
    stages[pair.1 + 1] AS from_stage,
    if(pair.2 = length(stages), 'won', stages[pair.2 + 1]) AS to_stage,
    assumeNotNull(toDate32(from_at)) AS day_,
    count(),
    countIf(to_at IS NOT NULL) AS converted_,
    countIf(to_at IS NULL AND status = 'lost') AS lost_,
    count() - converted_ - lost_,
    sumIf(assumeNotNull(seconds_), to_at IS NOT NULL),
    mapFromArrays(distinct_buckets, arrayMap(bucket -> toInt64(countEqual(buckets, bucket)), distinct_buckets)),
    4294967297,
    1,
    0
FROM ${database}.benchmark_histories
ARRAY JOIN arrayDistinct(arrayConcat(
    arrayMap(stage -> (stage, stage + 1), range(length(stages))),
    arrayMap(stage -> (stage, length(stages)), range(length(stages))))) AS pair
WHERE from_at IS NOT NULL
GROUP BY pipeline_id, dimension_value_, from_stage, to_stage, day_
