CREATE OR REPLACE VIEW ${database}.v_conversion_daily AS
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    from_stage_id,
    to_stage_id,
    day,
    entered,
    converted,
    lost,
    open,
    seconds,
    histogram,
    if(entered > 0, converted / entered, NULL) AS rate,
    if(converted + lost > 0, converted / (converted + lost), NULL) AS rate_decided,
    if(converted > 0, seconds / converted / 86400, NULL) AS mean_days,
    dp_quantile(histogram, 0.5) / 86400 AS p50_days,
    dp_quantile(histogram, 0.9) / 86400 AS p90_days
FROM ${database}.conversion_daily FINAL
