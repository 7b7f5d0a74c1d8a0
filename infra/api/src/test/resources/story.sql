INSERT INTO dealpulse.pipelines (pipeline_id, stage_id, pipeline_name, name, position, kind, probability, version, is_deleted) VALUES
    ('sales', 'lead', 'Sales', 'Lead', 0, 'open', 0.1, 1, 0),
    ('sales', 'opportunity', 'Sales', 'Opportunity', 1, 'open', 0.3, 1, 0),
    ('sales', 'proposal', 'Sales', 'Proposal', 2, 'open', 0.5, 1, 0),
    ('sales', 'customer', 'Sales', 'Customer', 3, 'won', 1, 1, 0),
    ('sales', 'lost', 'Sales', 'Lost', 4, 'lost', 0, 1, 0),
    ('many', 'in', 'Many', 'in', 0, 'open', 0.5, 1, 0),
    ('many', 'won', 'Many', 'won', 1, 'won', 1, 1, 0),
    ('many', 'lost', 'Many', 'lost', 2, 'lost', 0, 1, 0),
    ('settled', 'in', 'Settled', 'in', 0, 'open', 0.5, 1, 0),
    ('settled', 'won', 'Settled', 'won', 1, 'won', 1, 1, 0);

INSERT INTO dealpulse.fx_rates (base, quote, date, rate, version, is_deleted) VALUES
    ('EUR', 'USD', '2026-03-02', 1.2, 1, 0),
    ('EUR', 'USD', '2026-03-16', 1.25, 1, 0);

INSERT INTO dealpulse.deals (deal_id, pipeline_id, stage_id, status, owner_id, account_id, amount, currency, probability, probability_override, created_at, stage_entered_at, closed_at, activities, attributes, version, is_deleted) VALUES
    ('A', 'sales', 'customer', 'won', 'bob', 'account of A', 12000, 'EUR', 1, NULL, '2026-03-02 09:00:00', '2026-03-16 09:00:00', '2026-03-16 09:00:00', 2, map('segment', 'enterprise'), 1, 0),
    ('B', 'sales', 'customer', 'won', 'ann', 'account of B', 4000, 'EUR', 1, NULL, '2026-03-02 10:00:00', '2026-03-10 10:00:00', '2026-03-10 10:00:00', 1, map('segment', 'smb'), 1, 0),
    ('C', 'sales', 'lost', 'lost', 'bob', 'account of C', 9000, 'EUR', 0, NULL, '2026-03-03 12:00:00', '2026-03-11 12:00:00', '2026-03-11 12:00:00', 0, map('segment', 'smb'), 1, 0),
    ('D', 'sales', 'opportunity', 'open', 'ann', 'account of D', 4500, 'EUR', 0.8, 0.8, '2026-03-03 14:00:00', '2026-03-13 14:00:00', NULL, 1, map('segment', 'smb'), 1, 0),
    ('E', 'sales', 'lead', 'open', 'bob', 'account of E', 9000, 'USD', 0.1, NULL, '2026-03-09 08:00:00', '2026-03-17 08:00:00', NULL, 0, map('segment', 'enterprise'), 1, 0),
    ('F', 'sales', 'lead', 'open', 'ann', 'account of F', 2000, 'EUR', 0.1, NULL, '2026-03-11 15:00:00', '2026-03-11 15:00:00', NULL, 0, map('segment', 'smb'), 1, 0);

INSERT INTO dealpulse.deals (deal_id, pipeline_id, stage_id, status, owner_id, created_at, version, is_deleted) VALUES ('A', 'sales', 'lead', 'open', 'ann', '2026-03-02 09:00:00', 0, 0), ('G', 'sales', 'lead', 'open', 'ann', '2026-03-12 16:00:00', 1, 1);

INSERT INTO dealpulse.stage_visits (deal_id, visit_no, pipeline_id, stage_id, entered_at, exited_at, seconds, movement, next_stage_id, version, is_deleted) VALUES
    ('A', 1, 'sales', 'lead', '2026-03-02 09:00:00', '2026-03-05 09:00:00', 259200, 'advanced', 'opportunity', 1, 0),
    ('A', 2, 'sales', 'opportunity', '2026-03-05 09:00:00', '2026-03-09 09:00:00', 345600, 'advanced', 'proposal', 1, 0),
    ('A', 3, 'sales', 'proposal', '2026-03-09 09:00:00', '2026-03-16 09:00:00', 604800, 'won', 'customer', 1, 0),
    ('A', 4, 'sales', 'customer', '2026-03-16 09:00:00', NULL, NULL, 'current', NULL, 1, 0),
    ('B', 1, 'sales', 'lead', '2026-03-02 10:00:00', '2026-03-06 10:00:00', 345600, 'advanced', 'proposal', 1, 0),
    ('B', 2, 'sales', 'proposal', '2026-03-06 10:00:00', '2026-03-10 10:00:00', 345600, 'won', 'customer', 1, 0),
    ('B', 3, 'sales', 'customer', '2026-03-10 10:00:00', NULL, NULL, 'current', NULL, 1, 0),
    ('C', 1, 'sales', 'lead', '2026-03-03 12:00:00', '2026-03-11 12:00:00', 691200, 'lost', 'lost', 1, 0),
    ('C', 2, 'sales', 'lost', '2026-03-11 12:00:00', NULL, NULL, 'current', NULL, 1, 0),
    ('D', 1, 'sales', 'lead', '2026-03-03 14:00:00', '2026-03-06 14:00:00', 259200, 'advanced', 'opportunity', 1, 0),
    ('D', 2, 'sales', 'opportunity', '2026-03-06 14:00:00', '2026-03-10 14:00:00', 345600, 'lost', 'lost', 1, 0),
    ('D', 3, 'sales', 'lost', '2026-03-10 14:00:00', '2026-03-13 14:00:00', 259200, 'reopened', 'opportunity', 1, 0),
    ('D', 4, 'sales', 'opportunity', '2026-03-13 14:00:00', NULL, NULL, 'current', NULL, 1, 0),
    ('E', 1, 'sales', 'opportunity', '2026-03-09 08:00:00', '2026-03-17 08:00:00', 691200, 'regressed', 'lead', 1, 0),
    ('E', 2, 'sales', 'lead', '2026-03-17 08:00:00', NULL, NULL, 'current', NULL, 1, 0),
    ('F', 1, 'sales', 'lead', '2026-03-11 15:00:00', NULL, NULL, 'current', NULL, 1, 0);

