-- A quarter of a year is a partition, whose parts become one when nothing was written to it for an hour: FINAL has nothing to
-- merge in it then. What is being written is mostly of this quarter, and days out of a query's range are not even looked at.
-- Small granules, as a dashboard reads few rows of many places. CREATE OR REPLACE puts a filled copy in the table's place at
-- once, and can be repeated.
CREATE OR REPLACE TABLE ${database}.deal_flows
(
    pipeline_id LowCardinality(String) COMMENT 'Pipeline of the stage',
    cause LowCardinality(String) COMMENT 'created, advanced, regressed, increased, decreased, redenominated, reweighted, reassigned, won, lost, reopened, deleted, restored or moved',
    day Date32 COMMENT 'Calendar day of the step in the reporting zone',
    deal_id String COMMENT 'Deal',
    step UInt32 COMMENT 'Place among the steps of the deal, from 1',
    at DateTime64(3, 'UTC') COMMENT 'When the step happened',
    stage_id LowCardinality(String) COMMENT 'Stage that the deal came into, went out of or stayed in',
    currency LowCardinality(String) COMMENT 'Currency of the amounts, ISO 4217; empty if there is none',
    deals Int64 COMMENT '1 where the deal came in, -1 where it went out, 0 where it stayed',
    amount Decimal(18, 2) COMMENT 'Open amount that came in, less that which went out',
    amount_at_stage_probability Decimal(18, 2) COMMENT 'Open amount to be weighted by the probability of its stage that came in, less that which went out: while the deal has no probability of its own',
    weighted_own Decimal(38, 11) COMMENT 'Open amount times the probability of the deal that came in, less that which went out: while the deal has a probability of its own',
    dimension LowCardinality(String) COMMENT 'The only dimension in which a reassigned step counts; empty: the step counts in every dimension and in all',
    owner_id LowCardinality(String) COMMENT 'Owner under whom the step counts; empty if there is none',
    attributes Map(LowCardinality(String), String) COMMENT 'Attributes under which the step counts; dimensions other than owner are among them',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY toYear(day) * 10 + toQuarter(day)
ORDER BY (pipeline_id, cause, day, deal_id, step)
SETTINGS index_granularity = 1024, min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1
COMMENT 'Every step of every deal that changed open value, or what it weighs'
AS SELECT
    pipeline_id, cause, day, deal_id, step, at, stage_id, currency, deals, amount, amount_at_stage_probability,
    weighted_own, dimension, owner_id, attributes, version, checkpoint, is_deleted
FROM ${database}.deal_flows FINAL
SETTINGS max_partitions_per_insert_block = 0
