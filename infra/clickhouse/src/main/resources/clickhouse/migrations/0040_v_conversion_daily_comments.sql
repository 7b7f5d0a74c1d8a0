ALTER TABLE ${database}.v_conversion_daily
    COMMENT COLUMN rate 'converted / entered: the conversion rate so far, 0 to 1; NULL when none entered',
    COMMENT COLUMN rate_decided 'converted / (converted + lost): the conversion rate of decided deals, 0 to 1; NULL when none is decided',
    COMMENT COLUMN mean_days 'Mean time to convert in days; NULL without converted deals',
    COMMENT COLUMN p50_days 'Median time to convert in days, within 1 %; NULL without converted deals',
    COMMENT COLUMN p90_days '90th percentile of the time to convert in days, within 1 %; NULL without converted deals'
