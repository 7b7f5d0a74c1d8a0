package io.dealpulse.jobs.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.jobs.documentation.AlertsStory;
import io.dealpulse.jobs.documentation.MarkdownPage;
import io.dealpulse.jobs.documentation.QueryAnswer;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseExtension;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.BatchDeals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What docs/alerts.md tells its readers: the story in its tables goes through the rules and the real sink into the real
 * engine, under the default options, and every query of the page must answer what the page prints below it.
 */
class AlertsPageIT {

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    private static final String PAGE = "alerts.md";

    static Stream<MarkdownPage.Query> queries() throws IOException {
        return MarkdownPage.read(PAGE).queries().stream();
    }

    @BeforeAll
    static void writeTheStory() throws Exception {
        BatchDeals story = AlertsStory.read();
        List<TableRow> rows = new ArrayList<>();
        new BatchAlerts(story, AlertOptions.from(Settings.defaults())).rows(story.newest(), rows::add);
        CLICKHOUSE
                .startWriting(List.of(Tables.DEAL_ALERTS), rows)
                .getJobExecutionResult()
                .get();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void aQueryGivesTheResultBelowIt(MarkdownPage.Query query) throws Exception {
        assertThat(QueryAnswer.of(CLICKHOUSE.options(), query.sql()))
                .asString()
                .isEqualTo(String.valueOf(query.result()));
    }

    @Test
    void everyKindIsExplained() throws IOException {
        assertThat(MarkdownPage.read(PAGE).rows("kind", "means", "raised", "resolved by"))
                .extracting(row -> row.get(0))
                .containsExactly(Arrays.stream(AlertKind.values())
                        .map(kind -> "`" + kind.word() + "`")
                        .toArray(String[]::new));
    }

    @Test
    void everyResolutionIsExplained() throws IOException {
        assertThat(MarkdownPage.read(PAGE).rows("resolution", "means", "ends"))
                .extracting(row -> row.get(0))
                .containsExactly(Arrays.stream(Resolution.values())
                        .map(resolution -> "`" + resolution.word() + "`")
                        .toArray(String[]::new));
    }

    @Test
    void theExamplesShowEveryKind() throws Exception {
        assertThat(CLICKHOUSE.query("SELECT DISTINCT kind FROM dealpulse.v_deal_alerts"))
                .extracting(row -> row.get(0))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(AlertKind.values()).map(AlertKind::word).collect(Collectors.toSet()));
    }
}