INSERT INTO dealpulse.conversion_daily (pipeline_id, dimension, dimension_value, from_stage_id, to_stage_id, day, entered, converted, lost, open, seconds, histogram, version, is_deleted) VALUES
    ('sales', 'all', '', 'lead', 'opportunity', '2026-03-02', 2, 2, 0, 0, 604800, map(631, 1, 646, 1), 1, 0),
    ('sales', 'all', '', 'lead', 'opportunity', '2026-03-03', 2, 1, 1, 0, 259200, map(631, 1), 1, 0),
    ('sales', 'all', '', 'lead', 'opportunity', '2026-03-09', 1, 1, 0, 0, 0, map(0, 1), 1, 0),
    ('sales', 'all', '', 'lead', 'opportunity', '2026-03-11', 1, 0, 0, 1, 0, map(), 1, 0),
    ('sales', 'all', '', 'lead', 'customer', '2026-03-02', 2, 2, 0, 0, 1900800, map(681, 1, 709, 1), 1, 0),
    ('sales', 'all', '', 'lead', 'customer', '2026-03-03', 2, 0, 1, 1, 0, map(), 1, 0),
    ('sales', 'all', '', 'lead', 'customer', '2026-03-09', 1, 0, 0, 1, 0, map(), 1, 0),
    ('sales', 'all', '', 'lead', 'customer', '2026-03-11', 1, 0, 0, 1, 0, map(), 1, 0),
    ('sales', 'all', '', 'opportunity', 'proposal', '2026-03-05', 1, 1, 0, 0, 345600, map(646, 1), 1, 0),
    ('sales', 'all', '', 'opportunity', 'proposal', '2026-03-06', 2, 1, 0, 1, 0, map(0, 1), 1, 0),
    ('sales', 'all', '', 'opportunity', 'proposal', '2026-03-09', 1, 0, 0, 1, 0, map(), 1, 0),
    ('sales', 'all', '', 'opportunity', 'customer', '2026-03-05', 1, 1, 0, 0, 950400, map(697, 1), 1, 0),
    ('sales', 'all', '', 'opportunity', 'customer', '2026-03-06', 2, 1, 0, 1, 345600, map(646, 1), 1, 0),
    ('sales', 'all', '', 'opportunity', 'customer', '2026-03-09', 1, 0, 0, 1, 0, map(), 1, 0),
    ('sales', 'all', '', 'proposal', 'customer', '2026-03-06', 1, 1, 0, 0, 345600, map(646, 1), 1, 0),
    ('sales', 'all', '', 'proposal', 'customer', '2026-03-09', 1, 1, 0, 0, 604800, map(674, 1), 1, 0),
    ('sales', 'owner', 'ann', 'opportunity', 'customer', '2026-03-05', 1, 1, 0, 0, 950400, map(697, 1), 1, 0),
    ('sales', 'owner', 'ann', 'opportunity', 'customer', '2026-03-06', 2, 1, 0, 1, 345600, map(646, 1), 1, 0),
    ('sales', 'owner', 'ann', 'proposal', 'customer', '2026-03-06', 1, 1, 0, 0, 345600, map(646, 1), 1, 0);

INSERT INTO dealpulse.stage_exit_daily (pipeline_id, dimension, dimension_value, stage_id, movement, day, exits, seconds, histogram, version, is_deleted) VALUES
    ('sales', 'all', '', 'lead', 'advanced', '2026-03-05', 1, 259200, map(631, 1), 1, 0),
    ('sales', 'all', '', 'lead', 'advanced', '2026-03-06', 2, 604800, map(631, 1, 646, 1), 1, 0),
    ('sales', 'all', '', 'lead', 'lost', '2026-03-11', 1, 691200, map(681, 1), 1, 0),
    ('sales', 'all', '', 'opportunity', 'advanced', '2026-03-09', 1, 345600, map(646, 1), 1, 0),
    ('sales', 'all', '', 'opportunity', 'lost', '2026-03-10', 1, 345600, map(646, 1), 1, 0),
    ('sales', 'all', '', 'opportunity', 'regressed', '2026-03-17', 1, 691200, map(681, 1), 1, 0),
    ('sales', 'all', '', 'proposal', 'won', '2026-03-10', 1, 345600, map(646, 1), 1, 0),
    ('sales', 'all', '', 'proposal', 'won', '2026-03-16', 1, 604800, map(674, 1), 1, 0),
    ('sales', 'owner', 'ann', 'opportunity', 'advanced', '2026-03-09', 1, 345600, map(646, 1), 1, 0),
    ('sales', 'owner', 'ann', 'opportunity', 'lost', '2026-03-10', 1, 345600, map(646, 1), 1, 0);

