-- What each deal is counted for: the stages that it has reached, the visits that it has ended, and how it stands.
INSERT INTO ${database}.deal_milestones
    (pipeline_id, milestone, stay_below_days, stage_id, day, deal_id, visit_no, at, movement, seconds, entered_at, went_on_to, status, amount, currency, created_at,
    stage_entered_at, closed_at, slices, version, checkpoint, is_deleted)
WITH
    arrayConcat(
        arrayMap(
            stage -> (
                'reached',
                toString(stages[stage]),
                assumeNotNull(reached[stage]),
                toUInt32(arrayFirstIndex(at -> at = reached[stage], entered)),
                '',
                CAST(NULL AS Nullable(Int64)),
                CAST(NULL AS Nullable(DateTime64(3, 'UTC'))),
                arrayConcat(
                    arrayMap(
                        later -> toString(stages[later]),
                        arrayFilter(later -> later > stage AND reached[later] IS NOT NULL, arrayEnumerate(stages))),
                    if(status = 'won', ['won'], []))),
            arrayFilter(stage -> reached[stage] IS NOT NULL, arrayEnumerate(stages))),
        arrayMap(
            nth -> (
                'left',
                toString(visited[nth]),
                entered[nth + 1],
                toUInt32(nth),
                multiIf(
                    positions[nth + 1] = 100, 'won',
                    positions[nth + 1] = 101, 'lost',
                    positions[nth + 1] > positions[nth], 'advanced',
                    'regressed'),
                toNullable(toInt64(dateDiff('second', entered[nth], entered[nth + 1]))),
                toNullable(entered[nth]),
                CAST([] AS Array(String))),
            arrayFilter(nth -> positions[nth] < 100, range(1, length(visited)))),
        [(
            toString(status),
            toString(visited[-1]),
            entered[-1],
            toUInt32(length(visited)),
            '',
            if(status = 'open', NULL, toInt64(dateDiff('second', entered[1], entered[-1]))),
            if(status = 'open', toNullable(entered[-1]), NULL),
            CAST([] AS Array(String)))]) AS milestones
SELECT
    pipeline_id,
    milestone.1,
    if(milestone.1 = 'left', arrayFirst(days -> ifNull(milestone.6 < days * 86400, 0), [8, 32, 128, 512]), 0),
    milestone.2,
    toDate32(milestone.3),
    deal_id,
    milestone.4,
    milestone.3,
    milestone.5,
    milestone.6,
    milestone.7,
    milestone.8,
    status,
    if(currency = '', NULL, amount),
    currency,
    entered[1],
    entered[-1],
    closed_at,
    [
        concat('owner=', owner_id), concat('product=', product), concat('segment=', segment), concat('source=', source),
        concat('territory=', territory)],
    4294967297 + number,
    1,
    0
FROM ${database}.benchmark_histories
ARRAY JOIN milestones AS milestone
WHERE number >= ${first} AND number < ${first} + ${count}
SETTINGS max_partitions_per_insert_block = 0
