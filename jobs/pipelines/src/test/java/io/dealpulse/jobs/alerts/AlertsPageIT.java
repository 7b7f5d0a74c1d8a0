package io.dealpulse.jobs.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.jobs.documentation.MarkdownPage;
import io.dealpulse.jobs.documentation.QueryAnswer;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseExtension;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.BatchDeals;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    private static final String PIPELINE = "sales";

    static Stream<MarkdownPage.Query> queries() throws IOException {
        return MarkdownPage.read(PAGE).queries().stream();
    }

    @BeforeAll
    static void writeTheStory() throws Exception {
        BatchDeals story = story(MarkdownPage.read(PAGE));
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

    /** What the page's tables tell. */
    private static BatchDeals story(MarkdownPage page) {
        BatchDeals story = new BatchDeals();
        story.add(new PipelineMessage(
                PIPELINE,
                new PipelineDefinition(
                        PIPELINE,
                        "Sales",
                        page.rows("stage", "kind", "idle_after_days", "stall_after_days").stream()
                                .map(AlertsPageIT::stage)
                                .toList())));
        int number = 0;
        for (List<String> row : page.rows("at", "deal", "stage", "amount", "owner", "expected to close")) {
            story.add(new DealMessage(row.get(1), event("event-" + number++, row)));
        }
        for (List<String> row : page.rows("at", "deal", "type", "state", "written down")) {
            story.add(new ActivityMessage(row.get(1), activity("activity-" + number++, row)));
        }
        return story;
    }

    private static Stage stage(List<String> row) {
        StageKind kind = StageKind.valueOf(row.get(1).toUpperCase(Locale.ROOT));
        return new Stage(
                row.get(0), row.get(0), kind, kind == StageKind.WON ? 1 : 0, days(row.get(2)), days(row.get(3)));
    }

    private static DealEvent event(String eventId, List<String> row) {
        String[] amount = row.get(3).split(" ", -1);
        String closeOn = given(row.get(5));
        return new DealEvent(
                eventId,
                instant(row.get(0)),
                null,
                null,
                false,
                PIPELINE,
                given(row.get(2)),
                amount.length == 2 ? Long.valueOf(amount[0].replace(",", "") + "00") : null,
                amount.length == 2 ? amount[1] : null,
                given(row.get(4)),
                null,
                null,
                closeOn == null ? null : LocalDate.parse(closeOn),
                null,
                null,
                null,
                Map.of(),
                List.of());
    }

    private static Activity activity(String activityId, List<String> row) {
        return new Activity(
                activityId,
                row.get(1),
                null,
                "",
                Activity.Type.valueOf(row.get(2).toUpperCase(Locale.ROOT)),
                Activity.State.valueOf(row.get(3).toUpperCase(Locale.ROOT)),
                instant(row.get(0)),
                instant(row.get(4)),
                0);
    }

    private static @Nullable Integer days(String cell) {
        return cell.isEmpty() ? null : Integer.valueOf(cell);
    }

    private static Instant instant(String cell) {
        return Instant.parse(cell.replace(' ', 'T') + ":00Z");
    }

    private static @Nullable String given(String cell) {
        return cell.isEmpty() ? null : cell;
    }
}