INSERT INTO dealpulse.closing_daily (pipeline_id, dimension, dimension_value, outcome, currency, day, deals, amount, amount_base, unconverted, seconds, activities, histogram, version, is_deleted) VALUES
    ('sales', 'all', '', 'won', 'EUR', '2026-03-10', 1, 4000, 4000, 0, 691200, 1, map(681, 1), 1, 0),
    ('sales', 'owner', 'ann', 'won', 'EUR', '2026-03-10', 1, 4000, 4000, 0, 691200, 1, map(681, 1), 1, 0),
    ('sales', 'segment', 'smb', 'won', 'EUR', '2026-03-10', 1, 4000, 4000, 0, 691200, 1, map(681, 1), 1, 0),
    ('sales', 'all', '', 'won', 'EUR', '2026-03-16', 1, 12000, 12000, 0, 1209600, 2, map(709, 1), 1, 0),
    ('sales', 'owner', 'bob', 'won', 'EUR', '2026-03-16', 1, 12000, 12000, 0, 1209600, 2, map(709, 1), 1, 0),
    ('sales', 'segment', 'enterprise', 'won', 'EUR', '2026-03-16', 1, 12000, 12000, 0, 1209600, 2, map(709, 1), 1, 0),
    ('sales', 'all', '', 'lost', 'EUR', '2026-03-11', 1, 9000, 9000, 0, 691200, 0, map(681, 1), 1, 0),
    ('sales', 'owner', 'bob', 'lost', 'EUR', '2026-03-11', 1, 9000, 9000, 0, 691200, 0, map(681, 1), 1, 0),
    ('sales', 'segment', 'smb', 'lost', 'EUR', '2026-03-11', 1, 9000, 9000, 0, 691200, 0, map(681, 1), 1, 0);

INSERT INTO dealpulse.rolling_closing (pipeline_id, dimension, dimension_value, outcome, currency, window_days, as_of, deals, amount, amount_base, unconverted, seconds, activities, histogram, version, is_deleted) VALUES
    ('sales', 'owner', 'ann', 'won', 'EUR', 30, '2026-03-18', 1, 4000, 4000, 0, 691200, 1, map(681, 1), 1, 0),
    ('sales', 'segment', 'smb', 'won', 'EUR', 30, '2026-03-18', 1, 4000, 4000, 0, 691200, 1, map(681, 1), 1, 0),
    ('sales', 'all', '', 'won', 'EUR', 30, '2026-03-18', 1, 12000, 12000, 0, 1209600, 2, map(709, 1), 1, 0),
    ('sales', 'owner', 'bob', 'won', 'EUR', 30, '2026-03-18', 1, 12000, 12000, 0, 1209600, 2, map(709, 1), 1, 0),
    ('sales', 'segment', 'enterprise', 'won', 'EUR', 30, '2026-03-18', 1, 12000, 12000, 0, 1209600, 2, map(709, 1), 1, 0),
    ('sales', 'all', '', 'lost', 'EUR', 30, '2026-03-18', 1, 9000, 9000, 0, 691200, 0, map(681, 1), 1, 0),
    ('sales', 'owner', 'bob', 'lost', 'EUR', 30, '2026-03-18', 1, 9000, 9000, 0, 691200, 0, map(681, 1), 1, 0),
    ('sales', 'segment', 'smb', 'lost', 'EUR', 30, '2026-03-18', 1, 9000, 9000, 0, 691200, 0, map(681, 1), 1, 0),
    ('settled', 'owner', 'ann', 'won', 'EUR', 30, '2026-03-18', 1, 4000, 4000, 0, 691200, 1, map(681, 1), 1, 0);

