-- v_rolling_conversion as far as the table has it. To plan what is computed takes longer than to read some rows, wanted or not.
CREATE OR REPLACE VIEW ${database}.v_rolling_conversion_stored AS
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    from_stage_id,
    to_stage_id,
    window_days,
    as_of,
    entered,
    converted,
    lost,
    open,
    seconds,
    histogram
FROM ${database}.rolling_conversion FINAL
COMMENT 'Deals that reached a stage in the last days, and what became of them, without rates, means and quantiles: for programs that compute them'
