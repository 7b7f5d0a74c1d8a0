package io.dealpulse.api.figure;

import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Reference;
import io.dealpulse.api.slice.Slice;
import io.dealpulse.api.slice.Stage;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
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

    private static final String SUMS = """
            SELECT %s AS on_day, stage_id, currency, sum(deals) AS deals_in, toInt64(sum(amount) * 100) AS cents_in,
                   toInt64(sum(amount_at_stage_probability) * 100) AS cents_at_stage_probability, sum(weighted_own) AS weighted
            FROM v_pipeline_flow_daily
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND day <= toDate32(?)
            GROUP BY on_day, stage_id, currency
            """;

    /** What happened up to the first day counts on the first. */
    private static final String DAILY = SUMS.formatted("greatest(day, toDate32(?))");

    /** What happened in a week counts on its Sunday, or on the last day; what happened up to the first Sunday, on that one. */
    private static final String WEEKLY =
            SUMS.formatted("greatest(least(addDays(day, 7 - toDayOfWeek(day)), toDate32(?)), toDate32(?))");

    /** Two days alone: what happened up to the first, and from then to the second. */
    private static final String TWO_DAYS = SUMS.formatted("if(day <= toDate32(?), toDate32(?), toDate32(?))");

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
        List<LocalDate> days = range.points();
        LocalDate first = days.get(0);
        return range.hasWeeklyPoints()
                ? read(database, slice, reference, "open_weekly", WEEKLY, List.of(range.to(), first), days)
                : read(database, slice, reference, "open_daily", DAILY, List.of(first), days);
    }

    /** At the end of two days, the first one not later. */
    static OpenPipeline on(Database database, Slice slice, Reference reference, LocalDate first, LocalDate second) {
        List<LocalDate> days = first.equals(second) ? List.of(first) : List.of(first, second);
        return read(database, slice, reference, "open_on_days", TWO_DAYS, List.of(first, first, second), days);
    }

    /**
     * Reads the flows up to the last day.
     *
     * @param parameters of the day on which a flow counts, which is one of the days
     * @param days those to be asked for, in ascending order
     */
    private static OpenPipeline read(
            Database database,
            Slice slice,
            Reference reference,
            String name,
            String sql,
            List<LocalDate> parameters,
            List<LocalDate> days) {
        Map<Key, RunningTotals> totals = new LinkedHashMap<>();
        List<Object> all = new ArrayList<>(parameters);
        all.addAll(List.of(slice.pipeline().pipelineId(), slice.dimension(), slice.value(), days.get(days.size() - 1)));
        database.list(
                name,
                sql,
                row -> totals.computeIfAbsent(
                                new Key(row.text("stage_id"), row.text("currency")),
                                key -> new RunningTotals(days.size()))
                        .set(Collections.binarySearch(days, row.day("on_day")), row),
                all);
        totals.values().forEach(RunningTotals::addUp);
        return new OpenPipeline(slice, reference, days, totals);
    }

    /** At the end of a day that was asked for, by open stage. */
    Map<String, OpenValue> stagesAt(LocalDate day) {
        int index = Collections.binarySearch(days, day);
        Map<String, OpenValue> values = new LinkedHashMap<>();
        totals.forEach((key, total) -> {
            if (total.hasBegun(index)) {
                values.merge(key.stageId(), valued(key, total, index), OpenValue::plus);
            }
        });
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
        OptionalLong amount = reference.money().convert(total.cents[index], key.currency(), day);
        OptionalLong weighted = reference.money().convert(weighted(key, total, index), key.currency(), day);
        // Deals without an amount are in no currency, so are those with an amount that says none: these can't be told
        // apart.
        long unconverted = amount.isPresent() || key.currency().isEmpty() ? 0 : total.deals[index];
        return new OpenValue(total.deals[index], amount.orElse(0), weighted.orElse(0), unconverted);
    }

    /** In cents. */
    private BigDecimal weighted(Key key, RunningTotals total, int index) {
        return BigDecimal.valueOf(total.centsAtStageProbability[index])
                .multiply(probabilities.getOrDefault(key.stageId(), BigDecimal.ZERO))
                .add(total.weightedOwn[index].movePointRight(2));
    }

    private record Key(String stageId, String currency) {}

    /**
     * What was open of a stage and currency, by the index of the day: at first what came or went on it, and once added up, what there
     * was at its end.
     */
    private static final class RunningTotals {

        final long[] deals;
        final long[] cents;
        final long[] centsAtStageProbability;
        final BigDecimal[] weightedOwn;
        private int begin;

        RunningTotals(int days) {
            this.deals = new long[days];
            this.cents = new long[days];
            this.centsAtStageProbability = new long[days];
            this.weightedOwn = new BigDecimal[days];
            Arrays.fill(weightedOwn, BigDecimal.ZERO);
            this.begin = days;
        }

        /** Takes what came or went on a day; there is no other row of that day. */
        RunningTotals set(int index, Row row) throws SQLException {
            deals[index] = row.count("deals_in");
            cents[index] = row.count("cents_in");
            centsAtStageProbability[index] = row.count("cents_at_stage_probability");
            weightedOwn[index] = row.decimal("weighted");
            begin = Math.min(begin, index);
            return this;
        }

        /** Adds up all days, each with those before. */
        void addUp() {
            for (int index = begin + 1; index < deals.length; index++) {
                deals[index] += deals[index - 1];
                cents[index] += cents[index - 1];
                centsAtStageProbability[index] += centsAtStageProbability[index - 1];
                weightedOwn[index] = weightedOwn[index].add(weightedOwn[index - 1]);
            }
        }

        /** Whether there was anything up to a day. */
        boolean hasBegun(int index) {
            return begin <= index;
        }
    }
}
