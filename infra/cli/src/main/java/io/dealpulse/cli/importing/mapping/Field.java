package io.dealpulse.cli.importing.mapping;

import io.dealpulse.events.v1.ActivityDirection;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.ActivityType;
import io.dealpulse.events.v1.StageKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A field that a mapping can feed, by its name in the event schemas.
 *
 * @param <T> its values
 */
public final class Field<T> {

    public static final Field<String> EVENT_ID = new Field<>("event_id", FieldType.TEXT);
    public static final Field<String> ACTIVITY_ID = new Field<>("activity_id", FieldType.TEXT);
    public static final Field<String> DEAL_ID = new Field<>("deal_id", FieldType.TEXT);
    public static final Field<String> LEAD_ID = new Field<>("lead_id", FieldType.TEXT);
    public static final Field<Instant> OCCURRED_AT = new Field<>("occurred_at", FieldType.INSTANT);
    public static final Field<Instant> RECORDED_AT = new Field<>("recorded_at", FieldType.INSTANT);
    public static final Field<Long> REVISION = new Field<>("revision", FieldType.WHOLE);
    public static final Field<Boolean> DELETED = new Field<>("deleted", FieldType.FLAG);
    public static final Field<String> PIPELINE_ID = new Field<>("pipeline_id", FieldType.TEXT);
    public static final Field<String> STAGE_ID = new Field<>("stage_id", FieldType.TEXT);
    public static final Field<BigDecimal> AMOUNT = new Field<>("amount", FieldType.MONEY);
    public static final Field<String> CURRENCY = new Field<>("currency", FieldType.CURRENCY);
    public static final Field<String> OWNER_ID = new Field<>("owner_id", FieldType.TEXT);
    public static final Field<String> ACCOUNT_ID = new Field<>("account_id", FieldType.TEXT);
    public static final Field<Double> PROBABILITY = new Field<>("probability", FieldType.PROBABILITY);
    public static final Field<LocalDate> EXPECTED_CLOSE_ON = new Field<>("expected_close_on", FieldType.DATE);
    public static final Field<String> LOSS_REASON = new Field<>("loss_reason", FieldType.TEXT);
    public static final Field<String> COMPETITOR = new Field<>("competitor", FieldType.TEXT);

    public static final Field<String> REP_ID = new Field<>("rep_id", FieldType.TEXT);
    public static final Field<ActivityType> TYPE = new Field<>("type", FieldType.word(ActivityType.class));
    public static final Field<ActivityState> STATE = new Field<>("state", FieldType.word(ActivityState.class));
    public static final Field<ActivityDirection> DIRECTION =
            new Field<>("direction", FieldType.word(ActivityDirection.class));
    public static final Field<Long> DURATION_SECONDS = new Field<>("duration_seconds", FieldType.SECONDS);

    public static final Field<String> NAME = new Field<>("name", FieldType.TEXT);
    public static final Field<String> STAGE_NAME = new Field<>("stage_name", FieldType.TEXT);
    public static final Field<StageKind> KIND = new Field<>("kind", FieldType.word(StageKind.class));
    public static final Field<Integer> IDLE_AFTER_DAYS = new Field<>("idle_after_days", FieldType.DAYS);
    public static final Field<Integer> STALL_AFTER_DAYS = new Field<>("stall_after_days", FieldType.DAYS);

    public static final Field<String> BASE = new Field<>("base", FieldType.CURRENCY);
    public static final Field<String> QUOTE = new Field<>("quote", FieldType.CURRENCY);
    public static final Field<LocalDate> DATE = new Field<>("date", FieldType.DATE);
    public static final Field<BigDecimal> RATE = new Field<>("rate", FieldType.RATE);

    private final String name;
    private final FieldType<T> type;

    private Field(String name, FieldType<T> type) {
        this.name = name;
        this.type = type;
    }

    /** Its name in the event schemas. */
    public String name() {
        return name;
    }

    FieldType<T> type() {
        return type;
    }

    @Override
    public String toString() {
        return name;
    }
}
