CREATE TABLE IF NOT EXISTS ${database}.dead_letters
(
    topic LowCardinality(String) COMMENT 'Kafka topic',
    partition Int32 COMMENT 'Kafka partition',
    offset Int64 COMMENT 'Kafka offset',
    kafka_timestamp DateTime64(3, 'UTC') COMMENT 'Timestamp of the Kafka record',
    reason LowCardinality(String) COMMENT 'Kind of failure',
    detail String COMMENT 'What is wrong, with the field',
    key Nullable(String) COMMENT 'Key of the record, its bytes in Base64',
    payload Nullable(String) COMMENT 'Value of the record, its bytes in Base64',
    version UInt64 COMMENT 'Orders the writes of a row: writer generation << 32 | counter; the highest stands',
    checkpoint UInt64 COMMENT 'Last checkpoint barrier that the writer had passed',
    is_deleted UInt8 COMMENT '1 when the row no longer exists'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (topic, partition, offset)
COMMENT 'Records that could not be read or make no sense'
