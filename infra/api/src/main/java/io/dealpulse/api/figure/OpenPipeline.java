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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
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

    /** What happened in a week counts on its Sunday, or on the last day. */
    private static final String WEEKLY =
            SUMS.formatted("greatest(least(addDays(day, 7 - toDayOfWeek(day)), toDate32(?)), toDate32(?))");

    /** Two days alone: what happened up to the first, and from then to the second. */
    private static final String TWO_DAYS = SUMS.formatted("if(day <= toDate32(?), toDate32(?), toDate32(?))");

    private final Reference reference;
    private final Map<String, BigDecimal> probabilities;
    private final NavigableMap<LocalDate, Map<Key, Sum>> changes = new TreeMap<>();

    private OpenPipeline(Slice slice, Reference reference) {
        this.reference = reference;
        this.probabilities = slice.pipeline().stages().stream()
                .collect(Collectors.toMap(Stage::stageId, stage -> BigDecimal.valueOf(stage.probability())));
    }

    /** At the end of each {@linkplain DayRange#points() point} of a range. */
    static OpenPipeline during(Database database, Slice slice, Reference reference, DayRange range) {
        return range.hasWeeklyPoints()
                ? read(database, slice, reference, "open_weekly", WEEKLY, List.of(range.to(), range.from()), range.to())
                : read(database, slice, reference, "open_daily", DAILY, List.of(range.from()), range.to());
    }

    /** At the end of two days, the first one earlier. */
    static OpenPipeline on(Database database, Slice slice, Reference reference, LocalDate first, LocalDate second) {
        return read(database, slice, reference, "open_on_days", TWO_DAYS, List.of(first, first, second), second);
    }

    /**
     * Reads the flows up to a day.
     *
     * @param days the parameters of the day on which a flow counts
     */
    private static OpenPipeline read(
            Database database,
            Slice slice,
            Reference reference,
            String name,
            String sql,
            List<LocalDate> days,
            LocalDate last) {
        OpenPipeline open = new OpenPipeline(slice, reference);
        List<Object> parameters = new ArrayList<>(days);
        parameters.addAll(List.of(slice.pipeline().pipelineId(), slice.dimension(), slice.value(), last));
        database.list(
                name,
                sql,
                row -> open.changes
                        .computeIfAbsent(row.day("on_day"), day -> new LinkedHashMap<>())
                        .put(new Key(row.text("stage_id"), row.text("currency")), Sum.of(row)),
                parameters);
        return open;
    }

    /** At the end of a day that was asked for, by open stage. */
    Map<String, OpenValue> stagesAt(LocalDate day) {
        Map<Key, Sum> sums = new LinkedHashMap<>();
        changes.headMap(day, true).values().forEach(change -> addTo(sums, change));
        return valued(sums, day);
    }

    /** At the end of a day that was asked for. */
    OpenValue at(LocalDate day) {
        return OpenValue.sum(stagesAt(day).values());
    }

    /** At the end of days that were asked for, in ascending order. */
    Map<LocalDate, OpenValue> at(List<LocalDate> days) {
        Map<LocalDate, OpenValue> values = new LinkedHashMap<>();
        Map<Key, Sum> sums = new LinkedHashMap<>();
        LocalDate reached = LocalDate.MIN;
        for (LocalDate day : days) {
            changes.subMap(reached, false, day, true).values().forEach(change -> addTo(sums, change));
            reached = day;
            values.put(day, OpenValue.sum(valued(sums, day).values()));
        }
        return values;
    }

    private static void addTo(Map<Key, Sum> sums, Map<Key, Sum> change) {
        change.forEach((key, sum) -> sums.merge(key, sum, Sum::plus));
    }

    private Map<String, OpenValue> valued(Map<Key, Sum> sums, LocalDate day) {
        Map<String, OpenValue> values = new LinkedHashMap<>();
        sums.forEach((key, sum) -> values.merge(key.stageId(), valued(key, sum, day), OpenValue::plus));
        return values;
    }

    private OpenValue valued(Key key, Sum sum, LocalDate day) {
        OptionalLong amount = reference.money().convert(sum.cents(), key.currency(), day);
        OptionalLong weighted = reference.money().convert(weighted(key, sum), key.currency(), day);
        // Deals without an amount are in no currency, so are those with an amount that says none: these can't be told
        // apart.
        long unconverted = amount.isPresent() || key.currency().isEmpty() ? 0 : sum.deals();
        return new OpenValue(sum.deals(), amount.orElse(0), weighted.orElse(0), unconverted);
    }

    /** In cents. */
    private BigDecimal weighted(Key key, Sum sum) {
        return BigDecimal.valueOf(sum.centsAtStageProbability())
                .multiply(probabilities.getOrDefault(key.stageId(), BigDecimal.ZERO))
                .add(sum.weightedOwn().movePointRight(2));
    }

    private record Key(String stageId, String currency) {}

    private record Sum(long deals, long cents, long centsAtStageProbability, BigDecimal weightedOwn) {

        static Sum of(Row row) throws SQLException {
            return new Sum(
                    row.count("deals_in"),
                    row.count("cents_in"),
                    row.count("cents_at_stage_probability"),
                    row.decimal("weighted"));
        }

        Sum plus(Sum other) {
            return new Sum(
                    deals + other.deals,
                    cents + other.cents,
                    centsAtStageProbability + other.centsAtStageProbability,
                    weightedOwn.add(other.weightedOwn));
        }
    }
}
