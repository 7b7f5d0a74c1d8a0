package io.dealpulse.core.stall;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What calls for an alert as soon as it is due, unless it ends before.
 *
 * @param kind why the deal counts as stalled
 * @param since start of the cause; of one kind no two causes of a deal start together
 * @param due when it is due
 * @param endsAt when it ends; null: it lasts, by all that is known
 * @param resolution what ends it; null: it lasts
 * @param pipelineId the deal's pipeline when it is due
 * @param stageId the deal's stage then
 * @param ownerId who owns the deal at its end, or now if it lasts; '' if nobody does
 * @param amountCents the deal's value at that time in hundredths of its currency's unit; null if it has none
 * @param currency the currency under which that counts; '' if there is none
 */
public record Cause(
        AlertKind kind,
        Instant since,
        Due due,
        @Nullable Instant endsAt,
        @Nullable Resolution resolution,
        String pipelineId,
        String stageId,
        String ownerId,
        @Nullable Long amountCents,
        String currency) {

    public Cause {
        if ((endsAt == null) != (resolution == null)) {
            throw new IllegalArgumentException(
                    "A cause that ends has a resolution, one that lasts has none: " + kind + " since " + since);
        }
    }

    /** When a cause is due. */
    public sealed interface Due permits At, Learned {}

    /** At a certain time. */
    public record At(Instant instant) implements Due {}

    /**
     * As soon as the deal has been in the stage for longer than deals that were won, as far as that is known by then, but not
     * before the cause's start.
     *
     * @param enteredAt when it entered the stage
     */
    public record Learned(Instant enteredAt) implements Due {}

    /** Whether it ends no later than at an instant. */
    boolean isOverAt(Instant instant) {
        return endsAt != null && !instant.isBefore(endsAt);
    }
}
