-- Once more: a view keeps the types its columns had when it was made.
CREATE OR REPLACE VIEW ${database}.v_stage_visits AS
SELECT
    deal_id,
    visit_no,
    pipeline_id,
    stage_id,
    entered_at,
    exited_at,
    seconds,
    movement,
    next_stage_id
FROM ${database}.stage_visits FINAL
