package io.dealpulse.jobs.options;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The catalogue: every option there is. {@code docs/options.md} is generated from it. */
public final class Options {

    /** Begins the name of every environment variable that sets an option. */
    public static final String ENVIRONMENT_PREFIX = "DEALPULSE_";

    /** Variables with the prefix that are the launcher's, not options. */
    static final Set<String> LAUNCHER_VARIABLES = Set.of(ENVIRONMENT_PREFIX + "HOME", ENVIRONMENT_PREFIX + "JAVA_OPTS");

    private static final Duration ZERO = Duration.ZERO;
    private static final Duration YEAR = Duration.ofDays(365);

    public static final Option<String> KAFKA =
            option("kafka", OptionTypes.hostsAndPorts(), "127.0.0.1:9092", "Kafka's bootstrap servers.");

    public static final Option<List<URI>> REGISTRY = option(
            "registry",
            OptionTypes.httpUrls(),
            "http://127.0.0.1:8081/apis/ccompat/v7",
            "The schema registry's Confluent-compatible API, with its path where it has one, as the local stack's has.");

    public static final Option<URI> CLICKHOUSE =
            option("clickhouse", OptionTypes.httpUrl(), "http://127.0.0.1:8123", "ClickHouse's HTTP interface.");

    public static final Option<String> CLICKHOUSE_DATABASE = option(
            "clickhouse.database", OptionTypes.identifier(), "dealpulse", "The database of all tables and views.");

    public static final Option<String> CLICKHOUSE_USER =
            option("clickhouse.user", OptionTypes.text(), "default", "The user who writes to ClickHouse.");

    public static final Option<String> CLICKHOUSE_PASSWORD = secret(
            "clickhouse.password",
            OptionTypes.text(),
            "That user's password. Give it by the environment or a file: a command line is seen by others.");

    public static final Option<Path> DATA_DIR = option(
            "data.dir",
            OptionTypes.path(),
            ".dealpulse",
            "Data, logs and process ids of the local stack, and checkpoints. The default lies in Dealpulse's own"
                    + " directory; a relative path that you give is taken from the working directory.");

    public static final Option<Currency> BASE_CURRENCY =
            option("base.currency", OptionTypes.currency(), "EUR", "The currency into which amounts are converted.");

    public static final Option<ZoneId> REPORTING_ZONE = option(
            "reporting.zone", OptionTypes.zone(), "UTC", "The zone whose calendar days the figures are counted by.");

    public static final Option<List<String>> DIMENSIONS = option(
            "dimensions",
            OptionTypes.dimensions(),
            "owner,segment,source,territory,product",
            "The dimensions that every aggregate is split by, each on its own, and that alerts are found by:"
                    + " `owner` or any attribute of deals.");

    public static final Option<List<Integer>> WINDOWS = option(
            "windows",
            OptionTypes.days(3660),
            "7,30,90",
            "Lengths of the rolling windows: the current day and those before.");

    public static final Option<Duration> MAX_FUTURE = option(
            "max.future",
            OptionTypes.duration(ZERO, YEAR),
            "1 d",
            "How far an event's time may lie ahead of its Kafka timestamp; what lies further is a dead letter.");

    public static final Option<ClockMode> CLOCK = option(
            "clock",
            OptionTypes.choice(ClockMode.class),
            "live",
            "`live`: event time, and the wall clock while the topics are read to their end and quiet. `event`: event"
                    + " time alone, for replays and accelerated demos.");

    public static final Option<Duration> CLOCK_LATENESS = option(
            "clock.lateness",
            OptionTypes.duration(ZERO, YEAR),
            "1 min",
            "How far the clock stays behind the newest event. No event is dropped for being later; it restates rows.");

    public static final Option<Duration> TIMELINE_RETENTION = option(
            "timeline.retention",
            OptionTypes.duration(Duration.ofDays(1), Duration.ofDays(36_500)),
            "730 d",
            "How long after its closing a deal stays in saved state, by the pipeline's clock. Its figures stay for ever; an"
                    + " event that comes later still is a dead letter.");

    public static final Option<Duration> CHECKPOINT_INTERVAL = option(
            "checkpoint.interval",
            OptionTypes.duration(Duration.ofMillis(100), Duration.ofDays(1)),
            "10 s",
            "Time between checkpoints: how much is read again after a failure.");

    public static final Option<String> CHECKPOINT_DIR = option(
            "checkpoint.dir",
            OptionTypes.text(),
            "",
            "Where checkpoints are kept: a directory or a URI that Flink can write to. Empty: `checkpoints` in `data.dir`.");

    public static final Option<Integer> PARALLELISM =
            option("parallelism", OptionTypes.integer(1, 128), "2", "Parallel subtasks of every operator.");

    public static final Option<Integer> FLINK_PORT = option(
            "flink.port",
            OptionTypes.integer(0, 65_000),
            "0",
            "Port on 127.0.0.1 of Flink's web page of a job that `run` or `demo` runs; each further job of the process takes the"
                    + " next port. 0: no page.");

    public static final Option<Duration> FLUSH_INTERVAL = option(
            "flush.interval",
            OptionTypes.duration(Duration.ofMillis(10), Duration.ofHours(1)),
            "1 s",
            "Longest time that a changed row waits before it is written to ClickHouse.");

    public static final Option<String> SERVE_BIND = option(
            "serve.bind",
            OptionTypes.text(),
            "127.0.0.1",
            "The address that `serve` listens on. Any other than the loopback interface's should come with `serve.token`.");

