CREATE TABLE IF NOT EXISTS ${database}.writer_generations
(
    job LowCardinality(String) COMMENT 'Job',
    generation UInt32 COMMENT 'Number of the start, from 1',
    writer String COMMENT 'Writing subtask',
    started_at DateTime64(3, 'UTC') COMMENT 'When the writer started'
)
ENGINE = ReplacingMergeTree
ORDER BY (job, generation, writer)
COMMENT 'Every start of a writer: its generation is part of the versions it writes'
