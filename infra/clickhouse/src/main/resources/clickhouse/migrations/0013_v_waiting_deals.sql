CREATE OR REPLACE VIEW ${database}.v_waiting_deals AS
SELECT
    deal_id,
    reason,
    since
FROM ${database}.waiting_deals FINAL
