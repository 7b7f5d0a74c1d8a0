package io.dealpulse.jobs.metrics;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricFamily;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.money.BaseCurrency;
import io.dealpulse.core.money.ExchangeRates;
import io.dealpulse.core.money.FxRate;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.source.ClockTick;
import io.dealpulse.jobs.source.FxRateMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Adds deltas into daily buckets, for whatever metric family, and makes the rows of the buckets and rolling windows that
 * have changed: absolute values, so that writing one again does no harm.
 *
 * <p>Rows are made in bundles: at the flush interval, when many buckets have changed, and before each checkpoint
 * barrier, so that no saved state ever waits for a row. A bucket that was touched inside a bundle gets its row even if
 * its deltas cancel out.
 */
public final class AggregateDeltas extends AbstractStreamOperator<TableRow>
        implements TwoInputStreamOperator<BucketMessage, ReferenceMessage, TableRow> {

    private static final long serialVersionUID = 1L;

    /** Buckets changed in one bundle at most; bounds the memory that a bundle takes. */
    private static final int MOST_TOUCHED = 50_000;

    private static final String NOW = "now";

    /** The buckets of a series by day; one that becomes zero leaves. Kept as long as the job: an old day may change. */
    private static final MapStateDescriptor<LocalDate, Measures> BUCKETS = new MapStateDescriptor<>(
            "daily-buckets", Types.LOCAL_DATE, new CodecTypeInformation<>(Measures.class, new MeasuresCodec()));

    /** The windows, in days, of which a rolling row of the series is in the table; one whose row goes leaves. */
    private static final MapStateDescriptor<Integer, Boolean> ROLLING_ROWS =
            new MapStateDescriptor<>("rolling-rows", Types.INT, Types.BOOLEAN);

    /** The rates by pair and date; a withdrawn one leaves. */
    private static final MapStateDescriptor<String, FxRateMessage> RATES =
            new MapStateDescriptor<>("fx-rates", Types.STRING, FxRateMessage.TYPE);

    /** The clock, under one key. */
    private static final MapStateDescriptor<String, Instant> CLOCK =
            new MapStateDescriptor<>("clock", Types.STRING, Types.INSTANT);

    private final MetricOptions options;

    private transient Map<String, MetricRows> rowsByFamily;
    private transient ReportingCalendar calendar;
    private transient ExchangeRates rates;
    private transient MapState<LocalDate, Measures> buckets;
    private transient MapState<Integer, Boolean> rollingRows;
    private transient BroadcastState<String, FxRateMessage> rateState;
    private transient BroadcastState<String, Instant> clockState;

    /** The day that rolling windows end with; null before the clock's first tick. */
    private transient @Nullable LocalDate asOf;

    // The open bundle. Empty at every barrier, so not part of saved state.
    private transient Map<MetricKey, Touch> touched;
    private transient int touchedDays;
    private transient Map<String, LocalDate> revaluedSince;
    private transient boolean dayTurned;

    @SuppressWarnings("NullAway.Init") // the transient fields are set when the operator opens
    public AggregateDeltas(MetricOptions options) {
        this.options = options;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        StateShape.check(context, options);
        calendar = options.calendar();
        touched = new LinkedHashMap<>();
        revaluedSince = new HashMap<>();
        buckets = getKeyedStateStore().getMapState(BUCKETS);
        rollingRows = getKeyedStateStore().getMapState(ROLLING_ROWS);
        rateState = context.getOperatorStateStore().getBroadcastState(RATES);
        clockState = context.getOperatorStateStore().getBroadcastState(CLOCK);
        rates = new ExchangeRates();
        BaseCurrency baseCurrency = new BaseCurrency(options.baseCurrency(), rates);
        rowsByFamily = options.families().all().stream()
                .collect(Collectors.toMap(MetricFamily::name, family -> new MetricRows(family, baseCurrency)));
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
            touch.windows = true;
        } else {
            if (message.delta() != null) {
                add(day, message.delta());
            }
            if (touch.days.add(day) && ++touchedDays >= MOST_TOUCHED) {
                flush();
            }
        }
    }

    @Override
    public void processElement2(StreamRecord<ReferenceMessage> element) throws Exception {
        ClockTick tick = element.getValue().tick();
        if (tick != null && tick.now() != null) {
            advance(tick.now());
        }
        FxRateMessage rate = element.getValue().rate();
        if (rate != null) {
            String pairAndDate = rate.base() + "/" + rate.quote() + "/" + rate.date();
            if (rate.rate() == null) {
                rateState.remove(pairAndDate);
            } else {
                rateState.put(pairAndDate, rate);
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
        flush();
        super.finish();
    }

    private void add(LocalDate day, Measures delta) throws Exception {
        Measures known = buckets.get(day);
        Measures sum = known == null ? delta : known.plus(delta);
        if (sum.isZero()) {
            buckets.remove(day);
        } else {
            buckets.put(day, sum);
        }
    }

    private void advance(Instant now) throws Exception {
        clockState.put(NOW, now);
        LocalDate day = calendar.dayOf(now);
        if (!day.equals(asOf)) {
            asOf = day;
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
            flush();
            scheduleFlush();
        });
    }

    private void flush() throws Exception {
        if (dayTurned || !revaluedSince.isEmpty()) {
            touchMovedAndRevalued();
        }
        for (Map.Entry<MetricKey, Touch> series : touched.entrySet()) {
            flush(series.getKey(), series.getValue());
        }
        touched.clear();
        touchedDays = 0;
        revaluedSince.clear();
        dayTurned = false;
    }

    private void flush(MetricKey key, Touch touch) throws Exception {
        setCurrentKey(key);
        MetricRows rows = rowsOf(key);
        for (LocalDate day : touch.days) {
            emit(rows.daily(key, day, buckets.get(day)));
        }
        LocalDate end = asOf;
        if (touch.windows || (end != null && touch.days.stream().anyMatch(day -> inLongestWindow(day, end)))) {
            flushWindows(key, rows, end);
        }
    }

    /** Without a day there are no windows yet. */
    private void flushWindows(MetricKey key, MetricRows rows, @Nullable LocalDate end) throws Exception {
        Map<Integer, Measures> windows =
                end == null ? new HashMap<>() : rows.windows(key, end, options.windows(), buckets::get);
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
            emit(rows.rollingGone(key, length));
        }
        if (end != null) {
            for (Map.Entry<Integer, Measures> window : windows.entrySet()) {
                rollingRows.put(window.getKey(), true);
                emit(rows.rolling(key, window.getKey(), end, window.getValue()));
            }
        }
    }

    /** Touches the series whose windows move with the day, and the days whose amounts are worth something else now. */
    private void touchMovedAndRevalued() throws Exception {
        KeyedStateBackend<MetricKey> backend = getKeyedStateBackend();
        backend.applyToAllKeys(
                VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, BUCKETS, (key, bucketsOfKey) -> {
                    if (dayTurned) {
                        touch(key).windows = true;
                    }
                    String currency = rowsOf(key).family().currencyOf(key);
                    LocalDate since = currency.equals(options.baseCurrency()) ? null : revaluedSince.get(currency);
                    if (since != null) {
                        for (LocalDate day : bucketsOfKey.keys()) {
                            if (!day.isBefore(since)) {
                                touch(key).days.add(day);
                            }
                        }
                    }
                });
        if (dayTurned) {
            // A series may have lost its last bucket and still have rolling rows.
            backend.applyToAllKeys(
                    VoidNamespace.INSTANCE,
                    VoidNamespaceSerializer.INSTANCE,
                    ROLLING_ROWS,
                    (key, windows) -> touch(key).windows = true);
        }
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

    private static LocalDate earlier(LocalDate left, LocalDate right) {
        return left.isBefore(right) ? left : right;
    }

    /** What of a series has changed in the open bundle. */
    private static final class Touch {
        private final Set<LocalDate> days = new TreeSet<>();
        private boolean windows;
    }
}
