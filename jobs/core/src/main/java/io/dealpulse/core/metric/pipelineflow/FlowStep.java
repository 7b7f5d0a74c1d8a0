package io.dealpulse.core.metric.pipelineflow;

import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.deal.StageVisit;
import io.dealpulse.core.metric.OpenWorth;
import io.dealpulse.core.money.ExactCents;
import java.time.Instant;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One step of a deal's timeline that changes open value, or what it weighs: what it takes out of a stage, what it puts in, or
 * both where the deal stays.
 *
 * @param event the index in the timeline of the event that makes it
 * @param at when that event occurred
 * @param cause why
 * @param visit the visit to the stage where it counts
 * @param currency the currency under which it counts; '' without one
 * @param dimension the only dimension in which it counts, for {@link FlowCause#REASSIGNED}; else '': it counts in every one,
 *     and over all deals
 * @param fields what is known of the deal where it counts: the value of every dimension is read from here
 * @param out what goes out; null: nothing, and no deal
 * @param in what comes in; null: nothing, and no deal
 */
public record FlowStep(
        int event,
        Instant at,
        FlowCause cause,
        StageVisit visit,
        String currency,
        String dimension,
        DealFields fields,
        @Nullable OpenWorth out,
        @Nullable OpenWorth in) {

    /** Whether it counts in every dimension, and over all deals. */
    public boolean isInEveryDimension() {
        return dimension.isEmpty();
    }

    /** The deals that come in, less those that go out: 1, -1 or 0. */
    public long deals() {
        return change(worth -> 1);
    }

    /** The amount that comes in, less what goes out, in cents. */
    public long amount() {
        return change(OpenWorth::amount);
    }

    /** The same of the amount to be weighted by the probability of its stage, in cents. */
    public long amountAtStageProbability() {
        return change(OpenWorth::amountAtStageProbability);
    }

    /** The same of the amount weighted by the deal's own probability. */
    public ExactCents weightedOwn() {
        return new ExactCents(
                change(worth -> worth.weightedOwn().whole()),
                change(worth -> worth.weightedOwn().billionths()));
    }

    /** How much more of something comes in than goes out. */
    long change(ToLongFunction<OpenWorth> part) {
        return (in == null ? 0 : part.applyAsLong(in)) - (out == null ? 0 : part.applyAsLong(out));
    }
}
