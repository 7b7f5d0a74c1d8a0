CREATE OR REPLACE VIEW ${database}.v_deal_milestones AS
SELECT
    pipeline_id,
    milestone,
    stay_below_days,
    stage_id,
    day,
    deal_id,
    visit_no,
    at,
    movement,
    seconds,
    entered_at,
    went_on_to,
    status,
    amount,
    currency,
    created_at,
    stage_entered_at,
    closed_at,
    slices
FROM ${database}.deal_milestones FINAL