INSERT INTO dealpulse.pipeline_flow_daily (pipeline_id, dimension, dimension_value, stage_id, currency, cause, day, deals, amount, amount_at_stage_probability, weighted_own, version, is_deleted) VALUES
    ('sales', 'all', '', 'lead', 'EUR', 'created', '2026-03-02', 2, 14000, 14000, 0, 1, 0),
    ('sales', 'all', '', 'lead', 'EUR', 'created', '2026-03-03', 2, 14000, 14000, 0, 1, 0),
    ('sales', 'all', '', 'lead', 'EUR', 'advanced', '2026-03-05', -1, -10000, -10000, 0, 1, 0),
    ('sales', 'all', '', 'opportunity', 'EUR', 'advanced', '2026-03-05', 1, 10000, 10000, 0, 1, 0),
    ('sales', 'all', '', 'lead', 'EUR', 'advanced', '2026-03-06', -2, -9000, -9000, 0, 1, 0),
    ('sales', 'all', '', 'proposal', 'EUR', 'advanced', '2026-03-06', 1, 4000, 4000, 0, 1, 0),
    ('sales', 'all', '', 'opportunity', 'EUR', 'advanced', '2026-03-06', 1, 5000, 5000, 0, 1, 0),
    ('sales', 'all', '', 'opportunity', '', 'created', '2026-03-09', 1, 0, 0, 0, 1, 0),
    ('sales', 'all', '', 'opportunity', 'EUR', 'advanced', '2026-03-09', -1, -10000, -10000, 0, 1, 0),
    ('sales', 'all', '', 'proposal', 'EUR', 'advanced', '2026-03-09', 1, 10000, 10000, 0, 1, 0),
    ('sales', 'all', '', 'proposal', 'EUR', 'increased', '2026-03-09', 0, 2000, 2000, 0, 1, 0),
    ('sales', 'all', '', 'proposal', 'EUR', 'won', '2026-03-10', -1, -4000, -4000, 0, 1, 0),
    ('sales', 'all', '', 'opportunity', 'EUR', 'lost', '2026-03-10', -1, -5000, -5000, 0, 1, 0),
    ('sales', 'all', '', 'lead', 'EUR', 'lost', '2026-03-11', -1, -9000, -9000, 0, 1, 0),
    ('sales', 'all', '', 'lead', 'EUR', 'created', '2026-03-11', 1, 2000, 2000, 0, 1, 0),
    ('sales', 'all', '', 'opportunity', '', 'redenominated', '2026-03-12', -1, 0, 0, 0, 1, 0),
    ('sales', 'all', '', 'opportunity', 'USD', 'redenominated', '2026-03-12', 1, 9000, 9000, 0, 1, 0),
    ('sales', 'all', '', 'lead', 'EUR', 'created', '2026-03-12', 1, 1000, 1000, 0, 1, 0),
    ('sales', 'all', '', 'opportunity', 'EUR', 'reopened', '2026-03-13', 1, 4500, 4500, 0, 1, 0),
    ('sales', 'all', '', 'lead', 'EUR', 'deleted', '2026-03-13', -1, -1000, -1000, 0, 1, 0),
    ('sales', 'all', '', 'proposal', 'EUR', 'won', '2026-03-16', -1, -12000, -12000, 0, 1, 0),
    ('sales', 'all', '', 'opportunity', 'USD', 'regressed', '2026-03-17', -1, -9000, -9000, 0, 1, 0),
    ('sales', 'all', '', 'lead', 'USD', 'regressed', '2026-03-17', 1, 9000, 9000, 0, 1, 0),
    ('sales', 'all', '', 'opportunity', 'EUR', 'reweighted', '2026-03-17', 0, 0, -4500, 3600, 1, 0);

INSERT INTO dealpulse.deal_flows (pipeline_id, cause, day, deal_id, step, at, stage_id, currency, deals, amount, amount_at_stage_probability, weighted_own, dimension, owner_id, attributes, version, is_deleted) VALUES
    ('sales', 'created', '2026-03-02', 'A', 1, '2026-03-02 09:00:00', 'lead', 'EUR', 1, 10000, 10000, 0, '', 'ann', map('segment', 'enterprise'), 1, 0),
    ('sales', 'advanced', '2026-03-05', 'A', 2, '2026-03-05 09:00:00', 'lead', 'EUR', -1, -10000, -10000, 0, '', 'ann', map('segment', 'enterprise'), 1, 0),
    ('sales', 'advanced', '2026-03-05', 'A', 3, '2026-03-05 09:00:00', 'opportunity', 'EUR', 1, 10000, 10000, 0, '', 'ann', map('segment', 'enterprise'), 1, 0),
    ('sales', 'reassigned', '2026-03-09', 'A', 4, '2026-03-09 09:00:00', 'opportunity', 'EUR', -1, -10000, -10000, 0, 'owner', 'ann', map('segment', 'enterprise'), 1, 0),
    ('sales', 'reassigned', '2026-03-09', 'A', 5, '2026-03-09 09:00:00', 'opportunity', 'EUR', 1, 10000, 10000, 0, 'owner', 'bob', map('segment', 'enterprise'), 1, 0),
    ('sales', 'advanced', '2026-03-09', 'A', 6, '2026-03-09 09:00:00', 'opportunity', 'EUR', -1, -10000, -10000, 0, '', 'bob', map('segment', 'enterprise'), 1, 0),
    ('sales', 'advanced', '2026-03-09', 'A', 7, '2026-03-09 09:00:00', 'proposal', 'EUR', 1, 10000, 10000, 0, '', 'bob', map('segment', 'enterprise'), 1, 0),
    ('sales', 'increased', '2026-03-09', 'A', 8, '2026-03-09 09:00:00', 'proposal', 'EUR', 0, 2000, 2000, 0, '', 'bob', map('segment', 'enterprise'), 1, 0),
    ('sales', 'won', '2026-03-16', 'A', 9, '2026-03-16 09:00:00', 'proposal', 'EUR', -1, -12000, -12000, 0, '', 'bob', map('segment', 'enterprise'), 1, 0),
    ('sales', 'created', '2026-03-02', 'B', 1, '2026-03-02 10:00:00', 'lead', 'EUR', 1, 4000, 4000, 0, '', 'ann', map('segment', 'smb'), 1, 0),
    ('sales', 'advanced', '2026-03-06', 'B', 2, '2026-03-06 10:00:00', 'lead', 'EUR', -1, -4000, -4000, 0, '', 'ann', map('segment', 'smb'), 1, 0),
    ('sales', 'advanced', '2026-03-06', 'B', 3, '2026-03-06 10:00:00', 'proposal', 'EUR', 1, 4000, 4000, 0, '', 'ann', map('segment', 'smb'), 1, 0),
    ('sales', 'won', '2026-03-10', 'B', 4, '2026-03-10 10:00:00', 'proposal', 'EUR', -1, -4000, -4000, 0, '', 'ann', map('segment', 'smb'), 1, 0),
    ('sales', 'created', '2026-03-03', 'C', 1, '2026-03-03 12:00:00', 'lead', 'EUR', 1, 9000, 9000, 0, '', 'bob', map('segment', 'smb'), 1, 0),
    ('sales', 'lost', '2026-03-11', 'C', 2, '2026-03-11 12:00:00', 'lead', 'EUR', -1, -9000, -9000, 0, '', 'bob', map('segment', 'smb'), 1, 0),
    ('sales', 'created', '2026-03-03', 'D', 1, '2026-03-03 14:00:00', 'lead', 'EUR', 1, 5000, 5000, 0, '', 'ann', map('segment', 'smb'), 1, 0),
    ('sales', 'advanced', '2026-03-06', 'D', 2, '2026-03-06 14:00:00', 'lead', 'EUR', -1, -5000, -5000, 0, '', 'ann', map('segment', 'smb'), 1, 0),
    ('sales', 'advanced', '2026-03-06', 'D', 3, '2026-03-06 14:00:00', 'opportunity', 'EUR', 1, 5000, 5000, 0, '', 'ann', map('segment', 'smb'), 1, 0),
    ('sales', 'lost', '2026-03-10', 'D', 4, '2026-03-10 14:00:00', 'opportunity', 'EUR', -1, -5000, -5000, 0, '', 'ann', map('segment', 'smb'), 1, 0),
    ('sales', 'reopened', '2026-03-13', 'D', 5, '2026-03-13 14:00:00', 'opportunity', 'EUR', 1, 4500, 4500, 0, '', 'ann', map('segment', 'smb'), 1, 0),
    ('sales', 'reweighted', '2026-03-17', 'D', 6, '2026-03-17 12:00:00', 'opportunity', 'EUR', 0, 0, -4500, 3600, '', 'ann', map('segment', 'smb'), 1, 0),
    ('sales', 'created', '2026-03-09', 'E', 1, '2026-03-09 08:00:00', 'opportunity', '', 1, 0, 0, 0, '', 'bob', map('segment', 'enterprise'), 1, 0),
    ('sales', 'redenominated', '2026-03-12', 'E', 2, '2026-03-12 08:00:00', 'opportunity', '', -1, 0, 0, 0, '', 'bob', map('segment', 'enterprise'), 1, 0),
    ('sales', 'redenominated', '2026-03-12', 'E', 3, '2026-03-12 08:00:00', 'opportunity', 'USD', 1, 9000, 9000, 0, '', 'bob', map('segment', 'enterprise'), 1, 0),
    ('sales', 'regressed', '2026-03-17', 'E', 4, '2026-03-17 08:00:00', 'opportunity', 'USD', -1, -9000, -9000, 0, '', 'bob', map('segment', 'enterprise'), 1, 0),
    ('sales', 'regressed', '2026-03-17', 'E', 5, '2026-03-17 08:00:00', 'lead', 'USD', 1, 9000, 9000, 0, '', 'bob', map('segment', 'enterprise'), 1, 0),
    ('sales', 'created', '2026-03-11', 'F', 1, '2026-03-11 15:00:00', 'lead', 'EUR', 1, 2000, 2000, 0, '', 'ann', map('segment', 'smb'), 1, 0),
    ('sales', 'created', '2026-03-12', 'G', 1, '2026-03-12 16:00:00', 'lead', 'EUR', 1, 1000, 1000, 0, '', 'ann', map('segment', 'smb'), 1, 0),
    ('sales', 'deleted', '2026-03-13', 'G', 2, '2026-03-13 16:00:00', 'lead', 'EUR', -1, -1000, -1000, 0, '', 'ann', map('segment', 'smb'), 1, 0);

