ALTER TABLE ${database}.v_alerts_by_owner
    COMMENT COLUMN deals 'Deals of the owner with open alerts',
    COMMENT COLUMN open_alerts 'Their open alerts',
    COMMENT COLUMN amount_at_risk 'Sum of the amounts of these deals, each once, in currency; NULL if none has an amount',
    COMMENT COLUMN idle 'Open alerts of deals for which nothing was done',
    COMMENT COLUMN stage_overdue 'Open alerts of deals that are in their stage for too long',
    COMMENT COLUMN close_date_passed 'Open alerts of deals whose expected close date is over',
    COMMENT COLUMN pushed 'Open alerts of deals whose expected close date was pushed again and again',
    COMMENT COLUMN oldest_raised_at 'When the oldest of these alerts was raised',
    COMMENT COLUMN oldest_age_days 'How long the oldest of them has been open, in days',
    MODIFY COMMENT 'Open alerts by owner: how many deals, and what amount is at risk'
