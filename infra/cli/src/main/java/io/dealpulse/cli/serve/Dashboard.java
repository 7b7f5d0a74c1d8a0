package io.dealpulse.cli.serve;

import io.dealpulse.api.ApiOptions;
import io.dealpulse.api.ApiServer;
import io.dealpulse.api.http.Access;
import io.dealpulse.cli.CommandFailure;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The dashboard and its API, being served as the settings say. */
public final class Dashboard implements AutoCloseable {

    /** What a restart of the job or a slow checkpoint may take. */
    private static final Duration LEAST_STALE = Duration.ofSeconds(15);

    private final ApiOptions options;
    private final ApiServer server;

    private Dashboard(ApiOptions options, ApiServer server) {
        this.options = options;
        this.server = server;
    }

    /**
     * Starts to serve, whether ClickHouse is there or not.
     *
     * @throws CommandFailure if it can't listen where it is to
     */
    public static Dashboard start(Settings settings) {
        ApiOptions options = options(settings);
        try {
            return new Dashboard(options, ApiServer.start(options));
        } catch (BindException e) {
            throw new CommandFailure(
                    "Can't listen on %s:%d, which may be taken: choose another with --port (0 for any free one) or serve.bind."
                            .formatted(options.bind(), options.port()),
                    e);
        }
    }

    /** Where a browser on this machine finds it. */
    public String address() {
        return "http://" + hostOf(options.bind()) + ":" + server.port() + "/";
    }

    /** What does not keep the server from serving, but the user should know. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        server.problem()
                .ifPresent(problem -> warnings.add(
                        "Answers 503 until ClickHouse at " + options.clickHouse() + " is ready: " + problem));
        if (options.token().isEmpty() && !options.isLoopback()) {
            warnings.add("Anybody who reaches " + options.bind() + " may read all figures: set serve.token.");
        }
        return warnings;
    }

    @Override
    public void close() {
        server.close();
    }

    private static ApiOptions options(Settings settings) {
        return new ApiOptions(
                settings.get(Options.SERVE_BIND),
                settings.get(Options.SERVE_PORT),
                settings.get(Options.CLICKHOUSE),
                settings.get(Options.CLICKHOUSE_DATABASE),
                settings.get(Options.CLICKHOUSE_USER),
                settings.get(Options.CLICKHOUSE_PASSWORD),
                settings.get(Options.BASE_CURRENCY).getCurrencyCode(),
                settings.get(Options.REPORTING_ZONE),
                settings.get(Options.WINDOWS),
                settings.get(Options.SERVE_CACHE),
                settings.get(Options.SERVE_QUERY_TIMEOUT),
                settings.get(Options.SERVE_CONNECTIONS),
                settings.get(Options.SERVE_TOKEN),
                settings.get(Options.SERVE_ALLOWED_HOSTS),
                staleAfter(settings.get(Options.FLUSH_INTERVAL)),
                settings.get(Options.FLINK_URL).orElse(null));
    }

    /** A few times as long as the job lets pass between two words of it. */
    private static Duration staleAfter(Duration flushInterval) {
        Duration several = flushInterval.multipliedBy(3);
        return several.compareTo(LEAST_STALE) > 0 ? several : LEAST_STALE;
    }

    private static String hostOf(String bind) {
        return Access.isWildcard(bind) ? "127.0.0.1" : Access.nameOf(bind);
    }
}
