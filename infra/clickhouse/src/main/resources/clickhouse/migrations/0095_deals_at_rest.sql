-- When nothing was written to it for an hour, the table becomes one part, as each partition of the partitioned tables does. FINAL
-- then has nothing to merge, and a deal is looked for once, not in each part.
ALTER TABLE ${database}.deals MODIFY SETTING min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1
