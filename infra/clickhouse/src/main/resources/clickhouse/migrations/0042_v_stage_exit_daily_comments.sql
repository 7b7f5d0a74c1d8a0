ALTER TABLE ${database}.v_stage_exit_daily
    COMMENT COLUMN mean_days 'Mean time in the stage in days; NULL without exits',
    COMMENT COLUMN p50_days 'Median time in the stage in days, within 1 %; NULL without exits',
    COMMENT COLUMN p90_days '90th percentile of the time in the stage in days, within 1 %; NULL without exits'
