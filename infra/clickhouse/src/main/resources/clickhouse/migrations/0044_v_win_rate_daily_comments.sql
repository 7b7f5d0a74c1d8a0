ALTER TABLE ${database}.v_win_rate_daily
    COMMENT COLUMN won 'Deals won',
    COMMENT COLUMN lost 'Deals lost',
    COMMENT COLUMN win_rate 'won / (won + lost), 0 to 1; NULL when nothing was closed',
    COMMENT COLUMN won_amount_base 'Sum of the amounts won in the base currency, without unconverted deals',
    COMMENT COLUMN lost_amount_base 'Sum of the amounts lost in the base currency, without unconverted deals',
    COMMENT COLUMN won_unconverted 'Deals won with an amount that no rate converts',
    COMMENT COLUMN lost_unconverted 'Deals lost with an amount that no rate converts',
    COMMENT COLUMN win_rate_value 'Share of the value won in the value closed, 0 to 1; NULL when no value was closed',
    COMMENT COLUMN average_deal_size 'Mean amount of the deals won in the base currency, without unconverted deals; NULL when there is none',
    COMMENT COLUMN cycle_mean_days 'Mean cycle of the deals won in days; NULL when nothing was won',
    COMMENT COLUMN cycle_p50_days 'Median cycle of the deals won in days, within 1 %; NULL when nothing was won',
    COMMENT COLUMN cycle_p90_days '90th percentile of the cycle of the deals won in days, within 1 %; NULL when nothing was won',
    MODIFY COMMENT 'Won and lost deals side by side by day of closing, over all currencies'
