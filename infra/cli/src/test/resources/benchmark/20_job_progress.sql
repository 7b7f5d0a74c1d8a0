INSERT INTO ${database}.job_progress (job, clock, caught_up, written_at, version, checkpoint, is_deleted)
VALUES
    ('deal-metrics', '${as_of} 12:00:00.000', 1, now64(3), 4294967297, 1, 0),
    ('deal-alerts', '${as_of} 12:00:00.000', 1, now64(3), 4294967297, 1, 0)
