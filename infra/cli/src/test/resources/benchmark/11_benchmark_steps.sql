-- A deal enters each open visit with what it is worth then, and leaves it so; in between it may have been revalued.
-- One row a step, made once for all dimensions. Dropped in the end.
CREATE OR REPLACE TABLE ${database}.benchmark_steps
(
    pipeline_id LowCardinality(String),
    deal_id String,
    step UInt32,
    owner_id LowCardinality(String),
    segment LowCardinality(String),
    source LowCardinality(String),
    territory LowCardinality(String),
    product LowCardinality(String),
    currency LowCardinality(String),
    stage_id LowCardinality(String),
    cause LowCardinality(String),
    at DateTime64(3, 'UTC'),
    day Date32,
    deals Int64,
    amount Decimal(18, 2),
    amount_at_stage_probability Decimal(18, 2),
    weighted_own Decimal(38, 11)
)
ENGINE = MergeTree
ORDER BY tuple()
AS
WITH
    at -> if(at >= revalued_at, amount, first_amount) AS worth_at,
    -- By which movement visit nth was entered.
    nth -> multiIf(
        nth = 1, 'created',
        positions[nth] = 100, 'won',
        positions[nth] = 101, 'lost',
        positions[nth - 1] >= 100, 'reopened',
        positions[nth] > positions[nth - 1], 'advanced',
        'regressed') AS cause_of,
    arrayConcat(
        arrayMap(
            nth -> (visited[nth], cause_of(nth), entered[nth], toInt8(1), worth_at(entered[nth])),
            arrayFilter(nth -> positions[nth] < 100, arrayEnumerate(visited))),
        arrayMap(
            nth -> (visited[nth], cause_of(nth + 1), entered[nth + 1], toInt8(-1), -worth_at(entered[nth + 1])),
            arrayFilter(nth -> positions[nth] < 100, range(1, length(visited)))),
        if(
            amount != first_amount,
            [(visited[1], if(amount > first_amount, 'increased', 'decreased'), revalued_at, toInt8(0), amount - first_amount)],
            [])) AS steps
SELECT
    pipeline_id,
    deal_id,
    step_no,
    owner_id,
    segment,
    source,
    territory,
    product,
    currency,
    step.1,
    step.2,
    step.3,
    toDate32(step.3),
    step.4,
    step.5,
    if(probability_override IS NULL, step.5, 0),
    toDecimal128(step.5, 9) * toDecimal128(ifNull(probability_override, 0), 2)
FROM ${database}.benchmark_histories
ARRAY JOIN
    steps AS step,
    arrayEnumerate(steps) AS step_no
