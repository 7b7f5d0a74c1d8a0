package io.dealpulse.jobs.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dealpulse.clickhouse.Migrations;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.jobs.alerts.AlertOptions;
import io.dealpulse.jobs.alerts.BatchAlerts;
import io.dealpulse.jobs.documentation.AlertsStory;
import io.dealpulse.jobs.documentation.MetricsStory;
import io.dealpulse.jobs.documentation.QueryAnswer;
import io.dealpulse.jobs.grafana.GrafanaFiles.Panel;
import io.dealpulse.jobs.grafana.GrafanaFiles.Rule;
import io.dealpulse.jobs.metrics.BatchTables;
import io.dealpulse.jobs.metrics.MetricOptions;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseExtension;
import io.dealpulse.jobs.sink.ClickHouseOptions;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.BatchDeals;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import io.dealpulse.jobs.source.RejectionReason;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every query of infra/grafana, on the real engine and tables: the stories of docs/metrics.md and docs/alerts.md, and beside
 * them a second pipeline that has everything operators are warned of.
 */
class GrafanaIT {

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    private static final MetricOptions OPTIONS = MetricOptions.from(Settings.defaults());
    private static final String RENEWALS = "renewals";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What ClickHouse answers.
     *
     * @param types of the columns, by ClickHouse's names
     */
    private record Answer(List<String> names, List<String> types, List<List<JsonNode>> rows) {

        boolean isNumber(int column) {
            return bareType(column).matches("(?:UInt|Int)(?:8|16|32|64)|Float(?:32|64)|Decimal\\(.*\\)");
        }

        boolean isText(int column) {
            return bareType(column).equals("String");
        }

        boolean isTime(int column) {
            return bareType(column).matches("Date(?:32)?|DateTime(?:64)?(?:\\(.*\\))?");
        }

        List<JsonNode> column(int column) {
            return rows.stream().map(row -> row.get(column)).toList();
        }

        private String bareType(int column) {
            String type = types.get(column);
            while (type.startsWith("Nullable(") || type.startsWith("LowCardinality(")) {
                type = type.substring(type.indexOf('(') + 1, type.length() - 1);
            }
            return type;
        }
    }

    static Stream<Panel> panels() {
        return GrafanaFiles.dashboards().stream().flatMap(dashboard -> dashboard.panels().stream());
    }

    static Stream<Panel> salesPanels() {
        return GrafanaFiles.sales().panels().stream();
    }

    static Stream<Rule> rules() {
        return GrafanaFiles.rules().stream();
    }

