CREATE OR REPLACE VIEW ${database}.v_pipelines AS
SELECT
    pipeline_id,
    stage_id,
    pipeline_name,
    name,
    position,
    kind,
    probability,
    idle_after_days,
    stall_after_days
FROM ${database}.pipelines FINAL
