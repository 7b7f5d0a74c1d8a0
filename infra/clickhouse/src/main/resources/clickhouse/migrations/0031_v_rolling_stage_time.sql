CREATE OR REPLACE VIEW ${database}.v_rolling_stage_time AS
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    stage_id,
    movement,
    window_days,
    as_of,
    exits,
    seconds,
    histogram,
    if(exits > 0, seconds / exits / 86400, NULL) AS mean_days,
    dp_quantile(histogram, 0.5) / 86400 AS p50_days,
    dp_quantile(histogram, 0.9) / 86400 AS p90_days
FROM ${database}.rolling_stage_time FINAL
