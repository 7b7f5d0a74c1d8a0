-- v_deal_alerts as far as the table has it. To plan what is computed takes longer than to read some rows, wanted or not.
CREATE OR REPLACE VIEW ${database}.v_deal_alerts_stored AS
SELECT
    alert_id,
    deal_id,
    pipeline_id,
    stage_id,
    owner_id,
    kind,
    state,
    since,
    raised_at,
    resolved_at,
    resolution,
    amount,
    currency,
    slices
FROM ${database}.deal_alerts FINAL
COMMENT 'Alerts of stalled deals, open and resolved, without how old they are: for programs that compute it'
