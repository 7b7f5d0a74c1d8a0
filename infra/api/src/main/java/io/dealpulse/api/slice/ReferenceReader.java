package io.dealpulse.api.slice;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.dealpulse.api.ApiOptions;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.core.money.BaseCurrency;
import io.dealpulse.core.money.ExchangeRates;
import io.dealpulse.core.money.FxRate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@link Reference}, and keeps it: what time it is for {@link #TIME_KEPT}, and for {@link #TERMS_KEPT} what hardly
 * ever changes and takes longer to read than most answers. Whoever asks after that still gets what is kept while it is read anew,
 * so that nobody waits for it; only after {@link #LONGEST_KEPT} is it too old for that.
 */
public final class ReferenceReader {

    private static final String STAGES = """
            SELECT pipeline_id, pipeline_name, stage_id, name, position, kind, probability
            FROM v_pipelines
            ORDER BY pipeline_name, pipeline_id, position
            """;

    /** Asked for all the time. All rows of the table are written anew when the day turns. */
    private static final String AS_OF = """
            SELECT max(as_of) AS as_of
            FROM v_pipeline_value
            WHERE dimension = 'all'
            HAVING count() > 0
            """;

    /** While nothing is open. Every table of today's figures has rows of `all` where it has any. */
    private static final String AS_OF_WITHOUT_OPEN_DEALS = """
            SELECT max(as_of) AS as_of
            FROM
            (
                SELECT as_of FROM v_rolling_closing_stored WHERE dimension = 'all'
                UNION ALL
                SELECT as_of FROM v_rolling_conversion_stored WHERE dimension = 'all'
                UNION ALL
                SELECT as_of FROM v_rolling_stage_time WHERE dimension = 'all'
            )
            HAVING count() > 0
            """;

    /** Without a row before the first run of the job, and before the first event. */
    private static final String ALERTS_AT = """
            SELECT clock
            FROM v_job_progress
            WHERE job = 'deal-alerts' AND clock IS NOT NULL
            """;

    /** While a pipeline has open deals, it has rows of each dimension here. */
    private static final String DIMENSIONS = """
            SELECT pipeline_id, dimension
            FROM v_pipeline_value
            WHERE dimension != 'all'
            GROUP BY pipeline_id, dimension
            """;

    /** While it has none: those of its closings in a window, and of deals that went over to another pipeline in it. */
    private static final String DIMENSIONS_WITHOUT_OPEN_DEALS = """
            SELECT pipeline_id, dimension
            FROM
            (
                SELECT pipeline_id, dimension FROM v_rolling_closing_stored WHERE pipeline_id = ? AND dimension != 'all'
                UNION ALL
                SELECT pipeline_id, dimension FROM v_rolling_conversion_stored WHERE pipeline_id = ? AND dimension != 'all'
            )
            GROUP BY pipeline_id, dimension
            """;

    private static final String RATES = """
            SELECT base, quote, date, rate
            FROM v_fx_rates
            WHERE base = ? OR quote = ?
            """;

    /** Cents, so many that what they convert to is exact enough for sorting. */
    private static final long UNIT = 1_000_000_000;

    /** The day turns once a day, and to read it takes a quarter of what an answer does; ages of alerts are in days. */
    private static final Duration TIME_KEPT = Duration.ofSeconds(2);

    private static final Duration TERMS_KEPT = Duration.ofSeconds(5);

    /** Not shorter than answers may be kept. */
    private static final Duration LONGEST_KEPT = Duration.ofSeconds(10);

    private final Database database;
    private final ApiOptions options;
    private final Clock clock;
    private final Supplier<Time> time;
    private final Supplier<Terms> terms;

    public ReferenceReader(Database database, ApiOptions options, Clock clock) {
        this.database = database;
        this.options = options;
        this.clock = clock;
        this.time = kept(TIME_KEPT, this::readTime);
        this.terms = kept(TERMS_KEPT, this::readTerms);
    }

    private <T> Supplier<T> kept(Duration time, Supplier<T> reading) {
        if (options.cache().isZero()) {
            return reading;
        }
        LoadingCache<Boolean, T> latest = Caffeine.newBuilder()
                .refreshAfterWrite(time)
                .expireAfterWrite(LONGEST_KEPT)
                .build(unused -> reading.get());
        return () -> latest.get(true);
    }

    /** As it stood a moment ago. */
    public Reference latest() {
        Time now = time.get();
        Terms known = terms.get();
        LocalDate today = now.asOf() == null ? LocalDate.ofInstant(clock.instant(), options.zone()) : now.asOf();
        return new Reference(
                known.pipelines(),
                known.dimensions(),
                now.asOf(),
                today,
                now.alertsAt() == null ? clock.instant() : now.alertsAt(),
                known.money(),
                factors(known.currencies(), known.money(), today));
    }

    private Time readTime() {
        LocalDate asOf = database.first("as_of", AS_OF, row -> row.day("as_of"))
                .or(() -> database.first("as_of", AS_OF_WITHOUT_OPEN_DEALS, row -> row.day("as_of")))
                .orElse(null);
        Instant alertsAt = database.first("alerts_at", ALERTS_AT, row -> row.instant("clock"))
                .orElse(null);
        return new Time(asOf, alertsAt);
    }

    private Terms readTerms() {
        List<FxRate> rates = rates();
        List<Pipeline> pipelines = pipelines();
        return new Terms(pipelines, dimensions(pipelines), money(rates), currencies(rates));
    }

    private List<Pipeline> pipelines() {
        Map<String, Pipeline> pipelines = new LinkedHashMap<>();
        database.list("pipelines", STAGES, row -> {
            String id = row.text("pipeline_id");
            String name = row.text("pipeline_name");
            return pipelines
                    .computeIfAbsent(id, unused -> new Pipeline(id, name.isEmpty() ? id : name, new ArrayList<>()))
                    .stages()
                    .add(new Stage(
                            row.text("stage_id"),
                            row.text("name"),
                            (int) row.count("position"),
                            row.text("kind"),
                            row.decimal("probability").doubleValue()));
        });
        return List.copyOf(pipelines.values());
    }

    private Map<String, SortedSet<String>> dimensions(List<Pipeline> pipelines) {
        Map<String, SortedSet<String>> dimensions = new LinkedHashMap<>();
        readDimensions(dimensions, DIMENSIONS);
        for (Pipeline pipeline : pipelines) {
            if (!dimensions.containsKey(pipeline.pipelineId())) {
                readDimensions(dimensions, DIMENSIONS_WITHOUT_OPEN_DEALS, pipeline.pipelineId(), pipeline.pipelineId());
            }
        }
        return dimensions;
    }

    private void readDimensions(Map<String, SortedSet<String>> dimensions, String sql, Object... parameters) {
        database.list(
                "dimensions",
                sql,
                row -> dimensions
                        .computeIfAbsent(row.text("pipeline_id"), id -> new TreeSet<>())
                        .add(row.text("dimension")),
                parameters);
    }

    private List<FxRate> rates() {
        return database.list(
                "rates",
                RATES,
                row -> new FxRate(row.text("base"), row.text("quote"), row.day("date"), row.decimal("rate")),
                options.baseCurrency(),
                options.baseCurrency());
    }

    private BaseCurrency money(List<FxRate> known) {
        ExchangeRates rates = new ExchangeRates();
        known.forEach(rates::set);
        return new BaseCurrency(options.baseCurrency(), rates);
    }

    private Set<String> currencies(List<FxRate> rates) {
        Set<String> currencies = new TreeSet<>(Set.of(options.baseCurrency()));
        rates.forEach(rate -> currencies.addAll(List.of(rate.base(), rate.quote())));
        return currencies;
    }

    private static SortedMap<String, Double> factors(Set<String> currencies, BaseCurrency money, LocalDate today) {
        SortedMap<String, Double> factors = new TreeMap<>();
        currencies.forEach(currency -> money.convert(UNIT, currency, today)
                .ifPresent(converted -> factors.put(currency, (double) converted / UNIT)));
        return factors;
    }

    /**
     * By the pipeline's clock.
     *
     * @param asOf null while there are no figures
     * @param alertsAt null while there are no alerts
     */
    private record Time(@Nullable LocalDate asOf, @Nullable Instant alertsAt) {}

    /** What the figures are about, and how money is converted. */
    private record Terms(
            List<Pipeline> pipelines,
            Map<String, SortedSet<String>> dimensions,
            BaseCurrency money,
            Set<String> currencies) {}
}
