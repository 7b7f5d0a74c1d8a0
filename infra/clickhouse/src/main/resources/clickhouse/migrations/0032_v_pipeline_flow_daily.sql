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
    amount
FROM ${database}.pipeline_flow_daily FINAL
