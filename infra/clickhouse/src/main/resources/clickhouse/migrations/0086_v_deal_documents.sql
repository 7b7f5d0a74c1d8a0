-- For lists, which look some deals up by their ids.
CREATE OR REPLACE VIEW ${database}.v_deal_documents AS
SELECT
    deal_id,
    document
FROM ${database}.deals FINAL
COMMENT 'What a list of deals shows of each, as JSON: for programs that look up some of them'