INSERT INTO dealpulse.deal_milestones (pipeline_id, milestone, stay_below_days, stage_id, day, deal_id, visit_no, at, movement, seconds, entered_at, went_on_to, status, amount, currency, created_at, stage_entered_at, closed_at, slices, version, is_deleted) VALUES
    ('sales', 'reached', 0, 'lead', '2026-03-02', 'A', 1, '2026-03-02 09:00:00', '', NULL, NULL, ['opportunity', 'proposal', 'customer'], 'won', 12000, 'EUR', '2026-03-02 09:00:00', '2026-03-16 09:00:00', '2026-03-16 09:00:00', ['owner=ann', 'segment=enterprise'], 1, 0),
    ('sales', 'reached', 0, 'opportunity', '2026-03-05', 'A', 2, '2026-03-05 09:00:00', '', NULL, NULL, ['proposal', 'customer'], 'won', 12000, 'EUR', '2026-03-02 09:00:00', '2026-03-16 09:00:00', '2026-03-16 09:00:00', ['owner=ann', 'segment=enterprise'], 1, 0),
    ('sales', 'reached', 0, 'proposal', '2026-03-09', 'A', 3, '2026-03-09 09:00:00', '', NULL, NULL, ['customer'], 'won', 12000, 'EUR', '2026-03-02 09:00:00', '2026-03-16 09:00:00', '2026-03-16 09:00:00', ['owner=bob', 'segment=enterprise'], 1, 0),
    ('sales', 'left', 8, 'lead', '2026-03-05', 'A', 1, '2026-03-05 09:00:00', 'advanced', 259200, '2026-03-02 09:00:00', [], 'won', 12000, 'EUR', '2026-03-02 09:00:00', '2026-03-16 09:00:00', '2026-03-16 09:00:00', ['owner=ann', 'segment=enterprise'], 1, 0),
    ('sales', 'left', 8, 'opportunity', '2026-03-09', 'A', 2, '2026-03-09 09:00:00', 'advanced', 345600, '2026-03-05 09:00:00', [], 'won', 12000, 'EUR', '2026-03-02 09:00:00', '2026-03-16 09:00:00', '2026-03-16 09:00:00', ['owner=ann', 'segment=enterprise'], 1, 0),
    ('sales', 'left', 8, 'proposal', '2026-03-16', 'A', 3, '2026-03-16 09:00:00', 'won', 604800, '2026-03-09 09:00:00', [], 'won', 12000, 'EUR', '2026-03-02 09:00:00', '2026-03-16 09:00:00', '2026-03-16 09:00:00', ['owner=bob', 'segment=enterprise'], 1, 0),
    ('sales', 'won', 0, 'customer', '2026-03-16', 'A', 4, '2026-03-16 09:00:00', '', 1209600, NULL, [], 'won', 12000, 'EUR', '2026-03-02 09:00:00', '2026-03-16 09:00:00', '2026-03-16 09:00:00', ['owner=bob', 'segment=enterprise'], 1, 0),
    ('sales', 'reached', 0, 'lead', '2026-03-02', 'B', 1, '2026-03-02 10:00:00', '', NULL, NULL, ['opportunity', 'proposal', 'customer'], 'won', 4000, 'EUR', '2026-03-02 10:00:00', '2026-03-10 10:00:00', '2026-03-10 10:00:00', ['owner=ann', 'segment=smb'], 1, 0),
    ('sales', 'reached', 0, 'opportunity', '2026-03-06', 'B', 2, '2026-03-06 10:00:00', '', NULL, NULL, ['proposal', 'customer'], 'won', 4000, 'EUR', '2026-03-02 10:00:00', '2026-03-10 10:00:00', '2026-03-10 10:00:00', ['owner=ann', 'segment=smb'], 1, 0),
    ('sales', 'reached', 0, 'proposal', '2026-03-06', 'B', 2, '2026-03-06 10:00:00', '', NULL, NULL, ['customer'], 'won', 4000, 'EUR', '2026-03-02 10:00:00', '2026-03-10 10:00:00', '2026-03-10 10:00:00', ['owner=ann', 'segment=smb'], 1, 0),
    ('sales', 'left', 8, 'lead', '2026-03-06', 'B', 1, '2026-03-06 10:00:00', 'advanced', 345600, '2026-03-02 10:00:00', [], 'won', 4000, 'EUR', '2026-03-02 10:00:00', '2026-03-10 10:00:00', '2026-03-10 10:00:00', ['owner=ann', 'segment=smb'], 1, 0),
    ('sales', 'left', 8, 'proposal', '2026-03-10', 'B', 2, '2026-03-10 10:00:00', 'won', 345600, '2026-03-06 10:00:00', [], 'won', 4000, 'EUR', '2026-03-02 10:00:00', '2026-03-10 10:00:00', '2026-03-10 10:00:00', ['owner=ann', 'segment=smb'], 1, 0),
    ('sales', 'won', 0, 'customer', '2026-03-10', 'B', 3, '2026-03-10 10:00:00', '', 691200, NULL, [], 'won', 4000, 'EUR', '2026-03-02 10:00:00', '2026-03-10 10:00:00', '2026-03-10 10:00:00', ['owner=ann', 'segment=smb'], 1, 0),
    ('sales', 'reached', 0, 'lead', '2026-03-03', 'C', 1, '2026-03-03 12:00:00', '', NULL, NULL, [], 'lost', 9000, 'EUR', '2026-03-03 12:00:00', '2026-03-11 12:00:00', '2026-03-11 12:00:00', ['owner=bob', 'segment=smb'], 1, 0),
    ('sales', 'left', 32, 'lead', '2026-03-11', 'C', 1, '2026-03-11 12:00:00', 'lost', 691200, '2026-03-03 12:00:00', [], 'lost', 9000, 'EUR', '2026-03-03 12:00:00', '2026-03-11 12:00:00', '2026-03-11 12:00:00', ['owner=bob', 'segment=smb'], 1, 0),
    ('sales', 'lost', 0, 'lost', '2026-03-11', 'C', 2, '2026-03-11 12:00:00', '', 691200, NULL, [], 'lost', 9000, 'EUR', '2026-03-03 12:00:00', '2026-03-11 12:00:00', '2026-03-11 12:00:00', ['owner=bob', 'segment=smb'], 1, 0),
    ('sales', 'reached', 0, 'lead', '2026-03-03', 'D', 1, '2026-03-03 14:00:00', '', NULL, NULL, ['opportunity'], 'open', 4500, 'EUR', '2026-03-03 14:00:00', '2026-03-13 14:00:00', NULL, ['owner=ann', 'segment=smb'], 1, 0),
    ('sales', 'reached', 0, 'opportunity', '2026-03-06', 'D', 2, '2026-03-06 14:00:00', '', NULL, NULL, [], 'open', 4500, 'EUR', '2026-03-03 14:00:00', '2026-03-13 14:00:00', NULL, ['owner=ann', 'segment=smb'], 1, 0),
    ('sales', 'left', 8, 'lead', '2026-03-06', 'D', 1, '2026-03-06 14:00:00', 'advanced', 259200, '2026-03-03 14:00:00', [], 'open', 4500, 'EUR', '2026-03-03 14:00:00', '2026-03-13 14:00:00', NULL, ['owner=ann', 'segment=smb'], 1, 0),
    ('sales', 'left', 8, 'opportunity', '2026-03-10', 'D', 2, '2026-03-10 14:00:00', 'lost', 345600, '2026-03-06 14:00:00', [], 'open', 4500, 'EUR', '2026-03-03 14:00:00', '2026-03-13 14:00:00', NULL, ['owner=ann', 'segment=smb'], 1, 0),
    ('sales', 'open', 0, 'opportunity', '2026-03-13', 'D', 4, '2026-03-13 14:00:00', '', NULL, '2026-03-13 14:00:00', [], 'open', 4500, 'EUR', '2026-03-03 14:00:00', '2026-03-13 14:00:00', NULL, ['owner=ann', 'segment=smb'], 1, 0),
    ('sales', 'reached', 0, 'lead', '2026-03-09', 'E', 1, '2026-03-09 08:00:00', '', NULL, NULL, ['opportunity'], 'open', 9000, 'USD', '2026-03-09 08:00:00', '2026-03-17 08:00:00', NULL, ['owner=bob', 'segment=enterprise'], 1, 0),
    ('sales', 'reached', 0, 'opportunity', '2026-03-09', 'E', 1, '2026-03-09 08:00:00', '', NULL, NULL, [], 'open', 9000, 'USD', '2026-03-09 08:00:00', '2026-03-17 08:00:00', NULL, ['owner=bob', 'segment=enterprise'], 1, 0),
    ('sales', 'left', 32, 'opportunity', '2026-03-17', 'E', 1, '2026-03-17 08:00:00', 'regressed', 691200, '2026-03-09 08:00:00', [], 'open', 9000, 'USD', '2026-03-09 08:00:00', '2026-03-17 08:00:00', NULL, ['owner=bob', 'segment=enterprise'], 1, 0),
    ('sales', 'open', 0, 'lead', '2026-03-17', 'E', 2, '2026-03-17 08:00:00', '', NULL, '2026-03-17 08:00:00', [], 'open', 9000, 'USD', '2026-03-09 08:00:00', '2026-03-17 08:00:00', NULL, ['owner=bob', 'segment=enterprise'], 1, 0),
    ('sales', 'reached', 0, 'lead', '2026-03-11', 'F', 1, '2026-03-11 15:00:00', '', NULL, NULL, [], 'open', 2000, 'EUR', '2026-03-11 15:00:00', '2026-03-11 15:00:00', NULL, ['owner=ann', 'segment=smb'], 1, 0),
    ('sales', 'open', 0, 'lead', '2026-03-11', 'F', 1, '2026-03-11 15:00:00', '', NULL, '2026-03-11 15:00:00', [], 'open', 2000, 'EUR', '2026-03-11 15:00:00', '2026-03-11 15:00:00', NULL, ['owner=ann', 'segment=smb'], 1, 0);