    @BeforeAll
    static void writeTheStories() throws Exception {
        BatchTables story = MetricsStory.read(OPTIONS);
        Instant newest = story.newest();
        renewals(story);
        assertThat(story.newest())
                .as("the second pipeline does not move the clock")
                .isEqualTo(newest);
        List<TableRow> rows = new ArrayList<>();
        story.rows(story.newestDay(), rows::add);
        BatchDeals stalled = AlertsStory.read();
        new BatchAlerts(stalled, AlertOptions.from(Settings.defaults())).rows(stalled.newest(), rows::add);
        rows.add(deadLetter(1, Instant.parse("2026-03-10T12:00:00Z"), RejectionReason.TRUNCATED));
        rows.add(deadLetter(2, Instant.parse("2026-03-11T12:00:00Z"), RejectionReason.OUT_OF_RANGE));
        rows.add(deadLetter(3, Instant.now(), RejectionReason.TRUNCATED));
        rows.add(progress("deal-metrics", newest, true, Instant.now().minus(Duration.ofHours(1))));
        rows.add(progress("deal-alerts", newest, false, Instant.now().minus(Duration.ofMinutes(3))));
        List<Table> tables = new ArrayList<>(List.of(Tables.DEAD_LETTERS, Tables.DEAL_ALERTS, Tables.JOB_PROGRESS));
        story.sections().forEach(section -> tables.addAll(section.tables()));
        CLICKHOUSE.startWriting(tables, rows).getJobExecutionResult().get();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void everyPanelHasWhatItsTypeNeeds(Panel panel) throws Exception {
        Answer answer = ask(panel.sql(), all());
        assertThat(answer.rows()).isNotEmpty();
        assertShape(panel, answer);
        IntStream.range(0, answer.names().size())
                .forEach(column -> assertThat(answer.column(column))
                        .as(answer.names().get(column))
                        .anyMatch(value -> !value.isNull()));
    }

    @ParameterizedTest
    @MethodSource("salesPanels")
    void everyPanelCanBeNarrowedDown(Panel panel) throws Exception {
        Answer answer = ask(panel.sql(), selection(MetricsStory.PIPELINE, "owner", "ann", "bob"));
        assertThat(answer.rows()).isNotEmpty();
        assertShape(panel, answer);
    }

    @ParameterizedTest
    @MethodSource("salesPanels")
    void namesWithQuotesDoNotHurt(Panel panel) throws Exception {
        ask(panel.sql(), selection("no'such\"pipeline", "o'w", "o'hara"));
        ask(panel.sql(), selection(RENEWALS, "owner", "o'hara"));
    }

    @Test
    void aValueWithAQuoteIsFound() throws Exception {
        assertThat(ask(
                                GrafanaFiles.sales()
                                        .panel("Open pipeline by stage")
                                        .sql(),
                                selection(RENEWALS, "owner", "o'hara"))
                        .rows())
                .hasSize(1);
    }

    /** Their definitions are in docs/metrics.md, with these results. */
    @ParameterizedTest
    @CsvSource({
        "Open value, 13700",
        "Weighted value, 4520",
        "Win rate, 0.667",
        "Average deal size, 8000",
        "Sales velocity per day, 1454.545"
    })
    void figuresAreThoseOfTheDocumentation(String title, double figure) throws Exception {
        assertThat(number(title, all())).isCloseTo(figure, within(0.001));
    }

    @Test
    void theCycleIsThatOfTheDocumentation() throws Exception {
        Answer cycle = ask(GrafanaFiles.sales().panel("Cycle, median and p90").sql(), all());
        assertThat(cycle.rows()).singleElement().satisfies(row -> {
            assertThat(row.get(0).asDouble()).isCloseTo(8, within(0.08));
            assertThat(row.get(1).asDouble()).isCloseTo(14, within(0.14));
        });
    }

    @ParameterizedTest
    @CsvSource({"Win rate, 0.667", "Average deal size, 3000"})
    void aRateIsOfSumsAndNotTheMeanOfRates(String title, double figure) throws Exception {
        assertThat(number(title, selection(RENEWALS, "all", GrafanaMacros.ALL))).isCloseTo(figure, within(0.001));
    }

    /** Rates are computed anew over what is chosen, not added. */
    @ParameterizedTest
    @ValueSource(strings = {"Open value", "Weighted value", "Win rate", "Average deal size", "Sales velocity per day"})
    void theValuesOfADimensionMakeUpTheWhole(String title) throws Exception {
        double whole = number(title, all());
        assertThat(number(title, selection(MetricsStory.PIPELINE, "owner", GrafanaMacros.ALL)))
                .isCloseTo(whole, within(0.01));
        assertThat(number(title, selection(MetricsStory.PIPELINE, "owner", "ann", "bob")))
                .isCloseTo(whole, within(0.01));
        assertThat(number(title, selection(MetricsStory.PIPELINE, "owner", "ann")))
                .isNotCloseTo(whole, within(0.01));
    }

    @Test
    void theWaterfallAddsUp() throws Exception {
        Answer waterfall = ask(
                GrafanaFiles.sales().panel("Why the open pipeline changed").sql(),
                all(),
                Instant.parse("2026-03-09T00:00:00Z"),
                Instant.parse("2026-03-15T23:59:59Z"));
        List<String> steps = waterfall.column(0).stream().map(JsonNode::asText).toList();
        List<Double> amounts =
                waterfall.column(1).stream().map(JsonNode::asDouble).toList();
        // As in docs/metrics.md, of the same days.
        assertThat(steps).startsWith("open before").endsWith("open after");
        assertThat(amounts).startsWith(28000.0).endsWith(18500.0);
        assertThat(amounts.subList(0, amounts.size() - 1).stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isEqualTo(18500);
    }

    @Test
    void theRollingWinRateLooksBackBeyondTheRange() throws Exception {
        Answer rates = ask(
                GrafanaFiles.sales().panel("Win rate over time").sql(),
                all(),
                Instant.parse("2026-03-16T00:00:00Z"),
                Instant.parse("2026-03-31T00:00:00Z"));
        assertThat(rates.rows()).singleElement().satisfies(row -> {
            assertThat(row.get(1).asDouble()).isEqualTo(1);
            assertThat(row.get(2).asDouble()).isCloseTo(0.667, within(0.001));
        });
    }

    @Test
    void variablesOfferWhatThereIs() throws Exception {
        assertThat(options("pipeline", all())).containsExactlyInAnyOrder(MetricsStory.PIPELINE, RENEWALS);
        assertThat(options("dimension", all())).startsWith("all").contains("owner", "segment");
        assertThat(options("value", all())).containsExactly("[none]");
        assertThat(options("value", selection(MetricsStory.PIPELINE, "owner", GrafanaMacros.ALL)))
                .containsExactly("ann", "bob");
        assertThat(options("value", selection(MetricsStory.PIPELINE, "source", GrafanaMacros.ALL)))
                .containsExactly("[none]");
        assertThat(options("currency", all())).containsExactly("EUR", "USD");
        assertThat(GrafanaFiles.sales().variables()).hasSize(4);
    }

    /** A deal without a value is found by the name that stands for it: Grafana would take the empty text for all. */
    @Test
    void aMissingValueCanBeChosen() throws Exception {
        assertThat(number("Open value", selection(MetricsStory.PIPELINE, "source", "[none]")))
                .isEqualTo(number("Open value", all()));
        assertThat(number("Open value", selection(MetricsStory.PIPELINE, "owner", "[none]")))
                .isZero();
    }

    @Test
    void theRowsOfEveryTableAreCounted() throws Exception {
        assertThat(ask(GrafanaFiles.operations().panel("Rows by table").sql(), all()).column(0).stream()
                        .map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(CLICKHOUSE
                        .query(
                                "SELECT substring(name, 3) FROM system.tables WHERE database = 'dealpulse' AND name LIKE 'v\\\\_%'"
                                        + " AND substring(name, 3) IN (SELECT name FROM system.tables WHERE database = 'dealpulse')")
                        .stream()
                        .map(row -> String.valueOf(row.get(0)))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleAlertsWhenThereIsCause(Rule rule) throws Exception {
        Answer answer = ask(rule.sql(), Map.of());
        assertThat(answer.rows()).isNotEmpty();
        List<Integer> numbers = IntStream.range(0, answer.names().size())
                .filter(answer::isNumber)
                .boxed()
                .toList();
        assertThat(numbers).as("one number, and texts that become labels").hasSize(1);
        assertThat(IntStream.range(0, answer.names().size()))
                .allMatch(column -> numbers.contains(column) || answer.isText(column));
        assertThat(answer.column(numbers.get(0)))
                .allSatisfy(value -> assertThat(value.asDouble()).isGreaterThan(rule.threshold()));
        assertThat(answer.rows())
                .allSatisfy(row -> assertThat(row)
                        .noneMatch(cell -> cell.isNull() || cell.asText().isEmpty()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void noRuleFindsAnythingWhereNothingIs(Rule rule) throws Exception {
        assertThat(ask(newDatabase("empty"), rule.sql()).rows()).isEmpty();
    }

    @Test
    void aJobThatHasJustWrittenIsNoCause() throws Exception {
        ClickHouseOptions fresh = newDatabase("fresh");
        try (Connection connection = fresh.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO fresh.job_progress (job, clock, caught_up, written_at, version, checkpoint, is_deleted)"
                            + " VALUES ('deal-metrics', NULL, 0, now64(3), 1, 1, 0),"
                            + " ('deal-alerts', NULL, 0, now64(3) - INTERVAL 3 MINUTE, 1, 1, 0)");
        }
        Rule rule = silentJobs();
        assertThat(ask(fresh, rule.sql()).rows())
                .filteredOn(row -> row.get(1).asDouble() > rule.threshold())
                .singleElement()
                .satisfies(row -> assertThat(row.get(0).asText()).isEqualTo("deal-alerts"));
    }

    @Test
    void everySilentJobIsAnAlertOfItsOwn() throws Exception {
        Answer answer = ask(silentJobs().sql(), Map.of());
        assertThat(answer.names()).startsWith("job");
        assertThat(answer.column(0).stream().map(JsonNode::asText))
                .containsExactlyInAnyOrder("deal-metrics", "deal-alerts");
    }

    private static Rule silentJobs() {
        return rules().filter(rule -> rule.uid().equals("dealpulse-job-silent"))
                .findFirst()
                .orElseThrow();
    }

    private static ClickHouseOptions newDatabase(String name) throws SQLException {
        ClickHouseOptions there = CLICKHOUSE.options();
        try (Connection connection = there.connect()) {
            Migrations.apply(connection, name);
        }
        return new ClickHouseOptions(there.url(), name, "default", "");
    }

    private static void assertShape(Panel panel, Answer answer) {
        IntStream columns = IntStream.range(0, answer.names().size());
        switch (panel.type()) {
            case "stat" -> {
                assertThat(answer.rows()).hasSize(1);
                assertThat(columns).allMatch(answer::isNumber);
            }
            case "barchart" -> {
                assertThat(answer.names().get(0))
                        .isEqualTo(panel.json().at("/options/xField").asText());
                assertThat(answer.isText(0)).isTrue();
                assertThat(answer.names()).hasSizeGreaterThan(1);
                assertThat(columns.skip(1)).allMatch(answer::isNumber);
                assertThat(answer.column(0)).doesNotHaveDuplicates();
            }
            case "timeseries" -> {
                assertThat(answer.names().get(0)).isEqualTo("time");
                assertThat(answer.types().get(0)).startsWith("DateTime").contains("'UTC'");
                assertThat(answer.column(0).stream().map(JsonNode::asText).toList())
                        .isSorted();
                // A text names the series; after it come the values.
                assertThat(columns.skip(answer.isText(1) ? 2 : 1).boxed().toList())
                        .isNotEmpty()
                        .allMatch(answer::isNumber);
            }
            case "table" -> {
                assertThat(answer.names()).hasSizeGreaterThan(1);
                assertThat(columns)
                        .allMatch(column -> answer.isNumber(column) || answer.isText(column) || answer.isTime(column));
                assertThat(panel.json().at("/fieldConfig/overrides"))
                        .allSatisfy(each -> assertThat(answer.names())
                                .contains(each.at("/matcher/options").asText()));
            }
            default -> throw new AssertionError("Unknown type " + panel.type());
        }
    }

    private static double number(String title, Map<String, List<String>> selection) throws Exception {
        return ask(GrafanaFiles.sales().panel(title).sql(), selection)
                .rows()
                .get(0)
                .get(0)
                .asDouble();
    }

    private static List<String> options(String variable, Map<String, List<String>> selection) throws Exception {
        Answer answer = ask(GrafanaFiles.sales().variable(variable), selection);
        assertThat(answer.names()).as("value, and perhaps a label").hasSizeLessThanOrEqualTo(2);
        assertThat(answer.rows()).isNotEmpty().allSatisfy(row -> assertThat(row).noneMatch(JsonNode::isNull));
        return answer.column(0).stream().map(JsonNode::asText).toList();
    }

    /** What a dashboard shows at first. */
    private static Map<String, List<String>> all() {
        return selection(MetricsStory.PIPELINE, "all", GrafanaMacros.ALL);
    }

    private static Map<String, List<String>> selection(String pipeline, String dimension, String... values) {
        return Map.of(
                "pipeline", List.of(pipeline),
                "dimension", List.of(dimension),
                "value", List.of(values),
                "currency", List.of("EUR"));
    }

    private static Answer ask(String query, Map<String, List<String>> selection) throws Exception {
        return ask(query, selection, Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-31T23:59:59Z"));
    }

    private static Answer ask(String query, Map<String, List<String>> selection, Instant from, Instant to)
            throws Exception {
        return ask(CLICKHOUSE.options(), new GrafanaMacros(from, to, Duration.ofHours(1), selection).expand(query));
    }

    private static Answer ask(ClickHouseOptions clickHouse, String sql) throws IOException, InterruptedException {
        JsonNode answer = JSON.readTree(QueryAnswer.text(clickHouse, sql, "JSONCompact"));
        List<List<JsonNode>> rows = GrafanaFiles.stream(answer.path("data"))
                .map(row -> GrafanaFiles.stream(row).toList())
                .toList();
        return new Answer(
                answer.path("meta").findValuesAsText("name"),
                answer.path("meta").findValuesAsText("type"),
                rows);
    }

    /**
     * Four of six closings are wins, unevenly by day. Of the wins, three make 9,000 EUR; the fourth and an open deal have
     * amounts that no rate converts. One deal is in a stage that is not defined.
     */
    private static void renewals(BatchTables tables) {
        tables.add(new PipelineMessage(
                RENEWALS,
                new PipelineDefinition(
                        RENEWALS,
                        "Renewals",
                        List.of(
                                new Stage("due", "Due", StageKind.OPEN, 0.8, null, null),
                                new Stage("renewed", "Renewed", StageKind.WON, 1, null, null),
                                new Stage("ended", "Ended", StageKind.LOST, 0, null, null)))));
        tables.add(deal("R1", 10, "due", 3000, "GBP"));
        tables.add(deal("R2", 11, "undefined", 3000, "GBP"));
        tables.add(deal("R3", 12, "renewed", 3000, "GBP"));
        tables.add(deal("R4", 12, "renewed", 1000, "EUR"));
        tables.add(deal("R5", 12, "renewed", 3000, "EUR"));
        tables.add(deal("R6", 12, "ended", 1000, "EUR"));
        tables.add(deal("R7", 13, "renewed", 5000, "EUR"));
        tables.add(deal("R8", 13, "ended", 1000, "EUR"));
    }

    private static DealMessage deal(String dealId, int dayOfMarch, String stage, long amount, String currency) {
        return new DealMessage(
                dealId,
                new DealEvent(
                        dealId + " in " + stage,
                        Instant.parse("2026-03-%dT09:00:00Z".formatted(dayOfMarch)),
                        null,
                        null,
                        false,
                        RENEWALS,
                        stage,
                        amount * 100,
                        currency,
                        "o'hara",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        List.of()));
    }

    private static TableRow progress(String job, @Nullable Instant clock, boolean caughtUp, Instant writtenAt) {
        return TableRow.of(Tables.JOB_PROGRESS, List.of(job), clock, caughtUp ? 1L : 0L, writtenAt);
    }

    private static TableRow deadLetter(long offset, Instant at, RejectionReason reason) {
        @Nullable String noKey = null;
        return TableRow.of(
                Tables.DEAD_LETTERS,
                List.of("crm.deal.changed.v1", 0L, offset),
                at,
                reason.word(),
                "wrong on purpose",
                noKey,
                "AA==");
    }
}
