-- Two pipelines; what makes a deal stall is that of the generated traffic of the demo, roughly.
INSERT INTO ${database}.pipelines
    (pipeline_id, stage_id, pipeline_name, name, position, kind, probability, idle_after_days, stall_after_days, version, checkpoint, is_deleted)
VALUES
    ('new-business', 'lead', 'New business', 'Lead', 0, 'open', 0.05, 14, 30, 4294967297, 1, 0),
    ('new-business', 'qualified', 'New business', 'Qualified', 1, 'open', 0.15, 14, 30, 4294967297, 1, 0),
    ('new-business', 'demo', 'New business', 'Demo', 2, 'open', 0.3, 14, 40, 4294967297, 1, 0),
    ('new-business', 'proposal', 'New business', 'Proposal', 3, 'open', 0.5, 10, 40, 4294967297, 1, 0),
    ('new-business', 'negotiation', 'New business', 'Negotiation', 4, 'open', 0.75, 7, 30, 4294967297, 1, 0),
    ('new-business', 'won', 'New business', 'Won', 5, 'won', 1, NULL, NULL, 4294967297, 1, 0),
    ('new-business', 'lost', 'New business', 'Lost', 6, 'lost', 0, NULL, NULL, 4294967297, 1, 0),
    ('renewals', 'upcoming', 'Renewals', 'Upcoming', 0, 'open', 0.5, 30, 60, 4294967297, 1, 0),
    ('renewals', 'contacted', 'Renewals', 'Contacted', 1, 'open', 0.6, 14, 30, 4294967297, 1, 0),
    ('renewals', 'quoted', 'Renewals', 'Quoted', 2, 'open', 0.75, 14, 25, 4294967297, 1, 0),
    ('renewals', 'committed', 'Renewals', 'Committed', 3, 'open', 0.9, 7, 20, 4294967297, 1, 0),
    ('renewals', 'won', 'Renewals', 'Renewed', 4, 'won', 1, NULL, NULL, 4294967297, 1, 0),
    ('renewals', 'lost', 'Renewals', 'Churned', 5, 'lost', 0, NULL, NULL, 4294967297, 1, 0)
