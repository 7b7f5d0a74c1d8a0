package io.dealpulse.api.figure;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Reference;
import io.dealpulse.api.slice.Slice;
import io.dealpulse.api.slice.Stage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What was open at the end of days: the sum of all flows up to them, converted at the rates of the day, weighted by the
 * probabilities of now.
 */
final class OpenPipeline {

    /**
     * What came in, less what went out, by the index of the day that counts it: what happened after one of the days and up to the
     * next counts on that one, all up to the first on the first. As arrays, since rows of a year's days are thousands. Its
     * parameter of a day is a count of days since 1970: that takes less time than dates do, as does JSON with amounts as they are.
     */
    private static final String SUMS = """
            SELECT stage_id, currency,
                   toJSONString((
                       sumResample(0, ?, 1)(deals, intDiv(greatest(toInt32(day) - ?, 0), ?) AS day_index),
                       sumResample(0, ?, 1)(amount, day_index),
                       sumResample(0, ?, 1)(amount_at_stage_probability, day_index),
                       sumResample(0, ?, 1)(weighted_own, day_index))) AS sums
            FROM v_pipeline_flow_daily
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND day <= toDate32(?)
            GROUP BY stage_id, currency
            """;

    private final Reference reference;
    private final Map<String, BigDecimal> probabilities;
    private final List<LocalDate> days;
    private final Map<Key, RunningTotals> totals;

    private OpenPipeline(Slice slice, Reference reference, List<LocalDate> days, Map<Key, RunningTotals> totals) {
        this.reference = reference;
        this.probabilities = slice.pipeline().stages().stream()
                .collect(Collectors.toMap(Stage::stageId, stage -> BigDecimal.valueOf(stage.probability())));
        this.days = days;
        this.totals = totals;
    }

    /** At the end of each {@linkplain DayRange#points() point} of a range. */
    static OpenPipeline during(Database database, Slice slice, Reference reference, DayRange range) {
        return read(database, "open_during", slice, reference, range.points());
    }

    /** At the end of two days, the first one not later. */
    static OpenPipeline on(Database database, Slice slice, Reference reference, LocalDate first, LocalDate second) {
        return read(
                database,
                "open_on_days",
                slice,
                reference,
                first.equals(second) ? List.of(first) : List.of(first, second));
    }

    /**
     * Reads the flows up to the last day.
     *
     * @param days those to be asked for, in ascending order: any two as far apart as the first two, but for the last one, which may
     *     follow sooner
     */
    private static OpenPipeline read(
            Database database, String name, Slice slice, Reference reference, List<LocalDate> days) {
        LocalDate first = days.get(0);
        long apart = days.size() == 1 ? 1 : ChronoUnit.DAYS.between(first, days.get(1));
        Map<Key, RunningTotals> totals = new LinkedHashMap<>();
        database.list(
                name,
                SUMS,
                row -> totals.put(
                        new Key(row.text("stage_id"), row.text("currency")), row.json("sums", RunningTotals.class)),
                days.size(),
                first.toEpochDay() - (apart - 1),
                apart,
                days.size(),
                days.size(),
                days.size(),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                days.get(days.size() - 1));
        return new OpenPipeline(slice, reference, days, totals);
    }

    /** At the end of a day that was asked for, by open stage. */
    Map<String, OpenValue> stagesAt(LocalDate day) {
        int index = Collections.binarySearch(days, day);
        Map<String, OpenValue> values = new LinkedHashMap<>();
        totals.forEach((key, total) -> values.merge(key.stageId(), valued(key, total, index), OpenValue::plus));
        return values;
    }

    /** At the end of a day that was asked for. */
    OpenValue at(LocalDate day) {
        return OpenValue.sum(stagesAt(day).values());
    }

    /** At the end of each day that was asked for, in ascending order. */
    Map<LocalDate, OpenValue> atEach() {
        Map<LocalDate, OpenValue> values = new LinkedHashMap<>();
        days.forEach(day -> values.put(day, at(day)));
        return values;
    }

    private OpenValue valued(Key key, RunningTotals total, int index) {
        LocalDate day = days.get(index);
        OptionalLong amount = converted(total.amount[index], key.currency(), day);
        OptionalLong weighted = converted(weighted(key, total, index), key.currency(), day);
        // Deals without an amount are in no currency, so are those with an amount that says none: these can't be told
        // apart.
        long unconverted = amount.isPresent() || key.currency().isEmpty() ? 0 : total.deals[index];
        return new OpenValue(total.deals[index], amount.orElse(0), weighted.orElse(0), unconverted);
    }

    /** In cents. */
    private OptionalLong converted(BigDecimal amount, String currency, LocalDate day) {
        return reference.money().convert(amount.movePointRight(2), currency, day);
    }

    private BigDecimal weighted(Key key, RunningTotals total, int index) {
        return total.amountAtStageProbability[index]
                .multiply(probabilities.getOrDefault(key.stageId(), BigDecimal.ZERO))
                .add(total.weightedOwn[index]);
    }

    private record Key(String stageId, String currency) {}

    /** What was open of a stage and currency, by the index of the day. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"deals", "amount", "amount_at_stage_probability", "weighted_own"})
    private static final class RunningTotals {

        final long[] deals;
        final BigDecimal[] amount;
        final BigDecimal[] amountAtStageProbability;
        final BigDecimal[] weightedOwn;

        /** Takes over what came in, less what went out, and adds it up. */
        @JsonCreator
        RunningTotals(
                @JsonProperty("deals") long[] deals,
                @JsonProperty("amount") BigDecimal[] amount,
                @JsonProperty("amount_at_stage_probability") BigDecimal[] amountAtStageProbability,
                @JsonProperty("weighted_own") BigDecimal[] weightedOwn) {
            this.deals = deals;
            this.amount = amount;
            this.amountAtStageProbability = amountAtStageProbability;
            this.weightedOwn = weightedOwn;
            for (int index = 1; index < deals.length; index++) {
                deals[index] += deals[index - 1];
                amount[index] = amount[index].add(amount[index - 1]);
                amountAtStageProbability[index] =
                        amountAtStageProbability[index].add(amountAtStageProbability[index - 1]);
                weightedOwn[index] = weightedOwn[index].add(weightedOwn[index - 1]);
            }
        }
    }
}
