package io.dealpulse.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.metric.pipelineflow.FlowCause;
import io.dealpulse.jobs.documentation.MarkdownPage;
import io.dealpulse.jobs.documentation.MetricsStory;
import io.dealpulse.jobs.documentation.QueryAnswer;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseExtension;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.RejectionReason;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        BatchTables story = MetricsStory.read(OPTIONS);
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
        List<Table> tables = new ArrayList<>(Tables.DEAL_BY_DEAL);
        rows.add(TableRow.of(Tables.JOB_PROGRESS, List.of("deal-metrics"), Instant.EPOCH, 1L, Instant.EPOCH));
        tables.addAll(List.of(Tables.PIPELINES, Tables.FX_RATES, Tables.DEAD_LETTERS, Tables.JOB_PROGRESS));
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
}
