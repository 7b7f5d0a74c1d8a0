CREATE OR REPLACE VIEW ${database}.v_job_progress AS
SELECT
    job,
    clock,
    caught_up,
    written_at
FROM ${database}.job_progress FINAL
