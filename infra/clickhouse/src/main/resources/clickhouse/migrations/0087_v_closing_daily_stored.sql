-- v_closing_daily as far as the table has it. To plan what is computed takes longer than to read some rows, wanted or not.
CREATE OR REPLACE VIEW ${database}.v_closing_daily_stored AS
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
    histogram
FROM ${database}.closing_daily FINAL
COMMENT 'Closed deals by day of closing, without rates, means and quantiles: for programs that compute them'
