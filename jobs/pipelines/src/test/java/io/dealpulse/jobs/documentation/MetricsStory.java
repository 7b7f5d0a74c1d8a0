package io.dealpulse.jobs.documentation;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.jobs.metrics.BatchTables;
import io.dealpulse.jobs.metrics.MetricOptions;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The story of docs/metrics.md, as the core reads it. */
public final class MetricsStory {

    /** The pipeline that it is about. */
    public static final String PIPELINE = "sales";

    private MetricsStory() {}

    /** What the tables of docs/metrics.md tell. */
    public static BatchTables read(MetricOptions options) throws IOException {
        MarkdownPage page = MarkdownPage.read("metrics.md");
        BatchTables story = new BatchTables(options);
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
