package io.dealpulse.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.schemas.EventTopic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicSetupTest {

    @Test
    void deadLettersAreCompactedSoonSoThatATombstoneTakesOneAway() {
        Map<String, String> configuration = TopicSetup.configuration(EventTopic.DEAD_LETTER);

        assertThat(configuration)
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("min.compaction.lag.ms", "0");
        assertThat(Long.parseLong(configuration.getOrDefault("max.compaction.lag.ms", "0")))
                .isBetween(1L, Duration.ofDays(1).toMillis());
    }

    @Test
    void eventsOfDealsAndActivitiesAreKeptForGood() {
        for (EventTopic topic : EnumSet.of(EventTopic.DEAL_CHANGED, EventTopic.ACTIVITY_LOGGED)) {
            assertThat(TopicSetup.configuration(topic))
                    .containsOnly(Map.entry("cleanup.policy", "delete"), Map.entry("retention.ms", "-1"));
        }
    }
}