    public static final Option<Integer> SERVE_PORT = option(
            "serve.port", OptionTypes.integer(0, 65_535), "8090", "The port that `serve` listens on; 0: any free one.");

    public static final Option<String> SERVE_TOKEN = secret(
            "serve.token",
            OptionTypes.token(),
            "What clients of `serve` must present to get figures. Empty: anybody may ask. Give it by the environment or a"
                    + " file: a command line is seen by others.");

    public static final Option<List<String>> SERVE_ALLOWED_HOSTS = option(
            "serve.allowed.hosts",
            OptionTypes.hostNames(),
            "",
            "Names by which `serve` may be called, besides `localhost`, `127.0.0.1` and `[::1]`. Where it listens on another"
                    + " address than the loopback interface's and none is given, any name will do.");

    public static final Option<Duration> SERVE_CACHE = option(
            "serve.cache",
            OptionTypes.duration(ZERO, Duration.ofSeconds(10)),
            "500 ms",
            "How long `serve` keeps an answer before it asks ClickHouse again.");

    public static final Option<Duration> SERVE_QUERY_TIMEOUT = option(
            "serve.query.timeout",
            OptionTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)),
            "5 s",
            "The longest that a query of `serve` may take.");

    public static final Option<Integer> SERVE_CONNECTIONS = option(
            "serve.connections",
            OptionTypes.integer(1, 31),
            "4",
            "How many answers `serve` computes at a time; each may take two connections to ClickHouse.");

    public static final Option<Optional<URI>> FLINK_URL = option(
            "flink.url",
            OptionTypes.optionalHttpUrl(),
            "",
            "The address of Flink's web page, for the dashboard to link to; empty: there is none.");

    /** Settings for every Kafka client. */
    public static final PassThrough KAFKA_CLIENT = new PassThrough(
            "kafka.",
            "bootstrap.servers",
            KAFKA,
            "Any other setting of Kafka's clients, such as `kafka.security.protocol` or `kafka.sasl.jaas.config`.");

    /** Settings for the registry's client. */
    public static final PassThrough REGISTRY_CLIENT = new PassThrough(
            "registry.",
            "schema.registry.url",
            REGISTRY,
            "Any other setting of the Confluent registry client, such as `registry.basic.auth.credentials.source`,"
                    + " `registry.basic.auth.user.info` or `registry.schema.registry.ssl.truststore.location`.");

    private static final List<Option<?>> ALL = List.of(
            KAFKA,
            REGISTRY,
            CLICKHOUSE,
            CLICKHOUSE_DATABASE,
            CLICKHOUSE_USER,
            CLICKHOUSE_PASSWORD,
            DATA_DIR,
            BASE_CURRENCY,
            REPORTING_ZONE,
            DIMENSIONS,
            WINDOWS,
            MAX_FUTURE,
            CLOCK,
            CLOCK_LATENESS,
            TIMELINE_RETENTION,
            CHECKPOINT_INTERVAL,
            CHECKPOINT_DIR,
            PARALLELISM,
            FLINK_PORT,
            FLUSH_INTERVAL,
            SERVE_BIND,
            SERVE_PORT,
            SERVE_TOKEN,
            SERVE_ALLOWED_HOSTS,
            SERVE_CACHE,
            SERVE_QUERY_TIMEOUT,
            SERVE_CONNECTIONS,
            FLINK_URL);

    private static final List<PassThrough> PASS_THROUGHS = List.of(KAFKA_CLIENT, REGISTRY_CLIENT);

    private Options() {}

    /** Every option, in the order of the reference page. */
    public static List<Option<?>> all() {
        return ALL;
    }

    /** Every family of options that is handed on to a client library. */
    public static List<PassThrough> passThroughs() {
        return PASS_THROUGHS;
    }

    /** The option of that key, if there is one. */
    static Optional<Option<?>> find(String key) {
        return ALL.stream().filter(option -> option.key().equals(key)).findFirst();
    }

    /**
     * Makes sure that a key may be set.
     *
     * @param origin where it was given, for the message
     * @throws InvalidOptionException if it is neither an option's key nor in a pass-through family
     */
    static void requireKnown(String key, String origin) {
        if (find(key).isPresent()) {
            return;
        }
        PassThrough family = PASS_THROUGHS.stream()
                .filter(candidate -> key.startsWith(candidate.prefix())
                        && key.length() > candidate.prefix().length())
                .findFirst()
                .orElseThrow(() -> new InvalidOptionException(
                        "Unknown option %s (from %s). Did you mean %s?".formatted(key, origin, nearestKey(key))));
        if (key.equals(family.prefix() + family.reserved())) {
            throw new InvalidOptionException("Option %s (from %s) is set by option %s."
                    .formatted(key, origin, family.insteadOf().key()));
        }
    }

    /** The key that an environment variable sets; a variable of no option names a pass-through or unknown key. */
    static String keyOfEnvironmentVariable(String variable) {
        return variable.substring(ENVIRONMENT_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '.');
    }

    private static String nearestKey(String key) {
        return EditDistance.nearest(key, ALL.stream().map(Option::key).toList()).orElseThrow();
    }

    private static <T> Option<T> option(String key, OptionType<T> type, String defaultText, String doc) {
        return new Option<>(key, type, defaultText, false, doc);
    }

    private static <T> Option<T> secret(String key, OptionType<T> type, String doc) {
        return new Option<>(key, type, "", true, doc);
    }
}
