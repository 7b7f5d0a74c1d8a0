package io.dealpulse.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClickHouseGenerationsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    private final ClickHouseGenerations generations = new ClickHouseGenerations(
            CLICKHOUSE.options(), "job", List.of(Tables.DEALS, Tables.WAITING_DEALS), PATIENCE);

    @Test
    void eachClaimIsAboveEveryClaimAndEveryVersionBefore() throws Exception {
        long before = generations.highest();
        assertThat(generations.claim("one")).isEqualTo(before + 1);
        assertThat(generations.highest()).isEqualTo(before + 1);
        long written = before + 40;
        CLICKHOUSE.execute("""
                INSERT INTO dealpulse.waiting_deals (deal_id, reason, since, version, checkpoint, is_deleted)
                VALUES ('d', 'no_stage', now64(3), %d, 0, 1)""".formatted((written << 32) + 7));
        assertThat(generations.highest()).isEqualTo(written);
        assertThat(generations.claim("other")).isEqualTo(written + 1);
        assertThat(new ClickHouseGenerations(CLICKHOUSE.options(), "another job", List.of(Tables.DEALS), PATIENCE)
                        .claim("third"))
                .isEqualTo(written + 2);
    }

    @Test
    void claimsAtTheSameTimeAreAllAboveWhatWasBefore() throws Exception {
        long before = generations.highest();
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Long>> claims = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String writer = "writer " + i;
                claims.add(writers.submit(() -> generations.claim(writer)));
            }
            long highest = 0;
            for (Future<Long> claim : claims) {
                assertThat(claim.get()).isGreaterThan(before);
                highest = Math.max(highest, claim.get());
            }
            assertThat(generations.highest()).isEqualTo(highest);
            assertThat(
                            CLICKHOUSE.query(
                                    "SELECT toString(uniqExact(writer)) FROM dealpulse.writer_generations WHERE writer LIKE 'writer %'"))
                    .containsExactly(List.of("8"));
        } finally {
            writers.shutdownNow();
        }
    }

    @Test
    void withoutTablesItSaysWhatToDo() {
        ClickHouseOptions given = CLICKHOUSE.options();
        ClickHouseOptions nowhere = new ClickHouseOptions(given.url(), "nowhere", given.user(), given.password());
        assertThatThrownBy(() -> new ClickHouseGenerations(nowhere, "job", List.of(Tables.DEALS), PATIENCE).highest())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("database nowhere")
                .hasMessageContaining("dealpulse setup");
    }
}
