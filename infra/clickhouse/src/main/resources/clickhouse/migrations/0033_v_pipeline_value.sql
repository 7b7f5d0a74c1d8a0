CREATE OR REPLACE VIEW ${database}.v_pipeline_value AS
SELECT
    pipeline_id,
    dimension,
    dimension_value,
    stage_id,
    currency,
    as_of,
    open_deals,
    amount,
    weighted_amount,
    amount_base,
    weighted_base,
    unconverted
FROM ${database}.pipeline_value FINAL
