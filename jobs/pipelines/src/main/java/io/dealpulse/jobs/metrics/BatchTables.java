package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.DealMetric;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricFamilies;
import io.dealpulse.core.metric.MetricFamily;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.MetricTable.Span;
import io.dealpulse.core.metric.Valuation;
import io.dealpulse.core.money.BaseCurrency;
import io.dealpulse.core.money.ExchangeRates;
import io.dealpulse.core.money.FxRate;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.BatchDeals;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the job's tables must show of a set of messages, computed in one go by the core alone: each deal is read once, in
 * its final state, and nothing is ever taken back. The order of messages does not matter, but for definitions and rates,
 * of which the last stands. Not for dead letters, which are what was not a message.
 *
 * <p>Messages are kept encoded, and rows are made section by section, so that a million events fit into a small heap.
 */
public final class BatchTables {

    /** Tables whose rows are made together. */
    public static final class Section {

        private final List<Table> tables;
        private final RowMaker maker;

        private Section(List<Table> tables, RowMaker maker) {
            this.tables = tables;
            this.maker = maker;
        }

        /** The tables. */
        public List<Table> tables() {
            return tables;
        }

        /**
         * Visits every row that these tables must have, and no other, in no order.
         *
         * @param asOf the last day of windows and balances; null: none has begun
         */
        public void rows(@Nullable LocalDate asOf, Consumer<TableRow> visitor) {
            maker.make(asOf, visitor);
        }
    }

    @FunctionalInterface
    private interface RowMaker {
        void make(@Nullable LocalDate asOf, Consumer<TableRow> visitor);
    }

    private final MetricOptions options;
    private final MetricFamilies families;
    private final DealRowMakers rowMakers;
    private final BatchDeals deals = new BatchDeals();
    private final Map<String, FxRate> rates = new TreeMap<>();

    /** The deals that these tables are of. */
    public BatchDeals deals() {
        return deals;
    }

    /** Without messages so far. */
    public BatchTables(MetricOptions options) {
        this.options = options;
        this.families = options.families();
        this.rowMakers = options.dealRowMakers();
    }

    /** Takes an event or the erasure of a deal. */
    public void add(DealMessage message) {
        deals.add(message);
    }

    /** Takes an activity. */
    public void add(ActivityMessage message) {
        deals.add(message);
    }

    /**
     * Takes an activity that came too late for a deal: it counts, but that deal never heard of it.
     *
     * @param leftDeal the deal, which had left: the one that it is of, or was of before
     */
    public void addTooLate(ActivityMessage message, String leftDeal) {
        deals.addTooLate(message, leftDeal);
    }

    /** Takes a definition or its withdrawal. */
    public void add(PipelineMessage message) {
        deals.add(message);
    }

    /** Takes a rate or its withdrawal. */
    public void add(FxRateMessage message) {
        BigDecimal rate = message.rate();
        if (rate == null) {
            rates.remove(message.pairAndDate());
        } else {
            rates.put(message.pairAndDate(), new FxRate(message.base(), message.quote(), message.date(), rate));
        }
    }

    /** The newest time of all deal events and done activities, which is where the clock ends; null if there are none. */
    public @Nullable Instant newest() {
        return deals.newest();
    }

    /** The day at which the clock ends; null if there was no event. */
    public @Nullable LocalDate newestDay() {
        Instant newest = deals.newest();
        return newest == null ? null : options.calendar().dayOf(newest);
    }

    /** All tables: each is in one section. */
    public List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(List.of(Tables.PIPELINES, Tables.FX_RATES), this::referenceRows));
        sections.add(new Section(Tables.DEAL_BY_DEAL, this::dealRows));
        for (MetricFamily family : families.all()) {
            sections.add(new Section(Tables.of(family), (asOf, visitor) -> metricRows(family, asOf, visitor)));
        }
        return sections;
    }

    /**
     * Visits every row that the tables must have, and no other, in no order.
     *
     * @param asOf the last day of windows and balances; null: none has begun
     */
    public void rows(@Nullable LocalDate asOf, Consumer<TableRow> visitor) {
        sections().forEach(section -> section.rows(asOf, visitor));
    }

    private void referenceRows(@Nullable LocalDate asOf, Consumer<TableRow> visitor) {
        deals.definitions()
                .values()
                .forEach(definition -> ListStages.rows(definition).forEach(visitor));
        rates.values()
                .forEach(rate -> visitor.accept(
                        ReferenceRows.of(new FxRateMessage(rate.base(), rate.quote(), rate.date(), rate.rate()))));
    }

    private void dealRows(@Nullable LocalDate asOf, Consumer<TableRow> visitor) {
        deals.readings(reading -> DealRows.of(reading, rowMakers).all().forEach(visitor));
    }

    private void metricRows(MetricFamily family, @Nullable LocalDate asOf, Consumer<TableRow> visitor) {
        MetricRows rows = new MetricRows(family, new Valuation(baseCurrency(), deals.definitions()::get));
        Map<MetricKey, Map<LocalDate, Measures>> buckets = new HashMap<>();
        Consumer<Contribution> add = each -> {
            LocalDate day = rows.have(Span.BALANCE) ? balanceDay(each.day(), asOf) : each.day();
            if (day != null) {
                buckets.computeIfAbsent(each.key(), any -> new HashMap<>()).merge(day, each.measures(), Measures::plus);
            }
        };
        if (family instanceof DealMetric metric) {
            deals.readings(reading ->
                    MetricFamilies.contributions(metric, reading).toList().forEach(add));
        } else {
            deals.activities(
                    activity -> families.contributions(activity).toList().forEach(add));
        }
        Iterator<Map.Entry<MetricKey, Map<LocalDate, Measures>>> series =
                buckets.entrySet().iterator();
        while (series.hasNext()) {
            Map.Entry<MetricKey, Map<LocalDate, Measures>> each = series.next();
            rowsOf(each.getKey(), each.getValue(), rows, asOf, row -> {
                if (!row.isDeleted()) {
                    visitor.accept(row);
                }
            });
            // Makes room for whatever the visitor keeps.
            series.remove();
        }
    }

    /** All days of a balance are one; null: a day that is not in it. */
    private static @Nullable LocalDate balanceDay(LocalDate day, @Nullable LocalDate asOf) {
        return asOf == null || day.isAfter(asOf) ? null : asOf;
    }

    private void rowsOf(
            MetricKey key,
            Map<LocalDate, Measures> days,
            MetricRows rows,
            @Nullable LocalDate asOf,
            Consumer<TableRow> visitor) {
        days.values().removeIf(Measures::isZero);
        if (rows.have(Span.DAY)) {
            days.forEach((day, bucket) -> visitor.accept(rows.daily(key, day, bucket)));
        }
        if (asOf == null) {
            return;
        }
        if (rows.have(Span.WINDOW)) {
            for (int length : options.windows()) {
                days.entrySet().stream()
                        .filter(day ->
                                !day.getKey().isAfter(asOf) && day.getKey().isAfter(asOf.minusDays(length)))
                        .map(day -> rows.figures(key, day.getKey(), day.getValue()))
                        .reduce(Measures::plus)
                        .ifPresent(figures -> visitor.accept(rows.window(key, length, asOf, figures)));
            }
        }
        if (rows.have(Span.BALANCE)) {
            Measures sum = days.get(asOf);
            if (sum != null) {
                visitor.accept(rows.balance(key, asOf, rows.figures(key, asOf, sum)));
            }
        }
    }

    private BaseCurrency baseCurrency() {
        ExchangeRates known = new ExchangeRates();
        rates.values().forEach(known::set);
        return new BaseCurrency(options.baseCurrency(), known);
    }
}
