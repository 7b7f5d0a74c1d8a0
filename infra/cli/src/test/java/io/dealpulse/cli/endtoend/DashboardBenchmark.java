package io.dealpulse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.management.OperatingSystemMXBean;
import io.dealpulse.cli.Home;
import io.dealpulse.clickhouse.Migrations;
import io.dealpulse.clickhouse.local.ClickHouseEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon the dashboard has its figures from a {@linkplain MillionDeals million deals}, at rest or while a
 * {@linkplain LiveWriter writer} keeps changing them: each query at the API, the page in a browser, and the API under many open
 * dashboards. Engine, API server and browser are processes of their own. No part of the test suite; docs/benchmarks.md has its
 * command.
 *
 * <p>System properties: {@code dealpulse.deals} (a million); {@code dealpulse.clickhouse}, the address of an engine whose
 * database {@code dealpulse} was filled before (none: starts one and fills it); {@code dealpulse.writer}, whether there is a
 * writer (true); {@code dealpulse.samples} of each query (100); {@code dealpulse.loads} of the page (10);
 * {@code dealpulse.clients} (200) and {@code dealpulse.seconds} that they poll (60).
 */
class DashboardBenchmark {

    private static final long DEALS = Long.getLong("dealpulse.deals", 1_000_000);
    private static final int SAMPLES = Integer.getInteger("dealpulse.samples", 100);
    private static final int WARM_UP_SAMPLES = 150;
    private static final boolean WRITING = Boolean.parseBoolean(System.getProperty("dealpulse.writer", "true"));
    private static final int LOADS = Integer.getInteger("dealpulse.loads", 10);
    private static final int CLIENTS = Integer.getInteger("dealpulse.clients", 200);
    private static final Duration POLLING = Duration.ofSeconds(Integer.getInteger("dealpulse.seconds", 60));
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final String DATABASE = "dealpulse";

    /** What the launcher gives a command. */
    private static final List<String> JVM_OPTIONS = List.of("-Xmx1g");

    private static final int[] RANGES = {30, 90, 365, 730};

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** All that the page polls once a second, for a slice and range of days. */
    private static final Map<String, String> POLLED = polled();

    /** The other queries that it makes, when the user asks. */
    private static final Map<String, String> ASKED = asked();

    private final Random random = new Random(1);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private static Map<String, String> polled() {
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("status", "/api/v1/status");
        paths.put("summary", "/api/v1/summary?{slice}&{range}");
        paths.put("funnel", "/api/v1/funnel?{slice}&{range}");
        paths.put("waterfall", "/api/v1/waterfall?{slice}&{range}");
        paths.put("rolling", "/api/v1/rolling?{slice}&{range}&metric=win_rate&window=30");
        paths.put("pipeline-value", "/api/v1/pipeline-value?{slice}");
        paths.put("stage-time", "/api/v1/stage-time?{slice}&{range}");
        paths.put("cycle", "/api/v1/cycle?{slice}&{range}&outcome=won");
        paths.put("win-rate", "/api/v1/win-rate?{pipeline}&{range}&by=owner&limit=50");
        paths.put("alerts", "/api/v1/alerts?{slice}&order=amount&page=1&size=10");
        return paths;
    }

