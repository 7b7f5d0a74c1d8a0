package io.dealpulse.core.stall.backtest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a rule would have been worth in a period. It is about the deals that were open in its place (its stage, or any stage of
 * its pipeline) at some time of the period; how they ended is how they stood at the period's end. A deal that was won or lost
 * and re-opened by then is open; one that was deleted or in another pipeline by then is gone, and neither won nor lost.
 *
 * @param rule the rule
 * @param deals how many deals were open in its place at some time of the period
 * @param lost how many of them were lost by its end
 * @param won how many of them were won
 * @param alerts how many alerts it raised within the period
 * @param alertsOpen how many of these were not resolved by its end
 * @param alerted how many deals had such an alert: lost, won, open and gone ones
 * @param alertedLost how many of the alerted deals were lost
 * @param alertedWon how many of them were won
 * @param alertedOpen how many of them were open
 * @param alertedGone how many of them were gone
 * @param missed how many of the lost deals had no alert of the rule in its place, not even before the period
 * @param medianWarning median time from a deal's first alert of the period to its loss, over the alerted deals that were lost;
 *     null if there are none
 * @param medianOpen median time from an alert to its resolution, over the alerts that were resolved by the period's end; null if
 *     there are none
 */
public record RuleResult(
        TestedRule rule,
        long deals,
        long lost,
        long won,
        long alerts,
        long alertsOpen,
        long alerted,
        long alertedLost,
        long alertedWon,
        long alertedOpen,
        long alertedGone,
        long missed,
        @Nullable Duration medianWarning,
        @Nullable Duration medianOpen) {

    private static final double DAYS_OF_A_WEEK = 7;

    /** How many alerts a week there were in a period of so many days. */
    public double alertsPerWeek(long days) {
        return alerts * DAYS_OF_A_WEEK / days;
    }

    /** The share lost of the alerted deals that were decided, 0 to 1; null if none was. */
    public @Nullable Double lossRate() {
        return rate(alertedLost, alertedLost + alertedWon);
    }

    /** The share lost of all deals in its place that were decided, 0 to 1: what alerts must beat; null if none was. */
    public @Nullable Double baseLossRate() {
        return rate(lost, lost + won);
    }

    /** How many times as often as any decided deal an alerted one was lost; null if either rate is, or nothing was lost. */
    public @Nullable Double lift() {
        Double alertedRate = lossRate();
        Double base = baseLossRate();
        return alertedRate == null || base == null || base == 0 ? null : Double.valueOf(alertedRate / base);
    }

    /** The share of the lost deals that it missed, 0 to 1; null if none was lost. */
    public @Nullable Double missedRate() {
        return rate(missed, lost);
    }

    private static @Nullable Double rate(long part, long whole) {
        return whole == 0 ? null : Double.valueOf((double) part / whole);
    }
}
