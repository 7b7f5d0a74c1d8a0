package io.dealpulse.clickhouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine as ClickHouse's JDBC driver sees it. */
class JdbcDriverIT {

    @RegisterExtension
    static final EngineExtension ENGINE = new EngineExtension();

    @BeforeAll
    static void createTables() throws SQLException {
        ENGINE.execute("CREATE DATABASE jdbc");
        ENGINE.execute("""
                CREATE TABLE jdbc.every_type
                (
                    id UInt32,
                    text String,
                    word LowCardinality(String),
                    amount Nullable(Decimal(18, 2)),
                    rate Decimal(28, 10),
                    share Nullable(Float64),
                    instant DateTime64(3, 'UTC'),
                    maybe_instant Nullable(DateTime64(3, 'UTC')),
                    day Date32,
                    maybe_day Nullable(Date32),
                    small UInt16,
                    version UInt64,
                    count Int64,
                    maybe_seconds Nullable(Int64),
                    flag UInt8,
                    attributes Map(LowCardinality(String), String),
                    histogram Map(Int16, Int64)
                )
                ENGINE = MergeTree ORDER BY id
                """);
        ENGINE.execute("CREATE TABLE jdbc.numbers (writer UInt32, number UInt64) ENGINE = MergeTree ORDER BY number");
    }