INSERT INTO dealpulse.pipeline_value (pipeline_id, dimension, dimension_value, stage_id, currency, as_of, open_deals, amount, weighted_amount, amount_base, weighted_base, unconverted, version, is_deleted) VALUES
    ('sales', 'all', '', 'lead', 'EUR', '2026-03-18', 1, 2000, 200, 2000, 200, 0, 1, 0),
    ('sales', 'all', '', 'lead', 'USD', '2026-03-18', 1, 9000, 900, 7200, 720, 0, 1, 0),
    ('sales', 'all', '', 'opportunity', 'EUR', '2026-03-18', 1, 4500, 3600, 4500, 3600, 0, 1, 0),
    ('sales', 'owner', 'ann', 'lead', 'EUR', '2026-03-18', 1, 2000, 200, 2000, 200, 0, 1, 0),
    ('sales', 'owner', 'bob', 'lead', 'USD', '2026-03-18', 1, 9000, 900, 7200, 720, 0, 1, 0),
    ('sales', 'owner', 'ann', 'opportunity', 'EUR', '2026-03-18', 1, 4500, 3600, 4500, 3600, 0, 1, 0),
    ('sales', 'segment', 'smb', 'lead', 'EUR', '2026-03-18', 1, 2000, 200, 2000, 200, 0, 1, 0),
    ('sales', 'segment', 'enterprise', 'lead', 'USD', '2026-03-18', 1, 9000, 900, 7200, 720, 0, 1, 0),
    ('sales', 'segment', 'smb', 'opportunity', 'EUR', '2026-03-18', 1, 4500, 3600, 4500, 3600, 0, 1, 0),
    ('many', 'all', '', 'in', 'EUR', '2026-03-18', 617, 617, 308.5, 617, 308.5, 0, 1, 0),
    ('many', 'owner', 'o0', 'in', 'EUR', '2026-03-18', 617, 617, 308.5, 617, 308.5, 0, 1, 0);

