-- v_rolling_closing as far as the table has it. To plan what is computed takes longer than to read some rows, wanted or not.
CREATE OR REPLACE VIEW ${database}.v_rolling_closing_stored AS
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
    histogram
FROM ${database}.rolling_closing FINAL
COMMENT 'Closed deals of the last days, without rates, means and quantiles: for programs that compute them'
