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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What was open at the end of days: the sum of all flows up to them, converted at the rates of the day, weighted by the
 * probabilities of now.
 */
final class OpenPipeline {

    /** What happened up to the first day counts on the first; where points are weeks apart, what did in a week on its Sunday. */
    private static final String FLOWS = """
            SELECT greatest(least(if(?, addDays(day, 7 - toDayOfWeek(day)), day), toDate32(?)), toDate32(?)) AS on_day, stage_id, currency, sum(deals) AS deals_in, sum(amount) AS amount_in,
                   sum(amount_at_stage_probability) AS at_stage_probability, sum(weighted_own) AS weighted
            FROM v_pipeline_flow_daily
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND day <= toDate32(?)
            GROUP BY on_day, stage_id, currency
            """;

    /** Two days alone: what happened up to the first, and from then to the second. */
    private static final String TWO_SUMS = """
            SELECT if(day <= toDate32(?), toDate32(?), toDate32(?)) AS on_day, stage_id, currency, sum(deals) AS deals_in,
                   sum(amount) AS amount_in, sum(amount_at_stage_probability) AS at_stage_probability,
                   sum(weighted_own) AS weighted
            FROM v_pipeline_flow_daily
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND day <= toDate32(?)
            GROUP BY on_day, stage_id, currency
            """;

    private final Slice slice;
    private final Reference reference;
    private final NavigableMap<LocalDate, Map<Key, Sum>> changes = new TreeMap<>();

    private OpenPipeline(Slice slice, Reference reference) {
        this.slice = slice;
        this.reference = reference;
    }

    /** At the end of each {@linkplain DayRange#points() point} of a range. */
    static OpenPipeline during(Database database, Slice slice, Reference reference, DayRange range) {
        return new OpenPipeline(slice, reference)
                .add(
                        database,
                        "open_daily",
                        FLOWS,
                        range.hasWeeklyPoints(),
                        range.to(),
                        range.from(),
                        slice.pipeline().pipelineId(),
                        slice.dimension(),
                        slice.value(),
                        range.to());
    }

    /** At the end of two days, the first one earlier. */
    static OpenPipeline on(Database database, Slice slice, Reference reference, LocalDate first, LocalDate second) {
        return new OpenPipeline(slice, reference)
                .add(
                        database,
                        "open_on_days",
                        TWO_SUMS,
                        first,
                        first,
                        second,
                        slice.pipeline().pipelineId(),
                        slice.dimension(),
                        slice.value(),
                        second);
    }

    private OpenPipeline add(Database database, String name, String sql, Object... parameters) {
        database.list(
                name,
                sql,
                row -> changes.computeIfAbsent(row.day("on_day"), day -> new LinkedHashMap<>())
                        .put(new Key(row.text("stage_id"), row.text("currency")), Sum.of(row)),
                parameters);
        return this;
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
        double probability =
                slice.pipeline().find(key.stageId()).map(Stage::probability).orElse(0.0);
        return BigDecimal.valueOf(sum.centsAtStageProbability())
                .multiply(BigDecimal.valueOf(probability))
                .add(sum.weightedOwn().movePointRight(2));
    }

    private record Key(String stageId, String currency) {}

    private record Sum(long deals, long cents, long centsAtStageProbability, BigDecimal weightedOwn) {

        static Sum of(Row row) throws SQLException {
            return new Sum(
                    row.count("deals_in"),
                    row.cents("amount_in"),
                    row.cents("at_stage_probability"),
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
