CREATE OR REPLACE VIEW ${database}.v_rolling_closing AS
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    outcome,
    currency,
    window_days,
    as_of,
    deals,
    amount,
    amount_base,
    unconverted,
    seconds,
    activities,
    histogram,
    if(deals > 0, seconds / deals / 86400, NULL) AS mean_days,
    dp_quantile(histogram, 0.5) / 86400 AS p50_days,
    dp_quantile(histogram, 0.9) / 86400 AS p90_days
FROM ${database}.rolling_closing FINAL