    private static final String INSERT_EVERY_TYPE =
            "INSERT INTO jdbc.every_type VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "VALUES text, beta.row_binary_for_simple_insert, false",
        "RowBinary, beta.row_binary_for_simple_insert, true",
        "uncompressed response, compress, false",
        "LZ4 frames, client.use_http_compression, true",
    })
    void everyTypeComesBackAsItWasWritten(String manner, String property, String value) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty(property, value);
        Instant instant = Instant.parse("2017-03-01T00:30:00.123Z");
        Instant beforeTheEpoch = Instant.parse("1923-11-15T23:59:59.999Z");
        int id = manner.hashCode();
        try (Connection connection = ENGINE.connect(properties)) {
            try (PreparedStatement insert = connection.prepareStatement(INSERT_EVERY_TYPE)) {
                insert.setLong(1, Integer.toUnsignedLong(id));
                insert.setString(2, "it's \\ a\ttab,\nüñ 漢字 ❤ \"quoted\"");
                insert.setString(3, "");
                insert.setBigDecimal(4, new BigDecimal("-9999999999999999.99"));
                insert.setBigDecimal(5, new BigDecimal("123456789012345678.0123456789"));
                insert.setDouble(6, 0.1);
                insert.setObject(7, instant);
                insert.setObject(8, beforeTheEpoch);
                insert.setObject(9, LocalDate.of(1900, 1, 1));
                insert.setObject(10, LocalDate.of(2299, 12, 31));
                insert.setInt(11, 65535);
                insert.setObject(12, new java.math.BigInteger("18446744073709551615"));
                insert.setLong(13, Long.MIN_VALUE);
                insert.setLong(14, Long.MAX_VALUE);
                insert.setInt(15, 1);
                insert.setObject(16, Map.of("segment", "it's", "source", ""));
                insert.setObject(17, Map.of((short) 0, 3L, (short) 700, Long.MAX_VALUE));
                insert.addBatch();
                insert.executeBatch();
            }
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM jdbc.every_type WHERE id = ?")) {
                select.setLong(1, Integer.toUnsignedLong(id));
                try (ResultSet row = select.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString("text")).isEqualTo("it's \\ a\ttab,\nüñ 漢字 ❤ \"quoted\"");
                    assertThat(row.getString("word")).isEmpty();
                    assertThat(row.getBigDecimal("amount")).isEqualTo("-9999999999999999.99");
                    assertThat(row.getBigDecimal("rate")).isEqualTo("123456789012345678.0123456789");
                    assertThat(row.getDouble("share")).isEqualTo(0.1);
                    assertThat(row.getObject("instant", OffsetDateTime.class).toInstant())
                            .isEqualTo(instant);
                    assertThat(row.getObject("maybe_instant", OffsetDateTime.class)
                                    .toInstant())
                            .isEqualTo(beforeTheEpoch);
                    assertThat(row.getObject("day", LocalDate.class)).isEqualTo("1900-01-01");
                    assertThat(row.getObject("maybe_day", LocalDate.class)).isEqualTo("2299-12-31");
                    assertThat(row.getInt("small")).isEqualTo(65535);
                    assertThat(row.getString("version")).isEqualTo("18446744073709551615");
                    assertThat(row.getLong("count")).isEqualTo(Long.MIN_VALUE);
                    assertThat(row.getLong("maybe_seconds")).isEqualTo(Long.MAX_VALUE);
                    assertThat(row.getInt("flag")).isEqualTo(1);
                    assertThat(row.getObject("attributes")).isEqualTo(Map.of("segment", "it's", "source", ""));
                    assertThat(row.getObject("histogram"))
                            .isEqualTo(Map.of((short) 0, 3L, (short) 700, Long.MAX_VALUE));
                    assertThat(row.next()).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nullsComeBackAsNulls(boolean rowBinary) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("beta.row_binary_for_simple_insert", Boolean.toString(rowBinary));
        int id = rowBinary ? 1 : 2;
        try (Connection connection = ENGINE.connect(properties)) {
            try (PreparedStatement insert = connection.prepareStatement(INSERT_EVERY_TYPE)) {
                insert.setInt(1, id);
                insert.setString(2, "NULL");
                insert.setString(3, "\\N");
                insert.setNull(4, Types.DECIMAL);
                insert.setBigDecimal(5, BigDecimal.ZERO);
                insert.setNull(6, Types.DOUBLE);
                insert.setObject(7, Instant.EPOCH);
                insert.setNull(8, Types.TIMESTAMP);
                insert.setObject(9, LocalDate.EPOCH);
                insert.setNull(10, Types.DATE);
                insert.setInt(11, 0);
                insert.setLong(12, 0);
                insert.setLong(13, 0);
                insert.setNull(14, Types.BIGINT);
                insert.setInt(15, 0);
                insert.setObject(16, Map.of());
                insert.setObject(17, Map.of());
                insert.executeUpdate();
            }
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("SELECT * FROM jdbc.every_type WHERE id = " + id)) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString("text")).isEqualTo("NULL");
                assertThat(row.getString("word")).isEqualTo("\\N");
                for (String column : List.of("amount", "share", "maybe_instant", "maybe_day", "maybe_seconds")) {
                    assertThat(row.getObject(column)).as(column).isNull();
                }
                assertThat(row.getObject("instant", OffsetDateTime.class).toInstant())
                        .isEqualTo(Instant.EPOCH);
                assertThat(row.getObject("attributes")).isEqualTo(Map.of());
                assertThat(row.getObject("histogram")).isEqualTo(Map.of());
            }
        }
    }

    @Test
    void anErrorBearsItsCodeAndTheConnectionStaysUsable() throws SQLException {
        try (Connection connection = ENGINE.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM jdbc.missing"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(60))
                    .hasMessageContaining("jdbc.missing");
            assertThatThrownBy(() -> statement.execute("INSERT INTO jdbc.numbers VALUES (1, 'many')"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("many");
            try (ResultSet row = statement.executeQuery("SELECT 1")) {
                assertThat(row.next()).isTrue();
            }
        }
    }

    @Test
    void parallelWritersAndReadersSeeOnlyWholeBatches() throws Exception {
        int writers = 4;
        int batches = 10;
        int batchSize = 500;
        List<Callable<Void>> work = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int id = writer;
            work.add(() -> {
                try (Connection connection = ENGINE.connect();
                        PreparedStatement insert = connection.prepareStatement(
                                "INSERT INTO jdbc.numbers (writer, number) VALUES (?, ?)")) {
                    for (int batch = 0; batch < batches; batch++) {
                        for (int i = 0; i < batchSize; i++) {
                            insert.setInt(1, id);
                            insert.setLong(2, (long) batch * batchSize + i);
                            insert.addBatch();
                        }
                        insert.executeBatch();
                    }
                }
                return null;
            });
            work.add(() -> {
                try (Connection connection = ENGINE.connect();
                        Statement select = connection.createStatement()) {
                    for (int i = 0; i < batches; i++) {
                        try (ResultSet row = select.executeQuery("SELECT count() FROM jdbc.numbers")) {
                            row.next();
                            assertThat(row.getLong(1) % batchSize).isZero();
                        }
                    }
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        try (Connection connection = ENGINE.connect();
                Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT count(), uniqExact(writer, number) FROM jdbc.numbers")) {
            row.next();
            assertThat(row.getLong(1)).isEqualTo((long) writers * batches * batchSize);
            assertThat(row.getLong(2)).isEqualTo((long) writers * batches * batchSize);
        }
    }

    @Test
    void aLargeResultComesBackWhole() throws SQLException {
        try (Connection connection = ENGINE.connect();
                Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("SELECT number, toString(number) FROM numbers(1000000)")) {
            long sum = 0;
            while (rows.next()) {
                sum += rows.getLong(1) + rows.getString(2).length();
            }
            assertThat(sum).isEqualTo(499_999_500_000L + 5_888_890L);
        }
    }
}
