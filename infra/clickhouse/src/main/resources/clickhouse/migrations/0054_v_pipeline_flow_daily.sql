-- Once more: a view keeps the columns that it was made with.
CREATE OR REPLACE VIEW ${database}.v_pipeline_flow_daily AS
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    stage_id,
    currency,
    cause,
    day,
    deals,
    amount,
    amount_at_stage_probability,
    weighted_own
FROM ${database}.pipeline_flow_daily FINAL
