CREATE TABLE IF NOT EXISTS ${database}.pipelines
(
    pipeline_id LowCardinality(String) COMMENT 'Pipeline',
    stage_id LowCardinality(String) COMMENT 'Stage',
    pipeline_name String COMMENT 'Name of the pipeline',
    name String COMMENT 'Name of the stage',
    position UInt16 COMMENT 'Place of the stage in the pipeline',
    kind LowCardinality(String) COMMENT 'open, won or lost',
    probability Float64 COMMENT 'Probability of winning from this stage, 0 to 1',
    idle_after_days Nullable(Int32) COMMENT 'Days without activity after which a deal is idle; NULL for never',
    stall_after_days Nullable(Int32) COMMENT 'Days in the stage after which a deal is overdue; NULL where none are set',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (pipeline_id, stage_id)
COMMENT 'Pipelines and their stages as last defined'
