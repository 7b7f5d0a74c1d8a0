INSERT INTO ${database}.activity_daily (dimension, dimension_value, type, day, activities, seconds, version, checkpoint, is_deleted)
SELECT
    split.1,
    split.2,
    ['call', 'email', 'meeting', 'demo', 'note', 'task'][1 + cityHash64(number, at) % 6] AS type_,
    toDate32(at) AS day_,
    count(),
    sum(cityHash64(at, number) % 3600),
    4294967297,
    1,
    0
FROM ${database}.benchmark_histories
ARRAY JOIN activity_times AS at
ARRAY JOIN [('all', ''), ('rep', toString(owner_id))] AS split
GROUP BY split, type_, day_
