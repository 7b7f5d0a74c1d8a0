-- A page of a list reads some deals here and there, each whole: from one column in half the time that it takes from seventeen.
-- Rows from before have it computed as they are read, until they are written anew, which begins at once in the background.
-- Times are in ms since 1970 and days are texts, so that how a writer's session formats dates changes nothing.
ALTER TABLE ${database}.deals
    ADD COLUMN IF NOT EXISTS document String MATERIALIZED toJSONString(CAST(
        (
            deal_id,
            pipeline_id,
            stage_id,
            status,
            owner_id,
            account_id,
            amount,
            currency,
            probability,
            toUnixTimestamp64Milli(created_at),
            toUnixTimestamp64Milli(stage_entered_at),
            toUnixTimestamp64Milli(closed_at),
            toString(expected_close_on),
            toUnixTimestamp64Milli(last_activity_at),
            activities,
            loss_reason,
            attributes
        ),
        'Tuple(
            deal_id String,
            pipeline_id String,
            stage_id String,
            status String,
            owner_id String,
            account_id String,
            amount Nullable(Decimal(18, 2)),
            currency String,
            probability Nullable(Float64),
            created_at Int64,
            stage_entered_at Int64,
            closed_at Nullable(Int64),
            expected_close_on Nullable(String),
            last_activity_at Nullable(Int64),
            activities UInt64,
            loss_reason String,
            attributes Map(String, String))'))
        COMMENT 'What a list of deals shows, as JSON; times in ms since 1970' AFTER attributes,
    MATERIALIZE COLUMN document