INSERT INTO dealpulse.deal_alerts (alert_id, deal_id, pipeline_id, stage_id, owner_id, kind, state, since, raised_at, resolved_at, resolution, amount, currency, slices, version, is_deleted) VALUES
    ('F/idle/2026-03-11T15:00:00Z', 'F', 'sales', 'lead', 'ann', 'idle', 'open', '2026-03-11 15:00:00', '2026-03-17 15:00:00', NULL, '', 2000, 'EUR', ['owner=ann', 'segment=smb'], 1, 0),
    ('E/idle/2026-03-12T08:00:00Z', 'E', 'sales', 'lead', 'bob', 'idle', 'open', '2026-03-12 08:00:00', '2026-03-16 08:00:00', NULL, '', 9000, 'USD', ['owner=bob', 'segment=enterprise'], 1, 0),
    ('D/pushed/2026-03-05T00:00:00Z', 'D', 'sales', 'opportunity', 'ann', 'pushed', 'open', '2026-03-05 00:00:00', '2026-03-14 08:00:00', NULL, '', 4500, 'EUR', ['owner=ann', 'segment=smb'], 1, 0),
    ('D/idle/2026-03-13T14:00:00Z', 'D', 'sales', 'opportunity', 'ann', 'idle', 'open', '2026-03-13 14:00:00', '2026-03-18 09:00:00', NULL, '', 4500, 'EUR', ['owner=ann', 'segment=smb'], 1, 0),
    ('C/stage_overdue/2026-03-03T12:00:00Z', 'C', 'sales', 'lead', 'bob', 'stage_overdue', 'resolved', '2026-03-03 12:00:00', '2026-03-09 12:00:00', '2026-03-11 12:00:00', 'lost', 9000, 'EUR', ['owner=bob', 'segment=smb'], 1, 0);

