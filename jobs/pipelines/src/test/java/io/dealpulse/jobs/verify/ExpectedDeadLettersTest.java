package io.dealpulse.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.source.RejectedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedDeadLettersTest {

    @Test
    void erasureTakesADealsDeadLettersAwayWheneverTheyCame() {
        ExpectedDeadLetters letters = new ExpectedDeadLetters();
        letters.add(rejected("crm.deal.changed.v1", 1, "d1"));
        letters.add(rejected("crm.deal.changed.v1", 2, "d2"));
        letters.add(rejected("crm.deal.changed.v1", 3));
        letters.erase("d1");
        letters.add(rejected("crm.activity.logged.v1", 4, "d2", "d1"));
        letters.add(rejected("crm.pipeline.defined.v1", 5));

        List<Object> offsets = new ArrayList<>();
        letters.rows(row -> offsets.add(row.key().get(2)));

        assertThat(offsets).containsExactly(2L, 3L, 5L);
    }

    @Test
    void aRowSaysWhereAndWhyAlone() {
        ExpectedDeadLetters letters = new ExpectedDeadLetters();
        letters.add(rejected("crm.deal.changed.v1", 1, "d1"));

        List<TableRow> rows = new ArrayList<>();
        letters.rows(rows::add);

        assertThat(rows)
                .containsExactly(TableRow.of(
                        ExpectedDeadLetters.TABLE,
                        List.of("crm.deal.changed.v1", 0L, 1L),
                        "magic_byte",
                        "value: is no Avro"));
    }

    private static RejectedRecord rejected(String topic, long offset, String... subjects) {
        return new RejectedRecord(
                topic,
                0,
                offset,
                Instant.EPOCH,
                "magic_byte",
                "value: is no Avro",
                null,
                new byte[] {1},
                List.of(subjects));
    }
}
