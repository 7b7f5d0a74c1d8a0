-- Small granules with all columns side by side in one file, as a page of a list reads some deals here and there, each whole.
-- CREATE OR REPLACE puts a filled copy in the table's place at once, and can be repeated.
CREATE OR REPLACE TABLE ${database}.deals
(
    deal_id String COMMENT 'Deal',
    pipeline_id LowCardinality(String) COMMENT 'Present pipeline',
    stage_id LowCardinality(String) COMMENT 'Present stage',
    status LowCardinality(String) COMMENT 'open, won or lost, by the kind of the present stage',
    owner_id LowCardinality(String) COMMENT 'Sales representative; empty when none is known',
    account_id String COMMENT 'Customer; empty when none is known',
    amount Nullable(Decimal(18, 2)) COMMENT 'Value of the deal in its currency; NULL when none is known',
    currency LowCardinality(String) COMMENT 'ISO 4217 code; empty while there is no amount',
    probability Nullable(Float64) COMMENT 'Probability of winning in effect, 0 to 1: the override, else that of the stage',
    probability_override Nullable(Float64) COMMENT 'Probability given for this deal alone, 0 to 1',
    created_at DateTime64(3, 'UTC') COMMENT 'First event',
    stage_entered_at DateTime64(3, 'UTC') COMMENT 'Entry into the present stage visit',
    closed_at Nullable(DateTime64(3, 'UTC')) COMMENT 'Entry into the closing stages; NULL while open',
    expected_close_on Nullable(Date32) COMMENT 'Day on which closing is expected',
    last_activity_at Nullable(DateTime64(3, 'UTC')) COMMENT 'Latest activity done',
    activities UInt64 COMMENT 'Activities done',
    lead_id String COMMENT 'Lead that the deal came from; empty when none is known',
    loss_reason LowCardinality(String) COMMENT 'Why the deal was lost; empty when none is known',
    competitor LowCardinality(String) COMMENT 'Competitor; empty when none is known',
    attributes Map(LowCardinality(String), String) COMMENT 'All other attributes: segment, source, territory, product, ...',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY deal_id
SETTINGS index_granularity = 128, min_bytes_for_wide_part = 4294967296
COMMENT 'Every deal that counts, as it stands now'
AS SELECT
    deal_id, pipeline_id, stage_id, status, owner_id, account_id, amount, currency, probability, probability_override,
    created_at, stage_entered_at, closed_at, expected_close_on, last_activity_at, activities, lead_id, loss_reason,
    competitor, attributes, version, checkpoint, is_deleted
FROM ${database}.deals FINAL
