-- A column that the table lacks says itself what it means; the others take the table's comments.
ALTER TABLE ${database}.v_closing_daily
    COMMENT COLUMN mean_days 'Mean cycle in days; NULL without deals',
    COMMENT COLUMN p50_days 'Median cycle in days, within 1 %; NULL without deals',
    COMMENT COLUMN p90_days '90th percentile of the cycle in days, within 1 %; NULL without deals'
