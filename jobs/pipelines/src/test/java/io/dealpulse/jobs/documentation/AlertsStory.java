package io.dealpulse.jobs.documentation;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.BatchDeals;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The story of docs/alerts.md, as the core reads it. */
public final class AlertsStory {

    private static final String PIPELINE = "sales";

    private AlertsStory() {}

    /** What the tables of docs/alerts.md tell. */
    public static BatchDeals read() throws IOException {
        MarkdownPage page = MarkdownPage.read("alerts.md");
        BatchDeals story = new BatchDeals();
        story.add(new PipelineMessage(
                PIPELINE,
                new PipelineDefinition(
                        PIPELINE,
                        "Sales",
                        page.rows("stage", "kind", "idle_after_days", "stall_after_days").stream()
                                .map(AlertsStory::stage)
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
