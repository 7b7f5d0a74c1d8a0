package io.dealpulse.cli.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The main figures, as they stand in ClickHouse at one time.
 *
 * @param baseCurrency ISO 4217 code of all amounts
 * @param asOf the day of the rolling figures; null where there are none yet
 * @param pipelines deals per pipeline
 * @param stages open deals per stage, in the pipelines' order
 * @param openValue what the open pipeline is worth per stage, in the pipelines' order
 * @param conversions of the longest rolling window, from each open stage to the next and to the win
 * @param months closings per month, the newest first
 * @param owners closings per owner, the best win rate first
 * @param segments closings per segment, the most deals first
 * @param windows closings of the rolling windows per pipeline
 * @param alerts of stalled deals, by kind
 * @param deadLetters unreadable records by reason
 * @param waitingDeals deals that can't count yet by reason
 */
public record Figures(
        String baseCurrency,
        @Nullable LocalDate asOf,
        List<PipelineDeals> pipelines,
        List<StageDeals> stages,
        List<OpenValue> openValue,
        List<Conversion> conversions,
        List<Closings> months,
        List<Closings> owners,
        List<Closings> segments,
        List<WindowClosings> windows,
        List<Alerts> alerts,
        List<Count> deadLetters,
        List<Count> waitingDeals) {

    /** Copies the lists. */
    public Figures {
        pipelines = List.copyOf(pipelines);
        stages = List.copyOf(stages);
        openValue = List.copyOf(openValue);
        conversions = List.copyOf(conversions);
        months = List.copyOf(months);
        owners = List.copyOf(owners);
        segments = List.copyOf(segments);
        windows = List.copyOf(windows);
        alerts = List.copyOf(alerts);
        deadLetters = List.copyOf(deadLetters);
        waitingDeals = List.copyOf(waitingDeals);
    }

    /**
     * A pipeline's deals by status.
     *
     * @param pipeline its name
     */
    public record PipelineDeals(String pipeline, long open, long won, long lost) {}

    /**
     * The alerts of one kind.
     *
     * @param kind why the deals count as stalled
     * @param open how many are open
     * @param owners of how many owners
     * @param resolved how many were resolved
     */
    public record Alerts(String kind, long open, long owners, long resolved) {}

    /**
     * A stage's open deals.
     *
     * @param pipeline the pipeline's name
     * @param stage the stage's name
     * @param deals in it now
     * @param withoutActivity of them, those for which nothing was ever done
     * @param medianDays that they have been in it, up to {@code asOf}; null where there are none or no {@code asOf}
     */
    public record StageDeals(
            String pipeline,
            String stage,
            long deals,
            long withoutActivity,
            @Nullable Double medianDays) {}

    /**
     * What the open deals of a stage are worth in the base currency.
     *
     * @param pipeline the pipeline's name
     * @param stage the stage's name
     * @param deals in it
     * @param amount of them, without {@code unconverted}
     * @param weighted the amount by the probability of winning
     * @param unconverted deals with an amount that no rate converts
     */
    public record OpenValue(
            String pipeline, String stage, long deals, BigDecimal amount, BigDecimal weighted, long unconverted) {}

    /**
     * The deals that reached a stage in a rolling window, and what has become of them.
     *
     * @param pipeline the pipeline's name
     * @param from the name of the stage that they reached
     * @param to the name of the stage in question
     * @param windowDays the current day and the days before it
     * @param entered the deals
     * @param converted of them, those that reached the second stage
     * @param lost of them, those that were lost before
     * @param p50Days the median time from the one to the other; null where none converted
     */
    public record Conversion(
            String pipeline,
            String from,
            String to,
            int windowDays,
            long entered,
            long converted,
            long lost,
            @Nullable Double p50Days) {

        /** converted ÷ entered; null where none entered. */
        @Nullable
        Double rate() {
            return entered == 0 ? null : (double) converted / entered;
        }

        /** converted ÷ (converted + lost); null where none is decided. */
        @Nullable
        Double rateDecided() {
            return converted + lost == 0 ? null : (double) converted / (converted + lost);
        }
    }

    /**
     * Closings of some group of deals.
     *
     * @param group what they have in common, '' for a missing value
     * @param won deals
     * @param lost deals
     * @param wonAmount of the won deals in the base currency, without {@code unconverted}
     * @param unconverted won deals with an amount that no rate converts
     * @param cycleMeanDays from creation to closing of the won deals; null without any
     * @param cycleP50Days likewise, the median
     * @param cycleP90Days likewise, the 90th percentile
     */
    public record Closings(
            String group,
            long won,
            long lost,
            BigDecimal wonAmount,
            long unconverted,
            @Nullable Double cycleMeanDays,
            @Nullable Double cycleP50Days,
            @Nullable Double cycleP90Days) {

        /** won ÷ (won + lost); null where nothing closed. */
        @Nullable
        Double winRate() {
            return won + lost == 0 ? null : (double) won / (won + lost);
        }

        /** Won amount ÷ won deals whose amount is converted; null without any. */
        @Nullable
        Double averageSize() {
            return won == unconverted ? null : wonAmount.doubleValue() / (won - unconverted);
        }
    }

    /**
     * A pipeline's closings in a rolling window.
     *
     * @param windowDays the current day and the days before it
     * @param closings the group is the pipeline's name
     */
    public record WindowClosings(int windowDays, Closings closings) {}

    /**
     * How many there are of a kind.
     *
     * @param kind the reason
     * @param count how many
     */
    public record Count(String kind, long count) {}
}