    private static Map<String, String> asked() {
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("pipelines", "/api/v1/pipelines");
        paths.put("dimensions", "/api/v1/dimensions?{pipeline}");
        paths.put("values", "/api/v1/dimensions/owner/values?{pipeline}&search=rep-0");
        paths.put("closings", "/api/v1/closings?{slice}&{range}");
        paths.put("pipeline-history", "/api/v1/pipeline-history?{slice}&{range}");
        paths.put("pipeline-value, past", "/api/v1/pipeline-value?{slice}&on={from}");
        paths.put("rolling, conversion", "/api/v1/rolling?{slice}&{range}&metric=conversion&window=30");
        paths.put("rolling, cycle", "/api/v1/rolling?{slice}&{range}&metric=cycle_p50_days&window=90");
        paths.put("deals, open", "/api/v1/deals?{slice}&figure=open&size=25");
        paths.put("deals, open then", "/api/v1/deals?{slice}&figure=open&on={from}&size=25");
        paths.put("deals, closed", "/api/v1/deals?{slice}&{range}&figure=closed&outcome=won&size=25");
        paths.put(
                "deals, closed, largest first",
                "/api/v1/deals?{slice}&{range}&figure=closed&outcome=won&order=amount&size=25");
        paths.put("deals, cohort", "/api/v1/deals?{slice}&{range}&figure=cohort&stage={stage}&result=entered&size=25");
        paths.put("deals, exits", "/api/v1/deals?{slice}&{range}&figure=exits&stage={stage}&size=25");
        paths.put("deals, flow", "/api/v1/deals?{slice}&{range}&figure=flow&cause=won&size=25");
        paths.put("deals, alerts", "/api/v1/deals?{slice}&figure=alerts&size=25");
        paths.put("deal", "/api/v1/deals/{deal}");
        return paths;
    }

    @Test
    void measure() throws Exception {
        String given = System.getProperty("dealpulse.clickhouse");
        if (given != null) {
            measure(URI.create(given));
            return;
        }
        try (ClickHouseEngine engine = ClickHouseEngine.start(
                Home.directory(), directory.resolve("clickhouse"), 0, directory.resolve("clickhouse.log"))) {
            fill(engine.jdbcUrl());
            measure(URI.create(engine.httpUrl()));
        }
    }

