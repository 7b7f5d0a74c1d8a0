CREATE OR REPLACE VIEW ${database}.v_activity_daily AS
SELECT
    dimension,
    dimension_value,
    type,
    day,
    activities,
    seconds
FROM ${database}.activity_daily FINAL
