CREATE OR REPLACE VIEW ${database}.v_fx_rates AS
SELECT
    base,
    quote,
    date,
    rate
FROM ${database}.fx_rates FINAL