    private static void fill(String jdbcUrl) throws SQLException, IOException {
        long begun = System.nanoTime();
        try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
            Migrations.apply(connection, DATABASE);
            new MillionDeals(LocalDate.now(ZoneOffset.UTC), DEALS)
                    .fill(connection, DATABASE, (file, time) -> print("  %-32s %5.1f s", file, time.toMillis() / 1e3));
        }
        print("%,d deals made in %.0f s", DEALS, (System.nanoTime() - begun) / 1e9);
    }

    private void measure(URI clickHouse) throws Exception {
        String jdbcUrl = "jdbc:clickhouse:" + clickHouse;
        Slices slices = Slices.read(jdbcUrl, random);
        print(
                "%d processors, load average %.1f, JVM %s; API server: %s; writer: %s",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.version(),
                JVM_OPTIONS,
                WRITING ? "20 deals and about 200 rows of each table of figures a second" : "none");
        try (LiveWriter writer = WRITING ? LiveWriter.start(jdbcUrl, DATABASE) : null) {
            try (ApiProcess api = serve(clickHouse)) {
                queries(api.address(), clickHouse, slices);
                paint(api.address());
                poll(api, slices);
            }
            if (writer != null) {
                writer.requireWriting();
            }
        }
    }

    private ApiProcess serve(URI clickHouse) throws IOException {
        return ApiProcess.of(JobProcess.start(
                directory,
                JVM_OPTIONS,
                List.of(
                        "serve",
                        "--port",
                        "0",
                        "--clickhouse",
                        clickHouse.toString(),
                        "--data-dir",
                        directory.toString())));
    }

    /**
     * Each query by itself, one after the other, over slices and ranges at random: hardly one is asked twice within the second
     * that an answer is kept, save those without a slice.
     */
    private void queries(URI api, URI clickHouse, Slices slices) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(POLLED);
        all.putAll(ASKED);
        List<Double> baseline = new ArrayList<>();
        Map<String, List<Double>> times = new LinkedHashMap<>();
        Map<String, Integer> failures = new LinkedHashMap<>();
        for (int sample = -WARM_UP_SAMPLES; sample < SAMPLES; sample++) {
            for (Map.Entry<String, String> query : all.entrySet()) {
                Exchange exchange =
                        Exchange.of(HttpRequest.newBuilder(api.resolve(slices.fill(query.getValue(), sample)))
                                .build());
                // The first ones are while the server's code is not yet compiled.
                if (sample >= 0) {
                    times.computeIfAbsent(query.getKey(), key -> new ArrayList<>())
                            .add(exchange.millis());
                    failures.merge(query.getKey(), exchange.failed() ? 1 : 0, Integer::sum);
                }
            }
            baseline.add(Exchange.of(HttpRequest.newBuilder(clickHouse)
                            .POST(BodyPublishers.ofString("SELECT 1"))
                            .build())
                    .millis());
        }
        print("%nQueries, ms; %d each, of changing slices; all dimensions, 30 to 730 days", SAMPLES);
        print("  %-22s %8s %8s %8s %8s %14s %8s", "", "p50", "p95", "p99", "most", "p50/SELECT 1", "failed");
        double[] base = sorted(baseline);
        print("%s", row("SELECT 1", base, base, 0));
        times.forEach((name, each) -> print("%s", row(name, sorted(each), base, failures.getOrDefault(name, 0))));
    }

    private static String row(String name, double[] times, double[] base, int failed) {
        return String.format(
                Locale.ROOT,
                "  %-22s %8.1f %8.1f %8.1f %8.1f %14.1f %8d",
                name,
                percentile(times, 50),
                percentile(times, 95),
                percentile(times, 99),
                percentile(times, 100),
                percentile(times, 50) / percentile(base, 50),
                failed);
    }

    /** A question and its answer: how long it took, and whether it was none. */
    private record Exchange(double millis, boolean failed) {

        static Exchange of(HttpRequest request) throws IOException, InterruptedException {
            long begun = System.nanoTime();
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            double millis = (System.nanoTime() - begun) / 1e6;
            // Out of time is an outcome of a run; a wrong question is a mistake in this class.
            assertThat(response.statusCode())
                    .as("%s: %s", request.uri(), response.body())
                    .isIn(200, 503);
            return new Exchange(millis, response.statusCode() != 200);
        }
    }

    /** The page from nothing to all its figures, in a new profile each time. */
    private static void paint(URI api) {
        List<Double> first = new ArrayList<>();
        List<Double> ready = new ArrayList<>();
        try (Browser browser = Browser.start()) {
            for (int load = 0; load < LOADS; load++) {
                try (BrowserContext context =
                        browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions())) {
                    Page page = context.newPage();
                    page.navigate(api.toString());
                    page.waitForFunction("() => performance.getEntriesByName('dashboard-ready').length > 0");
                    first.add(startOf(page, "first-contentful-paint"));
                    ready.add(startOf(page, "dashboard-ready"));
                }
            }
            print(
                    "%nThe page in Chromium %s, %d loads without a cache, ms after the navigation",
                    browser.version(), LOADS);
        }
        spread("first contentful paint", first);
        spread("all figures there", ready);
    }

    private static double startOf(Page page, String entry) {
        return ((Number) page.evaluate("name => performance.getEntriesByName(name)[0].startTime", entry)).doubleValue();
    }

    private static void spread(String name, List<Double> times) {
        double[] sorted = sorted(times);
        print(
                "  %-22s least %.0f, p50 %.0f, most %.0f",
                name, sorted[0], percentile(sorted, 50), percentile(sorted, 100));
    }

    /** Many open dashboards of the same view. */
    private static void poll(ApiProcess api, Slices slices) throws Exception {
        List<String> paths = POLLED.values().stream().map(slices::ofFirstView).toList();
        PollingClients clients = new PollingClients(api.address(), paths);
        clients.run(CLIENTS, WARM_UP);
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long ownBefore = system.getProcessCpuTime();
        Duration apiBefore = cpuOf(api);
        PollingClients.Outcome outcome = clients.run(CLIENTS, POLLING);
        double seconds = POLLING.toMillis() / 1e3;
        double own = (system.getProcessCpuTime() - ownBefore) / 1e9 / seconds;
        double server = cpuOf(api).minus(apiBefore).toMillis() / 1e3 / seconds;
        double[] times =
                outcome.latencies().stream().mapToDouble(nanos -> nanos / 1e6).toArray();
        print(
                "%n%d dashboards, each asking %d paths a second for %d s: %,d answers (%.0f a second), %,d of them 304; %d errors",
                CLIENTS,
                paths.size(),
                POLLING.toSeconds(),
                times.length,
                times.length / seconds,
                outcome.unchanged(),
                outcome.errors().size());
        outcome.errors().stream().distinct().limit(5).forEach(error -> print("  %s", error));
        print(
                "  ms: p50 %.1f, p95 %.1f, p99 %.1f, most %.1f",
                percentile(times, 50), percentile(times, 95), percentile(times, 99), percentile(times, 100));
        print(
                "  processors in use: %.2f by the clients and the writer, %.2f by the API server; %d of %d rounds began late",
                own, server, outcome.late(), CLIENTS * POLLING.toSeconds());
    }

    private static Duration cpuOf(ApiProcess api) {
        return api.process().handle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double[] sorted(List<Double> times) {
        return times.stream().flatMapToDouble(DoubleStream::of).sorted().toArray();
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
        System.out.flush();
    }

    /** What can be looked at: pipelines, their values of each dimension, and some deals. */
    private record Slices(
            LocalDate asOf,
            Map<String, List<String>> stages,
            Map<String, List<String>> values,
            List<String> deals,
            Random random) {

        static Slices read(String jdbcUrl, Random random) throws SQLException {
            try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
                return new Slices(
                        LocalDate.parse(column(connection, "SELECT toString(max(as_of)), '' FROM %s.v_pipeline_value")
                                .keySet()
                                .iterator()
                                .next()),
                        column(
                                connection,
                                "SELECT pipeline_id, stage_id FROM %s.v_pipelines WHERE kind = 'open' ORDER BY ALL"),
                        column(
                                connection,
                                "SELECT DISTINCT dimension, dimension_value FROM %s.v_pipeline_value ORDER BY ALL"),
                        List.copyOf(column(
                                        connection,
                                        "SELECT deal_id, '' FROM %s.deals WHERE cityHash64(deal_id) %% 5000 = 0")
                                .keySet()),
                        random);
            }
        }

        /** The second column of a query's rows by the first one. */
        private static Map<String, List<String>> column(Connection connection, String query) throws SQLException {
            Map<String, List<String>> rows = new LinkedHashMap<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query.formatted(DATABASE))) {
                while (row.next()) {
                    rows.computeIfAbsent(row.getString(1), key -> new ArrayList<>())
                            .add(row.getString(2));
                }
            }
            return rows;
        }

        /** A path with a slice at random; samples take turns in dimensions and ranges. */
        String fill(String path, int sample) {
            List<String> dimensions = List.copyOf(values.keySet());
            String dimension = dimensions.get(Math.floorMod(sample, dimensions.size()));
            String pipeline = any(List.copyOf(stages.keySet()));
            String slice = "pipeline=" + pipeline
                    + (dimension.equals("all")
                            ? ""
                            : "&dimension=" + dimension + "&value="
                                    + URLEncoder.encode(
                                            any(values.getOrDefault(dimension, List.of())), StandardCharsets.UTF_8));
            return fill(path, pipeline, slice, RANGES[Math.floorMod(sample / dimensions.size(), RANGES.length)]);
        }

        /** A path with what the page shows at first. */
        String ofFirstView(String path) {
            String pipeline = stages.keySet().iterator().next();
            return fill(path, pipeline, "pipeline=" + pipeline, 90);
        }

        private String fill(String path, String pipeline, String slice, int days) {
            LocalDate from = asOf.minusDays(days - 1L);
            return path.replace("{slice}", slice)
                    .replace("{pipeline}", "pipeline=" + pipeline)
                    .replace("{range}", "from=" + from + "&to=" + asOf)
                    .replace("{from}", from.toString())
                    .replace("{stage}", any(stages.getOrDefault(pipeline, List.of())))
                    .replace("{deal}", any(deals));
        }

        private String any(List<String> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
