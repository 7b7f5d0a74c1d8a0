CREATE OR REPLACE VIEW ${database}.v_dead_letters AS
SELECT
    topic,
    partition,
    offset,
    kafka_timestamp,
    reason,
    detail,
    base64Decode(key) AS key,
    base64Decode(payload) AS payload
FROM ${database}.dead_letters FINAL
