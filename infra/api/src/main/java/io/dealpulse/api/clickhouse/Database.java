package io.dealpulse.api.clickhouse;

import io.dealpulse.api.http.Problem;
import io.dealpulse.api.http.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks ClickHouse, by constant statements with bound parameters only. Where it does not answer, every method throws a
 * {@link ProblemException} with status 503.
 */
public final class Database implements AutoCloseable {

    /** Reads a row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(Row row) throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final int TIMEOUT_EXCEEDED = 159;
    private static final int QUOTA_EXCEEDED = 201;
    /** UNKNOWN_FUNCTION, UNKNOWN_IDENTIFIER, UNKNOWN_TABLE, UNKNOWN_DATABASE. */
    private static final Set<Integer> NOT_SET_UP = Set.of(46, 47, 60, 81);

    private final DataSource source;
    private final MeterRegistry meters;
    private final ExecutorService threads;

    /**
     * Asks over connections of that source.
     *
     * @param threads how many queries may be {@linkplain #ahead ahead} at a time
     */
    public Database(DataSource source, int threads, MeterRegistry meters) {
        this.source = source;
        this.meters = meters;
        AtomicInteger number = new AtomicInteger();
        this.threads =
                Executors.newFixedThreadPool(threads, task -> new Thread(task, "queries-" + number.incrementAndGet()));
    }

    /**
     * Begins a query that does not depend on those after it, so that they run side by side.
     *
     * @return waits for its result; throws what {@code query} throws
     */
    public <T> Supplier<T> ahead(Supplier<T> query) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(query, threads);
        return () -> {
            try {
                return result.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw e;
            }
        };
    }

    /** Begins no more queries {@linkplain #ahead ahead}. */
    @Override
    public void close() {
        threads.shutdown();
    }

    /**
     * All rows of a query.
     *
     * @param name of the query, for the metrics
     * @param sql constant, with a question mark for each parameter
     * @param parameters texts, numbers, days and instants
     */
    public <T> List<T> list(String name, String sql, RowReader<T> reader, List<?> parameters) {
        Timer.Sample sample = Timer.start(meters);
        String outcome = "failed";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.size(); index++) {
                bind(statement, index + 1, parameters.get(index));
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                Row row = new Row(result);
                while (result.next()) {
                    rows.add(reader.read(row));
                }
            }
            outcome = "answered";
            return rows;
        } catch (SQLException e) {
            throw failed(name, e);
        } catch (RuntimeException e) {
            LOG.warn("The answer to query {} can't be read", name, e);
            throw new ProblemException(Problem.unavailable("ClickHouse's answer can't be read."), e);
        } finally {
            sample.stop(Timer.builder("dealpulse.clickhouse.queries")
                    .description("Queries to ClickHouse")
                    .tag("query", name)
                    .tag("outcome", outcome)
                    .serviceLevelObjectives(Latency.buckets())
                    .register(meters));
        }
    }

    /** As {@link #list(String, String, RowReader, List)}. */
    public <T> List<T> list(String name, String sql, RowReader<T> reader, Object... parameters) {
        return list(name, sql, reader, List.of(parameters));
    }

    /** The first row of a query, if it has any. */
    public <T> Optional<T> first(String name, String sql, RowReader<T> reader, Object... parameters) {
        return list(name, sql, reader, List.of(parameters)).stream().findFirst();
    }

    private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof LocalDate day) {
            statement.setString(index, day.toString());
        } else if (value instanceof Instant instant) {
            statement.setLong(index, instant.toEpochMilli());
        } else {
            statement.setObject(index, value);
        }
    }

    private static ProblemException failed(String name, SQLException failure) {
        // Its message may hold the query, and so the values asked for.
        LOG.warn("Query {} failed with code {} of ClickHouse", name, failure.getErrorCode());
        LOG.debug("Query {} failed", name, failure);
        if (NOT_SET_UP.contains(failure.getErrorCode())) {
            return new ProblemException(
                    Problem.unavailable("ClickHouse lacks tables of this version: run 'dealpulse setup'."), failure);
        }
        if (failure.getErrorCode() == TIMEOUT_EXCEEDED) {
            return new ProblemException(Problem.unavailable("ClickHouse took longer than a query may take."), failure);
        }
        if (failure.getErrorCode() == QUOTA_EXCEEDED) {
            return new ProblemException(
                    Problem.unavailable(
                            "The user of ClickHouse has used up its quota: take one without, see docs/bi.md."),
                    failure);
        }
        return new ProblemException(Problem.unavailable("ClickHouse does not answer."), failure);
    }
}
