package io.dealpulse.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

    private static final Instant NINE = Instant.parse("2025-03-03T09:00:00Z");
    private static final SourcePlace PLACE = new SourcePlace("crm.deal.changed.v1", 2, 17);
    private static final LetterHead LETTER = new LetterHead(PLACE, NINE, "truncated", new LetterHead.Position(0, 3));

    @Test
    void withoutFiltersEverythingIsMeant() {
        Selection everything = selection(Set.of(), null, null, null, Set.of());

        assertThat(everything.isEverything()).isTrue();
        assertThat(everything.test(LETTER)).isTrue();
    }

    @Test
    void anyOfTheReasons() {
        Selection either = selection(Set.of("malformed", "truncated"), null, null, null, Set.of());

        assertThat(either.isEverything()).isFalse();
        assertThat(either.test(LETTER)).isTrue();
        assertThat(selection(Set.of("malformed"), null, null, null, Set.of()).test(LETTER))
                .isFalse();
    }

    @Test
    void theTopicOfTheRecord() {
        assertThat(selection(Set.of(), PLACE.topic(), null, null, Set.of()).test(LETTER))
                .isTrue();
        assertThat(selection(Set.of(), "crm.activity.logged.v1", null, null, Set.of())
                        .test(LETTER))
                .isFalse();
    }

    @Test
    void fromIsIncludedAndToIsNot() {
        assertThat(selection(Set.of(), null, NINE, NINE.plusMillis(1), Set.of()).test(LETTER))
                .isTrue();
        assertThat(selection(Set.of(), null, NINE.plusMillis(1), null, Set.of()).test(LETTER))
                .isFalse();
        assertThat(selection(Set.of(), null, null, NINE, Set.of()).test(LETTER)).isFalse();
    }

    @Test
    void placesAreFilteredByTheOthersToo() {
        assertThat(selection(Set.of(), null, null, null, Set.of(PLACE)).test(LETTER))
                .isTrue();
        assertThat(selection(Set.of("malformed"), null, null, null, Set.of(PLACE))
                        .test(LETTER))
                .isFalse();
        assertThat(selection(Set.of(), null, null, null, Set.of(new SourcePlace(PLACE.topic(), 2, 18)))
                        .test(LETTER))
                .isFalse();
    }

    @Test
    void aPlaceIsReadAsItIsWritten() {
        assertThat(SourcePlace.parse(PLACE.toString())).contains(PLACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "crm.deal.changed.v1",
                "crm.deal.changed.v1/2",
                "crm.deal.changed.v1/2/-1",
                "crm.deal.changed.v1/2/17/",
                "crm.deal.changed.v1/2/9999999999999999999",
                "crm deal/2/17"
            })
    void whatIsNoPlaceIsNotRead(String text) {
        assertThat(SourcePlace.parse(text)).isEmpty();
    }

    private static Selection selection(
            Set<String> reasons,
            @Nullable String topic,
            @Nullable Instant from,
            @Nullable Instant to,
            Set<SourcePlace> places) {
        return new Selection(reasons, topic, from, to, places);
    }
}
