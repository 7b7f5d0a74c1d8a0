package io.dealpulse.jobs.deals;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.jobs.source.RecordPlace;
import io.dealpulse.jobs.source.RejectedRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DealInputTest {

    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00Z");

    @Test
    void aRecordThatComesTooLateBecomesADeadLetterThatNamesItsPlaceAndGoesWithItsDeal() {
        Activity call = new Activity("a1", "d1", null, "ann", Activity.Type.CALL, Activity.State.DONE, NOON, null, 60);
        RejectedRecord letter =
                DealInput.of("d1", call, new RecordPlace(2, 300, NOON)).tooLate();
        assertThat(letter.topic()).isEqualTo("crm.activity.logged.v1");
        assertThat(letter.partition()).isEqualTo(2);
        assertThat(letter.offset()).isEqualTo(300);
        assertThat(letter.timestamp()).isEqualTo(NOON);
        assertThat(letter.reason()).isEqualTo("too_late");
        assertThat(letter.detail()).startsWith("deal_id: ").contains("timeline.retention", "--from-scratch");
        assertThat(letter.subjects()).containsExactly("d1");
    }
}
