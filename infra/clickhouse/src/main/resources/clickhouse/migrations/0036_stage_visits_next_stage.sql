-- What has not happened yet is NULL: a current visit has no next stage.
ALTER TABLE ${database}.stage_visits
    MODIFY COLUMN next_stage_id LowCardinality(Nullable(String)) COMMENT 'Stage entered next; NULL while the visit is current'
