-- The outcomes of v_closing_daily side by side over all currencies: amounts are in the base currency, and a deal that no
-- rate converts is in none of them. Rates with an empty denominator are NULL.
CREATE OR REPLACE VIEW ${database}.v_win_rate_daily AS
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    day,
    sumIf(deals, outcome = 'won') AS won,
    sumIf(deals, outcome = 'lost') AS lost,
    if(won + lost > 0, won / (won + lost), NULL) AS win_rate,
    sumIf(amount_base, outcome = 'won') AS won_amount_base,
    sumIf(amount_base, outcome = 'lost') AS lost_amount_base,
    sumIf(unconverted, outcome = 'won') AS won_unconverted,
    sumIf(unconverted, outcome = 'lost') AS lost_unconverted,
    if(won_amount_base + lost_amount_base != 0, toFloat64(won_amount_base) / toFloat64(won_amount_base + lost_amount_base), NULL)
        AS win_rate_value,
    if(won > won_unconverted, toFloat64(won_amount_base) / (won - won_unconverted), NULL) AS average_deal_size,
    if(won > 0, sumIf(seconds, outcome = 'won') / won / 86400, NULL) AS cycle_mean_days,
    dp_quantile(sumMapIf(histogram, outcome = 'won'), 0.5) / 86400 AS cycle_p50_days,
    dp_quantile(sumMapIf(histogram, outcome = 'won'), 0.9) / 86400 AS cycle_p90_days
FROM ${database}.v_closing_daily
GROUP BY
    pipeline_id,
    dimension,
    dimension_value,
    day
