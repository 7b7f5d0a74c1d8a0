package io.dealpulse.clickhouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CrashIT {

    private static final int ROUNDS = 4;
    private static final int WRITERS = 3;
    private static final int BATCH_SIZE = 200;

    @RegisterExtension
    static final EngineExtension ENGINE = new EngineExtension();

    @Test
    void noAcknowledgedRowIsLostWhenTheEngineIsKilledInTheMiddleOfInserts() throws Exception {
        ENGINE.execute("CREATE TABLE default.written (writer Int32, number Int64) ENGINE = MergeTree ORDER BY number");
        AtomicLong[] acknowledged =
                IntStream.range(0, WRITERS).mapToObj(i -> new AtomicLong()).toArray(AtomicLong[]::new);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                long before = total(acknowledged);
                var writers = IntStream.range(0, WRITERS)
                        .mapToObj(writer -> threads.submit(insertUntilItFails(writer, acknowledged[writer])))
                        .toList();
                int batches = 10 + 7 * round;
                await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> total(acknowledged) >= before + (long) batches * BATCH_SIZE);
                ENGINE.engine().kill();
                for (Future<Void> writer : writers) {
                    writer.get();
                }
                ENGINE.startAgain();
                for (int writer = 0; writer < WRITERS; writer++) {
                    assertAllAcknowledgedRowsAreThere(writer, acknowledged[writer].get());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Inserts 0, 1, 2, ... from what is acknowledged on, in batches; ends with the engine. */
    private static Callable<Void> insertUntilItFails(int writer, AtomicLong acknowledged) {
        return () -> {
            try (Connection connection = ENGINE.connect()) {
                while (true) {
                    long first = acknowledged.get();
                    try (PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO default.written (writer, number) VALUES (?, ?)")) {
                        for (long number = first; number < first + BATCH_SIZE; number++) {
                            insert.setInt(1, writer);
                            insert.setLong(2, number);
                            insert.addBatch();
                        }
                        insert.executeBatch();
                    }
                    acknowledged.set(first + BATCH_SIZE);
                }
            } catch (SQLException killed) {
                return null;
            }
        };
    }

    private static void assertAllAcknowledgedRowsAreThere(int writer, long acknowledged) throws SQLException {
        try (Connection connection = ENGINE.connect();
                Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT uniqExact(number) FROM default.written WHERE writer = "
                        + writer + " AND number < " + acknowledged)) {
            row.next();
            assertThat(row.getLong(1)).as("rows of writer %d", writer).isEqualTo(acknowledged);
        }
    }

    private static long total(AtomicLong[] counts) {
        long total = 0;
        for (AtomicLong count : counts) {
            total += count.get();
        }
        return total;
    }
}
