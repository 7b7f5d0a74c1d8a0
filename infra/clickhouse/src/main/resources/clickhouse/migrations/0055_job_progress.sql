CREATE TABLE IF NOT EXISTS ${database}.job_progress
(
    job LowCardinality(String) COMMENT 'Job: deal-metrics or deal-alerts',
    clock Nullable(DateTime64(3, 'UTC')) COMMENT 'Event time up to which what the job makes is complete and written; while caught_up is 0, how far it has read; NULL before the first event',
    caught_up UInt8 COMMENT '1 once all that was in the topics when the job started is processed and written',
    written_at DateTime64(3, 'UTC') COMMENT 'When the job said so, on the clock of its machine; stands still when the job does',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY job
COMMENT 'How far each job has got, and when it last said so'
