package io.dealpulse.jobs.metrics;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricFamily;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.MetricTable.Span;
import io.dealpulse.core.metric.Valuation;
import io.dealpulse.core.money.BaseCurrency;
import io.dealpulse.core.money.ExchangeRates;
import io.dealpulse.core.money.FxRate;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.jobs.deals.Definitions;
import io.dealpulse.jobs.deals.StateShape;
import io.dealpulse.jobs.serialization.Packed;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.source.ClockTick;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateFunction;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Adds deltas into daily buckets, for whatever metric family, and makes the rows of the days, windows and balances that
 * have changed: absolute values, so that writing one again does no harm.
 *
 * <p>Deltas are added up and rows are made in bundles: at the flush interval, when many buckets have changed, and before each
 * checkpoint barrier, so that no saved state ever lacks a delta or waits for a day's row. A bucket that was touched inside a
 * bundle gets its row even if its deltas cancel out.
 *
 * <p>Until the job has caught up, bundles are larger, and windows and balances get no rows: on the way through the past
 * each would be written anew for every day that turns. They are all written once the job has caught up.
 */
public final class AggregateDeltas extends AbstractStreamOperator<TableRow>
        implements TwoInputStreamOperator<BucketMessage, ReferenceMessage, TableRow> {

    private static final long serialVersionUID = 1L;

    /** Buckets changed by deltas in one bundle at most. A day that turns touches every series that rolls, besides. */
    private static final int MOST_TOUCHED = 200_000;

    private static final String NOW = "now";

    /**
     * The buckets of a series by day; one that becomes zero leaves. Kept as long as the job: an old day may change. Of a
     * balance, the days after the clock's only: the others are in {@link #BALANCES}.
     */
    private static final MapStateDescriptor<LocalDate, byte[]> BUCKETS =
            new MapStateDescriptor<>("daily-buckets", Types.LOCAL_DATE, Packed.TYPE);

    /** Of a balance, the sum of its days up to the clock's; cleared when it becomes zero. */
    private static final ValueStateDescriptor<byte[]> BALANCES = new ValueStateDescriptor<>("balance", Packed.TYPE);

    private static final MeasuresCodec MEASURES = new MeasuresCodec();

    /**
     * The windows, in days, of which a row of the series is in the table, {@link BucketMessage#BALANCE} for that of a
     * balance; one whose row goes leaves.
     */
    private static final MapStateDescriptor<Integer, Boolean> ROLLING_ROWS =
            new MapStateDescriptor<>("rolling-rows", Types.INT, Types.BOOLEAN);

    /** The rates by pair and date; a withdrawn one leaves. */
    private static final MapStateDescriptor<String, FxRateMessage> RATES =
            new MapStateDescriptor<>("fx-rates", Types.STRING, FxRateMessage.TYPE);

    /** The definitions by pipeline id; a withdrawn one leaves. */
    private static final MapStateDescriptor<String, PipelineDefinition> DEFINITIONS = Definitions.STATE;

    /** The clock, under one key. */
    private static final MapStateDescriptor<String, Instant> CLOCK =
            new MapStateDescriptor<>("clock", Types.STRING, Types.INSTANT);

    private final MetricOptions options;

    private transient Map<String, MetricRows> rowsByFamily;
    private transient ReportingCalendar calendar;
    private transient ExchangeRates rates;
    private transient MapState<LocalDate, byte[]> buckets;
    private transient ValueState<byte[]> balance;
    private transient MapState<Integer, Boolean> rollingRows;
    private transient BroadcastState<String, FxRateMessage> rateState;
    private transient BroadcastState<String, PipelineDefinition> definitionState;
    private transient BroadcastState<String, Instant> clockState;

    /** The day that rolling windows end with; null before the clock's first tick. */
    private transient @Nullable LocalDate asOf;

    /** Whether this attempt has caught up, so that windows and balances are kept up to date. */
    private transient boolean caughtUp;

    // The open bundle. Empty at every barrier, so not part of saved state.
    private transient Map<MetricKey, Touch> touched;
    private transient int touchedDays;
    private transient Map<String, LocalDate> revaluedSince;
    private transient Set<String> redefined;
    private transient boolean dayTurned;

    @SuppressWarnings("NullAway.Init") // the transient fields are set when the operator opens
    public AggregateDeltas(MetricOptions options) {
        this.options = options;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        StateShape.check(context, options.shape(), DealMetricsJob.NAME);
        calendar = options.calendar();
        touched = new LinkedHashMap<>();
        revaluedSince = new HashMap<>();
        redefined = new HashSet<>();
        buckets = getKeyedStateStore().getMapState(BUCKETS);
        balance = getKeyedStateStore().getState(BALANCES);
        rollingRows = getKeyedStateStore().getMapState(ROLLING_ROWS);
        rateState = context.getOperatorStateStore().getBroadcastState(RATES);
        clockState = context.getOperatorStateStore().getBroadcastState(CLOCK);
        definitionState = context.getOperatorStateStore().getBroadcastState(DEFINITIONS);
        rates = new ExchangeRates();
        Valuation valuation =
                new Valuation(new BaseCurrency(options.baseCurrency(), rates), Definitions.lookup(definitionState));
        rowsByFamily = options.families().all().stream()
                .collect(Collectors.toMap(MetricFamily::name, family -> new MetricRows(family, valuation)));
        for (Map.Entry<String, FxRateMessage> saved : rateState.entries()) {
            apply(saved.getValue());
        }
        Instant now = clockState.get(NOW);
        asOf = now == null ? null : calendar.dayOf(now);
    }

    @Override
    public void open() throws Exception {
        super.open();
        scheduleFlush();
    }

    @Override
    public void processElement1(StreamRecord<BucketMessage> element) throws Exception {
        BucketMessage message = element.getValue();
        Touch touch = touch(message.key());
        LocalDate day = message.day();
        if (day == null) {
            // Counts as being in the table, so that the flush writes or deletes it.
            rollingRows.put(message.windowDays(), true);
            touch.rolling = true;
        } else {
            if (message.delta() != null) {
                touch.deltas.merge(day, message.delta(), Measures::plus);
            }
            if (touch.days.add(day) && ++touchedDays >= MOST_TOUCHED) {
                flush();
            }
        }
    }

    @Override
    public void processElement2(StreamRecord<ReferenceMessage> element) throws Exception {
        ClockTick tick = element.getValue().tick();
        if (tick != null) {
            advance(tick);
        }
        PipelineMessage pipeline = element.getValue().pipeline();
        if (pipeline != null) {
            Definitions.keep(pipeline, definitionState);
            redefined.add(pipeline.pipelineId());
        }
        FxRateMessage rate = element.getValue().rate();
        if (rate != null) {
            if (rate.rate() == null) {
                rateState.remove(rate.pairAndDate());
            } else {
                rateState.put(rate.pairAndDate(), rate);
            }
            apply(rate);
            revaluedSince.merge(rate.base(), rate.date(), AggregateDeltas::earlier);
            revaluedSince.merge(rate.quote(), rate.date(), AggregateDeltas::earlier);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        flush();
    }

    @Override
    public void finish() throws Exception {
        catchUp();
        flush();
        super.finish();
    }

    /** Those of the whole bundle, so that a bucket is read and written once, however many it gets. */
    private void addDeltas() throws Exception {
        for (Map.Entry<MetricKey, Touch> series : touched.entrySet()) {
            setCurrentKey(series.getKey());
            for (Map.Entry<LocalDate, Measures> delta : series.getValue().deltas.entrySet()) {
                add(series.getKey(), delta.getKey(), delta.getValue());
            }
        }
    }

    private void add(MetricKey key, LocalDate day, Measures delta) throws Exception {
        if (rowsOf(key).have(Span.BALANCE) && asOf != null && !day.isAfter(asOf)) {
            addToBalance(delta);
            return;
        }
        Measures sum = sum(bucket(day), delta);
        if (sum.isZero()) {
            buckets.remove(day);
        } else {
            buckets.put(day, Packed.pack(MEASURES, sum));
        }
    }

    private @Nullable Measures bucket(LocalDate day) throws Exception {
        return Packed.unpackNullable(MEASURES, buckets.get(day));
    }

    private void addToBalance(Measures delta) throws Exception {
        Measures sum = sum(Packed.unpackNullable(MEASURES, balance.value()), delta);
        balance.update(sum.isZero() ? null : Packed.pack(MEASURES, sum));
    }

    private void advance(ClockTick tick) throws Exception {
        Instant now = tick.now();
        if (now != null) {
            clockState.put(NOW, now);
            LocalDate day = calendar.dayOf(now);
            if (!day.equals(asOf)) {
                asOf = day;
                dayTurned = true;
            }
        }
        if (tick.caughtUp()) {
            catchUp();
        }
    }

    private void catchUp() {
        if (!caughtUp) {
            caughtUp = true;
            dayTurned = true;
        }
    }

    private void apply(FxRateMessage message) {
        if (message.rate() == null) {
            rates.withdraw(message.base(), message.quote(), message.date());
        } else {
            rates.set(new FxRate(message.base(), message.quote(), message.date(), message.rate()));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failure in the timer fails the task
    private void scheduleFlush() {
        long next = getProcessingTimeService().getCurrentProcessingTime()
                + options.flushInterval().toMillis();
        getProcessingTimeService().registerTimer(next, now -> {
            if (caughtUp) {
                flush();
            }
            scheduleFlush();
        });
    }

    private void flush() throws Exception {
        addDeltas();
        touchRevaluedDays();
        if (caughtUp) {
            touchMovedAndRevaluedRows();
        }
        for (Map.Entry<MetricKey, Touch> series : touched.entrySet()) {
            flush(series.getKey(), series.getValue());
        }
        touched.clear();
        touchedDays = 0;
        revaluedSince.clear();
        redefined.clear();
        // Until the job has caught up nothing rolls on, and then everything does.
        dayTurned = false;
    }

    private void flush(MetricKey key, Touch touch) throws Exception {
        setCurrentKey(key);
        MetricRows rows = rowsOf(key);
        if (rows.have(Span.DAY)) {
            for (LocalDate day : touch.days) {
                emit(rows.daily(key, day, bucket(day)));
            }
        }
        if (!caughtUp) {
            return;
        }
        LocalDate end = asOf;
        if (rows.have(Span.BALANCE)) {
            flushBalance(key, rows, end);
        } else if (rows.have(Span.WINDOW)
                && (touch.rolling || (end != null && touch.days.stream().anyMatch(day -> inLongestWindow(day, end))))) {
            flushWindows(key, rows, end);
        }
    }

    /** Without a day there are no windows yet. */
    private void flushWindows(MetricKey key, MetricRows rows, @Nullable LocalDate end) throws Exception {
        Map<Integer, Measures> windows =
                end == null ? new HashMap<>() : rows.windows(key, end, options.windows(), this::bucket);
        windows.values().removeIf(Measures::isZero);
        List<Integer> gone = new ArrayList<>();
        for (int length : rollingRows.keys()) {
            // Also that of a window which is no longer among the options.
            if (!windows.containsKey(length)) {
                gone.add(length);
            }
        }
        for (int length : gone) {
            rollingRows.remove(length);
            emit(rows.windowGone(key, length));
        }
        if (end != null) {
            for (Map.Entry<Integer, Measures> window : windows.entrySet()) {
                rollingRows.put(window.getKey(), true);
                emit(rows.window(key, window.getKey(), end, window.getValue()));
            }
        }
    }

    /** Without a day there is no balance yet. */
    private void flushBalance(MetricKey key, MetricRows rows, @Nullable LocalDate end) throws Exception {
        if (end != null) {
            addReachedDaysToBalance(end);
        }
        Measures sum = Packed.unpackNullable(MEASURES, balance.value());
        if (end != null && sum != null) {
            rollingRows.put(BucketMessage.BALANCE, true);
            emit(rows.balance(key, end, rows.figures(key, end, sum)));
        } else if (rollingRows.contains(BucketMessage.BALANCE)) {
            rollingRows.remove(BucketMessage.BALANCE);
            emit(rows.balanceGone(key));
        }
    }

    private void addReachedDaysToBalance(LocalDate end) throws Exception {
        List<LocalDate> reached = new ArrayList<>();
        for (LocalDate day : buckets.keys()) {
            if (!day.isAfter(end)) {
                reached.add(day);
            }
        }
        for (LocalDate day : reached) {
            addToBalance(Objects.requireNonNull(bucket(day)));
            buckets.remove(day);
        }
    }

    /** Touches the days whose amounts are worth something else now. */
    private void touchRevaluedDays() throws Exception {
        if (revaluedSince.isEmpty()) {
            return;
        }
        forEachSeries(BUCKETS, (key, bucketsOfKey) -> {
            MetricRows rows = rowsOf(key);
            LocalDate since = rows.have(Span.DAY) ? revaluedSince(key, rows) : null;
            if (since != null) {
                for (LocalDate day : bucketsOfKey.keys()) {
                    if (!day.isBefore(since)) {
                        touch(key).days.add(day);
                    }
                }
            }
        });
    }

    /** Touches the series whose windows or balance move with the day or are worth something else now. */
    private void touchMovedAndRevaluedRows() throws Exception {
        if (!dayTurned && revaluedSince.isEmpty() && redefined.isEmpty()) {
            return;
        }
        if (dayTurned) {
            forEachSeries(BUCKETS, (key, bucketsOfKey) -> {
                if (rowsOf(key).roll()) {
                    touch(key).rolling = true;
                }
            });
            forEachSeries(BALANCES, (key, balanceOfKey) -> touch(key).rolling = true);
        }
        // A series may have lost its last bucket and still have rows.
        forEachSeries(ROLLING_ROWS, (key, windows) -> {
            MetricRows rows = rowsOf(key);
            if (dayTurned
                    || redefined.contains(rows.family().pipelineOf(key))
                    || (rows.have(Span.BALANCE) && revaluedSince(key, rows) != null)) {
                touch(key).rolling = true;
            }
        });
    }

    private <S extends State> void forEachSeries(
            StateDescriptor<S, ?> descriptor, KeyedStateFunction<MetricKey, S> visitor) throws Exception {
        this.<MetricKey>getKeyedStateBackend()
                .applyToAllKeys(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor, visitor);
    }

    private @Nullable LocalDate revaluedSince(MetricKey key, MetricRows rows) {
        String currency = rows.family().currencyOf(key);
        return currency.equals(options.baseCurrency()) ? null : revaluedSince.get(currency);
    }

    private boolean inLongestWindow(LocalDate day, LocalDate end) {
        int longest = Collections.max(options.windows());
        return !day.isAfter(end) && day.isAfter(end.minusDays(longest));
    }

    private Touch touch(MetricKey key) {
        return touched.computeIfAbsent(key, any -> new Touch());
    }

    private MetricRows rowsOf(MetricKey key) {
        MetricRows rows = rowsByFamily.get(key.family());
        if (rows == null) {
            throw new IllegalStateException("Saved state has a metric family that this release lacks: " + key.family());
        }
        return rows;
    }

    private void emit(TableRow row) {
        output.collect(new StreamRecord<>(row));
    }

    private static Measures sum(@Nullable Measures known, Measures delta) {
        return known == null ? delta : known.plus(delta);
    }

    private static LocalDate earlier(LocalDate left, LocalDate right) {
        return left.isBefore(right) ? left : right;
    }

    /** What of a series has changed in the open bundle, and by how much. */
    private static final class Touch {
        private final Set<LocalDate> days = new TreeSet<>();
        private final Map<LocalDate, Measures> deltas = new HashMap<>();
        private boolean rolling;
    }
}
