package io.dealpulse.api;

import com.zaxxer.hikari.HikariDataSource;
import io.dealpulse.api.clickhouse.ConnectionPool;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.deal.AlertsFigure;
import io.dealpulse.api.deal.DealDetailFigure;
import io.dealpulse.api.deal.DealsFigure;
import io.dealpulse.api.figure.ClosingsFigure;
import io.dealpulse.api.figure.CycleFigure;
import io.dealpulse.api.figure.DimensionValuesFigure;
import io.dealpulse.api.figure.DimensionsFigure;
import io.dealpulse.api.figure.FunnelFigure;
import io.dealpulse.api.figure.PipelineHistoryFigure;
import io.dealpulse.api.figure.PipelineValueFigure;
import io.dealpulse.api.figure.PipelinesFigure;
import io.dealpulse.api.figure.RollingFigure;
import io.dealpulse.api.figure.StageTimeFigure;
import io.dealpulse.api.figure.StatusFigure;
import io.dealpulse.api.figure.SummaryFigure;
import io.dealpulse.api.figure.WaterfallFigure;
import io.dealpulse.api.figure.WinRateFigure;
import io.dealpulse.api.http.Access;
import io.dealpulse.api.http.AnswerCache;
import io.dealpulse.api.slice.ReferenceReader;
import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The API and the dashboard, being served. */
public final class ApiServer implements AutoCloseable {

    /** How long it is remembered that ClickHouse answers. */
    private static final Duration READINESS_KEPT = Duration.ofSeconds(1);

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final HikariDataSource pool;
    private final Database database;
    private final AnswerCache answers;
    private final AnswerCache readiness;
    private final Readiness ready;
    private final List<Figure> figures;
    private final Endpoints endpoints;
    private final Javalin http;

    private ApiServer(ApiOptions options, Clock clock, UnaryOperator<DataSource> watch) {
        List.of(
                        garbageCollection,
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics())
                .forEach(jvm -> jvm.bindTo(meters));
        pool = ConnectionPool.open(options, meters);
        database = new Database(watch.apply(pool), options.poolSize(), meters);
        answers = new AnswerCache("answers", options.cache(), options.poolSize(), options.queryTimeout(), meters);
        readiness = new AnswerCache("readiness", READINESS_KEPT, 1, options.queryTimeout(), meters);
        ready = new Readiness(database, readiness);
        figures = figures(database, options, clock);
        endpoints = new Endpoints(
                new Access(options.token(), options.bind(), options.allowedHosts()),
                new ReferenceReader(database, options, clock),
                answers,
                ready,
                meters);
        http = endpoints.serve(figures);
    }

    /**
     * Starts to serve, whether ClickHouse is there or not: without it, the answers say so until it is.
     *
     * @throws BindException if it can't listen at that address and port
     */
    public static ApiServer start(ApiOptions options) throws BindException {
        return start(options, Clock.systemUTC(), source -> source);
    }

    /**
     * As {@link #start(ApiOptions)}.
     *
     * @param clock tells the wall-clock time
     * @param watch sees what ClickHouse is asked
     */
    static ApiServer start(ApiOptions options, Clock clock, UnaryOperator<DataSource> watch) throws BindException {
        ApiServer server = new ApiServer(options, clock, watch);
        boolean started = false;
        try {
            server.http.start(options.bind(), options.port());
            started = true;
            return server;
        } catch (JavalinBindException e) {
            BindException failure = new BindException(e.getMessage());
            failure.initCause(e);
            throw failure;
        } finally {
            if (!started) {
                server.close();
            }
        }
    }

    /** The paths of the figures, and what else there is. */
    List<String> paths() {
        return Stream.concat(
                        figures.stream().map(figure -> Endpoints.BASE + figure.path()),
                        endpoints.fixed().keySet().stream())
                .toList();
    }

    /** The figures. */
    List<Figure> figures() {
        return figures;
    }

    /** The port that it listens on. */
    public int port() {
        return http.port();
    }

    /** Why no figures can be had just now, if so. */
    public Optional<String> problem() {
        return ready.problem();
    }

    /** Takes no more requests, and lets those that are being answered end. */
    @Override
    public void close() {
        http.stop();
        answers.close();
        readiness.close();
        database.close();
        pool.close();
        garbageCollection.close();
        meters.close();
    }

    /** The API's paths. A new figure is one more line here. */
    private static List<Figure> figures(Database database, ApiOptions options, Clock clock) {
        return List.of(
                new StatusFigure(database, options, clock),
                new PipelinesFigure(database),
                new DimensionsFigure(database),
                new DimensionValuesFigure(database),
                new SummaryFigure(database),
                new FunnelFigure(database),
                new WinRateFigure(database),
                new ClosingsFigure(database),
                new CycleFigure(database),
                new StageTimeFigure(database),
                new PipelineValueFigure(database),
                new PipelineHistoryFigure(database),
                new WaterfallFigure(database),
                new RollingFigure(database, options),
                new AlertsFigure(database, options.zone()),
                new DealsFigure(database, options.zone()),
                new DealDetailFigure(database, options.zone()));
    }
}
