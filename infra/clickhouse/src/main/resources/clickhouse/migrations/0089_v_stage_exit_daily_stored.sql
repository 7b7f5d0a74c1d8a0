-- v_stage_exit_daily as far as the table has it. To plan what is computed takes longer than to read some rows, wanted or not.
CREATE OR REPLACE VIEW ${database}.v_stage_exit_daily_stored AS
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    stage_id,
    movement,
    day,
    exits,
    seconds,
    histogram
FROM ${database}.stage_exit_daily FINAL
COMMENT 'Ended visits to open stages by day of exit, without rates, means and quantiles: for programs that compute them'
