ALTER TABLE ${database}.v_deal_alerts
    COMMENT COLUMN age_days 'How long the alert has been open, or was, in days',
    COMMENT COLUMN stalled_days 'How long the cause has lasted, or did, in days'
