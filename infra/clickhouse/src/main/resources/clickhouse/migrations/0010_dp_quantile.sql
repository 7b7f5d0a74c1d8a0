-- The q-quantile (nearest rank) of a logarithmic histogram, in seconds; NULL when the histogram is empty.
-- Bucket 0 is 0 s; bucket i stands for 2 * 1.02^(i - 1) / 2.02 s, within 1 % of every duration in it.
CREATE OR REPLACE FUNCTION dp_quantile AS (histogram, q) ->
    if(
        arraySum(mapValues(histogram)) > 0,
        arrayMap(
            bucket -> if(bucket = 0, 0., 2 * pow(1.02, bucket - 1) / 2.02),
            [
                arrayElement(
                    mapKeys(mapSort(histogram)),
                    arrayFirstIndex(
                        -- Rounded first, as 0.07 * 100 is a little more than 7.
                        reached -> reached >= greatest(1, ceil(round(q * arraySum(mapValues(histogram)), 6))),
                        arrayCumSum(mapValues(mapSort(histogram)))
                    )
                )
            ]
        )[1],
        NULL
    )
