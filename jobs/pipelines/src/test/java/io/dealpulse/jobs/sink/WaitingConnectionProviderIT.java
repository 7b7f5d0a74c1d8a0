package io.dealpulse.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WaitingConnectionProviderIT {

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    @Test
    void itGivesOneConnectionUntilItIsAskedForAnother() throws Exception {
        WaitingConnectionProvider provider =
                new WaitingConnectionProvider(CLICKHOUSE.options(), Duration.ofSeconds(10));
        try {
            Connection first = provider.getOrEstablishConnection();
            assertThat(provider.getOrEstablishConnection()).isSameAs(first);
            assertThatThrownBy(() -> select(first, "nothing_of_that_name")).isInstanceOf(SQLException.class);
            assertThat(provider.isConnectionValid())
                    .as("after a failure the sink must prepare its statement anew")
                    .isFalse();
            Connection second = provider.reestablishConnection();
            assertThat(second).isNotSameAs(first);
            assertThat(first.isClosed()).isTrue();
            select(second, "1");
        } finally {
            provider.closeConnection();
        }
        assertThat(provider.getConnection()).isNull();
    }

    @Test
    void itWaitsForAServerThatComesBack() throws Exception {
        WaitingConnectionProvider provider =
                new WaitingConnectionProvider(CLICKHOUSE.options(), Duration.ofSeconds(60));
        ExecutorService sink = Executors.newSingleThreadExecutor();
        try {
            provider.getOrEstablishConnection();
            CLICKHOUSE.stop();
            Future<Connection> waiting;
            try {
                waiting = sink.submit(provider::reestablishConnection);
            } finally {
                CLICKHOUSE.startAgain();
            }
            select(waiting.get(), "1");
        } finally {
            sink.shutdownNow();
            provider.closeConnection();
        }
    }

    @Test
    void itsPatienceEndsWithAWordOfWhereItLooked() {
        ClickHouseOptions nobody = new ClickHouseOptions("http://127.0.0.1:1", "dealpulse", "default", "secret");
        assertThatThrownBy(() -> new WaitingConnectionProvider(nobody, Duration.ZERO).getOrEstablishConnection())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("http://127.0.0.1:1")
                .hasMessageNotContaining("secret");
    }

    private static void select(Connection connection, String what) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT " + what).close();
        }
    }
}
