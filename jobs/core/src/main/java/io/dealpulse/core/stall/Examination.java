package io.dealpulse.core.stall;

import io.dealpulse.core.calendar.ReportingCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a deal finds at one instant.
 *
 * @param alerts all that were ever raised by then, by what is known now
 * @param lookAgainAt the next instant at which one is raised; null: none is, unless something changes
 */
public record Examination(List<Alert> alerts, @Nullable Instant lookAgainAt) {

    /** What is found of a deal that gives no cause. */
    public static final Examination NOTHING = new Examination(List.of(), null);

    public Examination {
        alerts = List.copyOf(alerts);
    }

    /**
     * Looks at a deal.
     *
     * @param causes what {@link StallRules} say of it
     * @param thresholds what is learnt of a stage, by pipeline and stage
     * @param now the pipeline's time
     */
    public static Examination of(
            List<Cause> causes,
            BiFunction<String, String, LearnedThreshold> thresholds,
            ReportingCalendar calendar,
            Instant now) {
        List<Alert> alerts = new ArrayList<>();
        Instant next = null;
        for (Cause cause : causes) {
            Instant due = dueAt(cause, thresholds, calendar).orElse(null);
            if (due == null || cause.isOverAt(due)) {
                continue;
            }
            if (!due.isAfter(now)) {
                alerts.add(Alert.of(cause, due));
            } else if (next == null || due.isBefore(next)) {
                next = due;
            }
        }
        return new Examination(alerts, next);
    }

    private static Optional<Instant> dueAt(
            Cause cause, BiFunction<String, String, LearnedThreshold> thresholds, ReportingCalendar calendar) {
        if (cause.due() instanceof Cause.Learned learned) {
            return thresholds
                    .apply(cause.pipelineId(), cause.stageId())
                    .exceededAt(learned.enteredAt(), cause.since(), calendar);
        }
        return Optional.of(((Cause.At) cause.due()).instant());
    }
}
