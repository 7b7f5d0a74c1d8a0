package io.dealpulse.jobs.sink;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the JDBC sink its connection and waits for a server that is away, so that an outage is felt as backpressure
 * and not as a failing job.
 *
 * <p>A connection counts as broken after any failure, because the driver keeps a failed batch in its statement: the
 * sink then prepares a new statement and sends the batch once more. That is harmless, rows being upserts.
 *
 * <p>The wait ends after {@code patience}: the sink may wait under a lock where it can not be interrupted. The job
 * then fails, restarts from its last checkpoint and waits again.
 */
final class WaitingConnectionProvider implements JdbcConnectionProvider {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(WaitingConnectionProvider.class);

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final int PROBE_SECONDS = 5;

    private final ClickHouseOptions options;
    private final Duration patience;

    private transient @Nullable Connection connection;

    WaitingConnectionProvider(ClickHouseOptions options, Duration patience) {
        this.options = options;
        this.patience = patience;
    }

    @Override
    public @Nullable Connection getConnection() {
        return connection;
    }

    /** Never after a failure, which is when the sink asks. */
    @Override
    public boolean isConnectionValid() {
        return false;
    }

    @Override
    public Connection getOrEstablishConnection() throws SQLException {
        Connection known = connection;
        return known != null ? known : establish();
    }

    @Override
    public Connection reestablishConnection() throws SQLException {
        closeConnection();
        return establish();
    }

    @Override
    public void closeConnection() {
        Connection known = connection;
        connection = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                LOG.warn("Could not close the connection to {}", options, e);
            }
        }
    }

    @Override
    public void close() {
        closeConnection();
    }

    private Connection establish() throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            SQLException failure = null;
            Connection candidate = null;
            try {
                candidate = options.connect();
                if (candidate.isValid(PROBE_SECONDS)) {
                    connection = candidate;
                    return candidate;
                }
            } catch (SQLException e) {
                failure = e;
            }
            if (candidate != null) {
                candidate.close();
            }
            if (pause == FIRST_PAUSE_MILLIS) {
                LOG.warn("{} does not answer; waiting for it", options, failure);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new SQLException(
                        options + " has not answered for " + patience.toSeconds() + " s; is it running?", failure);
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("Interrupted while waiting for " + options, e);
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }
}
