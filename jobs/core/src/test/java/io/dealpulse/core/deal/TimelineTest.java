package io.dealpulse.core.deal;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Instant NOON = Instant.parse("2024-03-01T12:00:00Z");

    @Test
    void ordersByInstantThenRevisionWithNullFirstThenEventId() {
        assertThat(idsOf(
                        event("f").at(NOON.plusMillis(1)),
                        event("e").at(NOON).revision(10L),
                        event("d").at(NOON).revision(9L),
                        event("b").at(NOON),
                        event("a").at(NOON),
                        event("c").at(NOON).revision(-5L)))
                .containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void ordersEventIdsByTheirUtf8Bytes() {
        // U+FF61 comes after U+1F600 in UTF-16, but before it in UTF-8.
        assertThat(idsOf(event("\uD83D\uDE00"), event("\uFF61"), event("z"), event("za")))
                .containsExactly("z", "za", "\uFF61", "\uD83D\uDE00");
    }

    @Test
    void sameEventAgainIsADuplicate() {
        Timeline once = timeline(event("a").at(NOON).amount(5, "EUR"));
        assertThat(once.with(event("a").at(NOON).amount(5, "EUR").build(), Deals.TIE_BREAK))
                .isSameAs(once);
    }

    @Test
    void laterRecordedReplacesAlsoWhenItComesFirst() {
        DealEventBuilder first = event("a").at(NOON).amount(1, "EUR");
        DealEventBuilder second =
                event("a").at(NOON.minusSeconds(60)).recordedAt(NOON).amount(2, "EUR");
        DealEventBuilder other = event("b").at(NOON.minusSeconds(30));
        Timeline expected = timeline(second, other);
        assertThat(timeline(first, other, second)).isEqualTo(expected);
        assertThat(timeline(second, other, first)).isEqualTo(expected);
    }

    @Test
    void ofTwoRecordedAtOnceTheGreaterStandsWhateverComesFirst() {
        DealEventBuilder one = event("a").at(NOON).amount(1, "EUR");
        DealEventBuilder two = event("a").at(NOON).amount(2, "EUR");
        assertThat(timeline(one, two)).isEqualTo(timeline(two, one));
    }

    private static List<String> idsOf(DealEventBuilder... events) {
        return timeline(events).events().stream().map(DealEvent::eventId).toList();
    }

    private static Timeline timeline(DealEventBuilder... events) {
        return Arrays.stream(events)
                .map(DealEventBuilder::build)
                .reduce(Timeline.empty(), (timeline, event) -> timeline.with(event, Deals.TIE_BREAK), (a, b) -> b);
    }
}
