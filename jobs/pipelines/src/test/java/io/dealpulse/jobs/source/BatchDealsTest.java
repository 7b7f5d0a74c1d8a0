package io.dealpulse.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.deal.WaitingDeal;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchDealsTest {

    private static final Instant NINE = Instant.parse("2024-03-01T09:00:00Z");
    private static final Instant TEN = Instant.parse("2024-03-01T10:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2024-03-01T11:00:00Z");

    private final BatchDeals deals = new BatchDeals();

    @Test
    void readsEachDealOnceInItsFinalState() {
        deals.add(changed("ann", "second", TEN));
        deals.add(changed("ann", "first", NINE));
        deals.add(changed("ann", "second", TEN));
        deals.add(call("call", "bob", NINE, null));
        deals.add(call("call", "ann", ELEVEN, TEN));
        deals.add(changed("gone", "first", NINE));
        deals.add(new DealMessage("gone", null));
        deals.add(changed("gone", "late", NINE));
        deals.add(defined(7));

        assertThat(readings(deals)).singleElement().satisfies(reading -> {
            DealHistory ann = (DealHistory) reading;
            assertThat(ann.dealId()).isEqualTo("ann");
            assertThat(ann.moments()).extracting("at").containsExactly(NINE, TEN);
            assertThat(ann.activities().byId()).containsOnlyKeys("call");
        });
        List<String> activities = new ArrayList<>();
        deals.activities(activity -> activities.add(activity.activityId() + " of " + activity.dealId()));
        assertThat(activities).containsExactly("call of ann");
        assertThat(deals.newest()).isEqualTo(ELEVEN);
    }

    @Test
    void readsAgainWhatCameSince() {
        deals.add(changed("ann", "first", NINE));
        assertThat(readings(deals)).singleElement().isInstanceOf(WaitingDeal.class);

        deals.add(defined(7));
        deals.add(call("call", "ann", TEN, null));

        assertThat(readings(deals))
                .singleElement()
                .satisfies(reading ->
                        assertThat(((DealHistory) reading).activities().byId()).hasSize(1));
    }

    @Test
    void readsUnderOtherDefinitionsThanThoseOfTheTopic() {
        deals.add(changed("ann", "first", NINE));
        deals.add(defined(7));
        List<DealReading> readings = new ArrayList<>();

        deals.readings(id -> definition(3), readings::add);

        assertThat(readings)
                .singleElement()
                .satisfies(reading -> assertThat(
                                ((DealHistory) reading).currentVisit().stage().idleAfterDays())
                        .isEqualTo(3));
        assertThat(deals.definitions()).isEqualTo(Map.of("sales", definition(7)));
    }

    @Test
    void aDealThatHadLeftKeepsWhatItKnewOfAnActivity() {
        deals.add(defined(7));
        deals.add(changed("ann", "first", NINE));
        deals.add(call("call", "ann", NINE, null));

        deals.addTooLate(call("call", "bob", NINE, TEN), "ann");

        assertThat(readings(deals))
                .singleElement()
                .satisfies(reading -> assertThat(
                                ((DealHistory) reading).activities().byId())
                        .as("before it was found to be another deal's")
                        .containsOnlyKeys("call"));
    }

    private static List<DealReading> readings(BatchDeals deals) {
        List<DealReading> readings = new ArrayList<>();
        deals.readings(readings::add);
        return readings;
    }

    private static DealMessage changed(String dealId, String eventId, Instant at) {
        return new DealMessage(
                dealId,
                new DealEvent(
                        eventId, at, null, null, false, "sales", "lead", null, null, null, null, null, null, null, null,
                        null, Map.of(), List.of()));
    }

    private static ActivityMessage call(String id, String dealId, Instant at, @Nullable Instant recordedAt) {
        return new ActivityMessage(
                dealId, new Activity(id, dealId, null, "", Activity.Type.CALL, Activity.State.DONE, at, recordedAt, 0));
    }

    private static PipelineMessage defined(int idleAfterDays) {
        return new PipelineMessage("sales", definition(idleAfterDays));
    }

    private static PipelineDefinition definition(int idleAfterDays) {
        return new PipelineDefinition(
                "sales", "Sales", List.of(new Stage("lead", "Lead", StageKind.OPEN, 0.1, idleAfterDays, null)));
    }
}
