package io.dealpulse.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.metric.pipelineflow.FlowCause;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.jobs.documentation.MarkdownPage;
import io.dealpulse.jobs.documentation.QueryAnswer;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseExtension;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import io.dealpulse.jobs.source.RejectionReason;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What docs/metrics.md tells its readers: the story in its tables goes through the core and the real sink into the real
 * engine, under the default options, and every query of the page must answer what the page prints below it.
 */
class MetricsPageIT {

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    private static final MetricOptions OPTIONS = MetricOptions.from(Settings.defaults());
    private static final String PIPELINE = "sales";

    static Stream<MarkdownPage.Query> queriesOfMetrics() throws IOException {
        return MarkdownPage.read("metrics.md").queries().stream();
    }

    static Stream<MarkdownPage.Query> queriesOfOperations() throws IOException {
        return MarkdownPage.read("operations.md").queries().stream();
    }

    static Stream<MarkdownPage.Query> queriesOfAnalysts() throws IOException {
        return MarkdownPage.read("bi.md").queries().stream();
    }

    @BeforeAll
    static void writeTheStory() throws Exception {
        BatchTables story = story(MarkdownPage.read("metrics.md"));
        List<TableRow> rows = new ArrayList<>();
        story.rows(story.newestDay(), rows::add);
        rows.add(TableRow.of(
                Tables.DEAD_LETTERS,
                List.of("crm.deal.changed.v1", 0L, 5L),
                Instant.EPOCH,
                RejectionReason.TRUNCATED.word(),
                "ends after 3 bytes",
                null,
                "AA=="));
        List<Table> tables = new ArrayList<>(List.of(
                Tables.DEALS,
                Tables.STAGE_VISITS,
                Tables.WAITING_DEALS,
                Tables.PIPELINES,
                Tables.FX_RATES,
                Tables.DEAD_LETTERS));
        OPTIONS.families().all().forEach(family -> tables.addAll(Tables.of(family)));
        CLICKHOUSE.startWriting(tables, rows).getJobExecutionResult().get();
    }

    @ParameterizedTest
    @MethodSource("queriesOfMetrics")
    void aQueryGivesTheResultBelowIt(MarkdownPage.Query query) throws Exception {
        assertThat(QueryAnswer.of(CLICKHOUSE.options(), query.sql()))
                .asString()
                .isEqualTo(String.valueOf(query.result()));
    }

    @ParameterizedTest
    @MethodSource("queriesOfOperations")
    void aQueryForOperatorsFindsSomething(MarkdownPage.Query query) throws Exception {
        assertThat(QueryAnswer.of(CLICKHOUSE.options(), query.sql()).rows()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("queriesOfAnalysts")
    void aQueryForAnalystsFindsSomething(MarkdownPage.Query query) throws Exception {
        assertThat(QueryAnswer.of(CLICKHOUSE.options(), query.sql()).rows()).isNotEmpty();
    }

    @Test
    void everyCauseIsExplained() throws IOException {
        assertThat(MarkdownPage.read("metrics.md").rows("cause", "means", "deals and amount"))
                .extracting(row -> row.get(0))
                .containsExactly(Arrays.stream(FlowCause.values())
                        .map(cause -> "`" + cause.word() + "`")
                        .toArray(String[]::new));
    }

    @Test
    void everyViewIsExplained() throws Exception {
        String pages = MarkdownPage.read("metrics.md").text()
                + MarkdownPage.read("alerts.md").text()
                + MarkdownPage.read("operations.md").text();
        assertThat(CLICKHOUSE.query("SELECT name FROM system.tables WHERE database = 'dealpulse' AND engine = 'View'"))
                .isNotEmpty()
                .allSatisfy(view -> assertThat(pages).contains(String.valueOf(view.get(0))));
    }

    @Test
    void everyReasonOfADeadLetterIsExplained() throws IOException {
        Set<String> explained = MarkdownPage.read("operations.md").rows("reason", "means").stream()
                .flatMap(row -> Arrays.stream(row.get(0).split(", ", -1)))
                .collect(Collectors.toSet());
        assertThat(explained)
                .containsAll(Arrays.stream(RejectionReason.values())
                        .map(reason -> "`" + reason.word() + "`")
                        .toList());
    }

    /** What the page's tables tell. */
    private static BatchTables story(MarkdownPage page) {
        BatchTables story = new BatchTables(OPTIONS);
        story.add(new PipelineMessage(
                PIPELINE,
                new PipelineDefinition(
                        PIPELINE,
                        "Sales",
                        page.rows("stage", "kind", "probability").stream()
                                .map(row -> new Stage(
                                        row.get(0),
                                        row.get(0),
                                        StageKind.valueOf(row.get(1).toUpperCase(Locale.ROOT)),
                                        Double.parseDouble(row.get(2)),
                                        null,
                                        null))
                                .toList())));
        for (List<String> row : page.rows("from", "1 EUR is worth")) {
            String[] worth = row.get(1).split(" ", -1);
            story.add(new FxRateMessage("EUR", worth[1], LocalDate.parse(row.get(0)), new BigDecimal(worth[0])));
        }
        int number = 0;
        for (List<String> row : page.rows("at", "deal", "stage", "amount", "owner", "segment", "besides")) {
            story.add(new DealMessage(row.get(1), event("event-" + number++, row)));
        }
        for (List<String> row : page.rows("at", "deal", "rep", "type", "state", "minutes")) {
            String dealId = given(row.get(1));
            story.add(new ActivityMessage(
                    dealId == null ? "lead" : dealId,
                    new Activity(
                            "activity-" + number++,
                            dealId,
                            "lead",
                            row.get(2),
                            Activity.Type.valueOf(row.get(3).toUpperCase(Locale.ROOT)),
                            Activity.State.valueOf(row.get(4).toUpperCase(Locale.ROOT)),
                            instant(row.get(0)),
                            null,
                            Long.parseLong(row.get(5)) * 60)));
        }
        return story;
    }

    private static DealEvent event(String eventId, List<String> row) {
        String[] amount = row.get(3).split(" ", -1);
        String segment = given(row.get(5));
        String besides = row.get(6);
        return new DealEvent(
                eventId,
                instant(row.get(0)),
                null,
                null,
                besides.equals("deleted"),
                PIPELINE,
                given(row.get(2)),
                amount.length == 2 ? Long.valueOf(amount[0].replace(",", "") + "00") : null,
                amount.length == 2 ? amount[1] : null,
                given(row.get(4)),
                null,
                besides.startsWith("probability ") ? Double.valueOf(besides.substring("probability ".length())) : null,
                null,
                null,
                null,
                null,
                segment == null ? Map.of() : Map.of("segment", segment),
                List.of());
    }

    private static Instant instant(String cell) {
        return Instant.parse(cell.replace(' ', 'T') + ":00Z");
    }

    private static @Nullable String given(String cell) {
        return cell.isEmpty() ? null : cell;
    }
}
