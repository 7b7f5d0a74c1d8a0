CREATE OR REPLACE VIEW ${database}.v_deals AS
SELECT
    deal_id,
    pipeline_id,
    stage_id,
    status,
    owner_id,
    account_id,
    amount,
    currency,
    probability,
    probability_override,
    created_at,
    stage_entered_at,
    closed_at,
    expected_close_on,
    last_activity_at,
    activities,
    lead_id,
    loss_reason,
    competitor,
    attributes
FROM ${database}.deals FINAL
