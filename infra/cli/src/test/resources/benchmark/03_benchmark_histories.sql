-- What every table below is derived from: one row a deal, its whole history in arrays. Dropped in the end.
CREATE OR REPLACE TABLE ${database}.benchmark_histories
(
    number UInt64,
    deal_id String,
    pipeline_id LowCardinality(String),
    stages Array(LowCardinality(String)) COMMENT 'Open stages of the pipeline, in order',
    positions Array(UInt8) COMMENT 'Position of each visit among them, from 0; 100 is won, 101 lost',
    visited Array(LowCardinality(String)) COMMENT 'Stage of each visit',
    entered Array(DateTime64(3, 'UTC')) COMMENT 'Begin of each visit',
    status LowCardinality(String),
    closed_at Nullable(DateTime64(3, 'UTC')),
    reached Array(Nullable(DateTime64(3, 'UTC'))) COMMENT 'When the deal reached each open stage',
    owner_id LowCardinality(String),
    segment LowCardinality(String),
    source LowCardinality(String),
    territory LowCardinality(String),
    product LowCardinality(String),
    currency LowCardinality(String) COMMENT 'Empty without an amount',
    first_amount Decimal(18, 2) COMMENT '0 without an amount',
    amount Decimal(18, 2),
    revalued_at DateTime64(3, 'UTC') COMMENT 'When the one became the other, in the first visit',
    probability_override Nullable(Float64),
    expected_close_on Date32,
    activity_times Array(DateTime64(3, 'UTC')) COMMENT 'Activities done'
)
ENGINE = MergeTree
ORDER BY number
