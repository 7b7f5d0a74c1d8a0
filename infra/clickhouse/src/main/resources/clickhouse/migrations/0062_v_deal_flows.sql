CREATE OR REPLACE VIEW ${database}.v_deal_flows AS
SELECT
    pipeline_id,
    cause,
    day,
    deal_id,
    step,
    at,
    stage_id,
    currency,
    deals,
    amount,
    amount_at_stage_probability,
    weighted_own,
    dimension,
    owner_id,
    attributes
FROM ${database}.deal_flows FINAL
