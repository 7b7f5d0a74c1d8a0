-- As for deals in migration 0095.
ALTER TABLE ${database}.rolling_conversion MODIFY SETTING min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1
