package io.dealpulse.api;

import io.dealpulse.api.clickhouse.Latency;
import io.dealpulse.api.http.Access;
import io.dealpulse.api.http.Answer;
import io.dealpulse.api.http.AnswerCache;
import io.dealpulse.api.http.Json;
import io.dealpulse.api.http.Parameters;
import io.dealpulse.api.http.Problem;
import io.dealpulse.api.http.ProblemErrorHandler;
import io.dealpulse.api.http.ProblemException;
import io.dealpulse.api.http.Reply;
import io.dealpulse.api.http.SecurityHeaders;
import io.dealpulse.api.slice.ReferenceReader;
import io.dealpulse.api.slice.Request;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that the server answers to, over HTTP. */
final class Endpoints {

    /** What every path of the API begins with. */
    static final String BASE = "/api/v1";

    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    private static final String ROUTE = "dealpulse.route";
    private static final String DASHBOARD = "/dashboard";
    private static final String METRICS = "/metrics";
    private static final int HTTP_THREADS = 32;

    private final Access access;
    private final ReferenceReader references;
    private final AnswerCache answers;
    private final Readiness readiness;
    private final PrometheusMeterRegistry meters;
    private final QueuedThreadPool threads = new QueuedThreadPool(HTTP_THREADS);

    Endpoints(
            Access access,
            ReferenceReader references,
            AnswerCache answers,
            Readiness readiness,
            PrometheusMeterRegistry meters) {
        this.access = access;
        this.references = references;
        this.answers = answers;
        this.readiness = readiness;
        this.meters = meters;
        threads.setName("http");
    }

    /** A server that does not listen yet. */
    Javalin serve(List<Figure> figures) {
        return Javalin.create(config -> {
            configure(config);
            config.routes.before(this::admit);
            figures.forEach(figure -> read(config, BASE + figure.path(), context -> answer(figure, context)));
            fixed().forEach((path, handler) -> read(config, path, handler));
            config.routes.exception(ProblemException.class, (e, context) -> Reply.with(context, e.problem()));
            config.routes.exception(
                    HttpResponseException.class,
                    (e, context) -> Reply.with(
                            context,
                            e.getStatus() == 404
                                    ? Problem.noSuchPath(context.path())
                                    : Problem.ofStatus(e.getStatus(), String.valueOf(e.getMessage()))));
            config.routes.exception(Exception.class, (e, context) -> Reply.with(context, Reply.problemOf(e)));
        });
    }

    /** What there is besides figures, by path. */
    Map<String, Handler> fixed() {
        return Map.of(
                "/openapi.yaml",
                fixed("application/yaml", resource("/openapi.yaml")),
                "/health/live",
                fixed("application/json", Json.write(Map.of("status", "live"))),
                "/health/ready",
                context -> Reply.with(context, readiness.check(), threads),
                METRICS,
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(meters.scrape()));
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        // Else a path has two forms, and who guards one leaves the other open.
        config.router.ignoreTrailingSlashes = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.threadPool = threads;
        // An id may have a slash in it.
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setUriCompliance(UriCompliance.RFC3986);
        });
        config.jetty.modifyServletContextHandler(context -> {
            context.getServletHandler().setDecodeAmbiguousURIs(true);
            context.setErrorHandler(new ProblemErrorHandler());
        });
        config.jetty.modifyServer(server -> server.setErrorHandler(new ProblemErrorHandler()));
        config.requestLogger.http(this::log);
        if (Endpoints.class.getResource(DASHBOARD + "/index.html") != null) {
            config.staticFiles.add(files -> {
                files.directory = DASHBOARD;
                files.location = Location.CLASSPATH;
                files.headers = Map.of("Cache-Control", "no-cache");
            });
        }
    }

    private static void read(JavalinConfig config, String path, Handler handler) {
        Handler marked = context -> {
            context.attribute(ROUTE, path);
            handler.handle(context);
        };
        config.routes.get(path, marked);
        config.routes.head(path, marked);
    }

    /** Before anything else is done for a request. */
    private void admit(Context context) {
        SecurityHeaders.forEach(context::header);
        require(access.ofHost(context.header("Host")));
        String method = context.req().getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new ProblemException(Problem.methodNotAllowed(method));
        }
        String path = context.path();
        if (path.startsWith("/api/") || path.equals(METRICS)) {
            require(access.ofToken(context.header("Authorization")));
        }
    }

    private static void require(Optional<Problem> problem) {
        problem.ifPresent(found -> {
            throw new ProblemException(found);
        });
    }

    private void answer(Figure figure, Context context) {
        Parameters parameters =
                Parameters.read(context.req().getQueryString(), context.pathParamMap(), figure.parameters());
        Reply.with(
                context,
                answers.get(
                        figure.path() + '\0' + parameters.canonical(),
                        () -> Answer.of(Json.write(figure.answer(new Request(parameters, references.latest()))))),
                threads);
    }

    private static Handler fixed(String contentType, byte[] body) {
        return context -> context.header("Cache-Control", "no-cache")
                .contentType(contentType)
                .result(body);
    }

    private static byte[] resource(String name) {
        try (InputStream resource = Objects.requireNonNull(Endpoints.class.getResourceAsStream(name), name)) {
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By route, not by path, and without the query: those may tell of customers. */
    private void log(Context context, Float millis) {
        String known = context.attribute(ROUTE);
        int status = context.res().getStatus();
        String route = known != null ? known : status < 400 ? "static" : "other";
        Duration duration = Duration.ofNanos((long) (millis * 1e6));
        LOG.info("{} {} {} {} ms", context.req().getMethod(), route, status, duration.toMillis());
        Timer.builder("dealpulse.http.requests")
                .description("Requests to the API and the dashboard")
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(Latency.buckets())
                .register(meters)
                .record(duration);
    }
}
