package io.dealpulse.core.metric;

import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.money.ExactCents;
import org.jspecify.annotations.Nullable;

/**
 * What an open deal adds to the value of the pipeline: its amount, and what that weighs by the probability of winning, the
 * deal's own where given, else its stage's. The two are kept apart, so that a changed probability of a stage touches no
 * deal.
 *
 * @param amount in cents, 0 while there is none
 * @param amountAtStageProbability the amount in cents, if the probability of the stage applies; else 0
 * @param weightedOwn the amount times the deal's own probability; 0 without one
 */
public record OpenWorth(long amount, long amountAtStageProbability, ExactCents weightedOwn) {

    /** The worth of a deal of which this is known. */
    public static OpenWorth of(DealFields fields) {
        return of(fields.amountCents(), fields.probability());
    }

    /**
     * The worth of an amount.
     *
     * @param cents null: there is none
     * @param ownProbability from 0 to 1; null: that of the stage applies
     */
    public static OpenWorth of(@Nullable Long cents, @Nullable Double ownProbability) {
        long amount = cents == null ? 0 : cents;
        return ownProbability == null
                ? new OpenWorth(amount, amount, ExactCents.ZERO)
                : new OpenWorth(amount, 0, ExactCents.part(amount, ownProbability));
    }
}
