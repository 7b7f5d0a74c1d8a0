-- Sales velocity in base currency per day: open deals * win rate * average deal size / mean cycle length in days.
-- There is a row for each window and each dimension value with open deals, or with closings in that window:
-- * with open deals only, the figures of closings are NULL, and so is the velocity;
-- * with closings only, open_deals is 0, and so is the velocity.
-- The velocity is NULL, too, where there is no average deal size (nothing won, or no rate converts it) and where the mean
-- cycle is 0. The windows are those in any rolling table, of whatever pipeline: an owner with open deals has a row for the
-- last 7 days though nobody closed a deal in them. Velocities are no sums: those of owners don't add up to that of all.
CREATE OR REPLACE VIEW ${database}.v_velocity AS
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    window_days,
    max(day) AS as_of,
    sum(deals) AS open_deals,
    -- The closings of a row are one row of v_win_rate at most: its value, or NULL when there is none.
    max(closings_win_rate) AS win_rate,
    max(closings_deal_size) AS average_deal_size,
    max(closings_cycle) AS cycle_mean_days,
    open_deals * win_rate * average_deal_size / nullIf(cycle_mean_days, 0) AS velocity
FROM
(
    SELECT
        pipeline_id,
        dimension,
        dimension_value,
        window_days,
        as_of AS day,
        toInt64(0) AS deals,
        win_rate AS closings_win_rate,
        average_deal_size AS closings_deal_size,
        cycle_mean_days AS closings_cycle
    FROM ${database}.v_win_rate
    UNION ALL
    SELECT
        pipeline_id,
        dimension,
        dimension_value,
        window_days,
        as_of AS day,
        open_deals AS deals,
        NULL AS closings_win_rate,
        NULL AS closings_deal_size,
        NULL AS closings_cycle
    FROM ${database}.v_pipeline_value
    CROSS JOIN
    (
        SELECT window_days FROM ${database}.v_rolling_closing
        UNION DISTINCT
        SELECT window_days FROM ${database}.v_rolling_conversion
        UNION DISTINCT
        SELECT window_days FROM ${database}.v_rolling_stage_time
    ) AS windows
)
GROUP BY
    pipeline_id,
    dimension,
    dimension_value,
    window_days
