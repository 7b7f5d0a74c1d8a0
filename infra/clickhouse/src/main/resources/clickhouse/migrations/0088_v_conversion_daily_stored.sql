-- v_conversion_daily as far as the table has it. To plan what is computed takes longer than to read some rows, wanted or not.
CREATE OR REPLACE VIEW ${database}.v_conversion_daily_stored AS
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
    histogram
FROM ${database}.conversion_daily FINAL
COMMENT 'Deals that reached a stage, by the day on which they did, and what became of them; without rates, means and quantiles: for programs that compute them'