INSERT INTO dealpulse.job_progress (job, clock, caught_up, written_at, version, is_deleted) VALUES
    ('deal-metrics', '2026-03-18 11:00:00.250', 1, '2026-03-18 12:00:00.000', 1, 0);

INSERT INTO dealpulse.deals (deal_id, pipeline_id, stage_id, status, owner_id, amount, currency, created_at, stage_entered_at, closed_at, version, is_deleted)
SELECT 'm' || toString(number), 'many', if(number % 2 = 0, 'in', 'won'), if(number % 2 = 0, 'open', 'won'), 'o' || toString(number % 7),
       if(number % 5 = 0, NULL, number % 13), if(number % 5 = 0, '', if(number % 3 = 0, 'USD', 'EUR')), toDateTime64('2026-03-01 00:00:00', 3, 'UTC') + number,
       toDateTime64('2026-03-02 00:00:00', 3, 'UTC') + number * 1000, if(number % 2 = 0, NULL, toDateTime64('2026-03-02 00:00:00', 3, 'UTC') + number * 1000), 1, 0
FROM numbers(1234);

INSERT INTO dealpulse.deal_milestones (pipeline_id, milestone, stay_below_days, stage_id, day, deal_id, visit_no, at, movement, seconds, entered_at, went_on_to, status, amount, currency, created_at, stage_entered_at, closed_at, slices, version, is_deleted)
SELECT pipeline_id, status, 0, stage_id, toDate32(stage_entered_at), deal_id, 1, stage_entered_at, '', NULL, if(status = 'open', stage_entered_at, NULL), [], status, amount, currency, created_at,
       stage_entered_at, closed_at, ['owner=' || owner_id, 'segment='], 1, 0
FROM dealpulse.deals
WHERE pipeline_id = 'many';

INSERT INTO dealpulse.closing_daily (pipeline_id, dimension, dimension_value, outcome, currency, day, deals, amount, amount_base, unconverted, seconds, activities, histogram, version, is_deleted)
SELECT 'many', 'all', '', 'won', currency, day, count(), 0, 0, 0, 0, 0, map(), 1, 0
FROM dealpulse.deal_milestones
WHERE pipeline_id = 'many' AND milestone = 'won'
GROUP BY currency, day;

-- A year and a day before the last day, and a year before it.
INSERT INTO dealpulse.closing_daily (pipeline_id, dimension, dimension_value, outcome, currency, day, deals, amount, amount_base, unconverted, seconds, activities, histogram, version, is_deleted) VALUES
    ('many', 'owner', 'long-gone', 'won', 'EUR', '2025-03-18', 1, 0, 0, 0, 0, 0, map(), 1, 0),
    ('many', 'owner', 'o0', 'won', 'EUR', '2025-03-18', 3, 0, 0, 0, 0, 0, map(), 1, 0),
    ('many', 'owner', 'o0', 'won', 'EUR', '2025-03-19', 2, 0, 0, 0, 0, 0, map(), 1, 0);

-- Stays whose lengths are the bounds of classes, or a second less, all from one second on.
INSERT INTO dealpulse.deal_milestones (pipeline_id, milestone, stay_below_days, stage_id, day, deal_id, visit_no, at, movement, seconds, entered_at, went_on_to, status, amount, currency, created_at, stage_entered_at, closed_at, slices, version, is_deleted)
SELECT 'many', if(seconds % 2 = 0, 'left', 'left_before'), multiIf(seconds < bound * 86400, bound, bound < 512, 4 * bound, 0), 'in',
       toDate32(entered_at + seconds), concat('stay-', toString(seconds)), 1, entered_at + seconds, 'regressed', seconds, toDateTime64('2000-01-15 23:59:59', 3, 'UTC') AS entered_at,
       [], 'open', NULL, '', entered_at, entered_at + seconds, NULL, ['owner=', 'segment='], 1, 0
FROM (SELECT arrayJoin([8, 32, 128, 512]) AS bound, bound * 86400 - arrayJoin([0, 1]) AS seconds);

-- The same as flows.
INSERT INTO dealpulse.pipeline_flow_daily (pipeline_id, dimension, dimension_value, stage_id, currency, cause, day, deals, amount, amount_at_stage_probability, weighted_own, version, is_deleted)
SELECT 'many', 'all', '', 'in', '', step.1, step.2, sum(step.3), 0, 0, 0, 1, 0
FROM
(
    SELECT arrayJoin([('created', toDate32(entered_at), 1), ('lost', day, -1)]) AS step
    FROM dealpulse.deal_milestones
    WHERE pipeline_id = 'many' AND startsWith(deal_id, 'stay-')
)
GROUP BY step.1, step.2;
