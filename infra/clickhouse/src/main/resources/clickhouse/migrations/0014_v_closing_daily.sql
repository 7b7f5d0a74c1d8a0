CREATE OR REPLACE VIEW ${database}.v_closing_daily AS
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    outcome,
    currency,
    day,
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
FROM ${database}.closing_daily FINAL
