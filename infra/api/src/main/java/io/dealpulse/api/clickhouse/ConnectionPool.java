package io.dealpulse.api.clickhouse;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.dealpulse.api.ApiOptions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Opens connections to ClickHouse for reading. */
public final class ConnectionPool {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
    /** How long a query may be over its time before the connection is given up. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** System property of the pool: how many ms after its last use a connection is lent without asking whether it is alive. */
    private static final String UNASKED_MILLIS = "com.zaxxer.hikari.aliveBypassWindowMs";

    private ConnectionPool() {}

    /** An open pool; ClickHouse may be away as yet. */
    public static HikariDataSource open(ApiOptions options, MeterRegistry meters) {
        // A connection of this driver is only a client of HTTP. To ask ClickHouse before each query whether it is there
        // would make small ones take half as long again; that a socket is closed is found by the query itself.
        if (System.getProperty(UNASKED_MILLIS) == null) {
            System.setProperty(UNASKED_MILLIS, Long.toString(Long.MAX_VALUE));
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName("clickhouse");
        config.setJdbcUrl("jdbc:clickhouse:" + options.clickHouse().toString().replaceFirst("/+$", "") + "/"
                + options.database());
        config.setUsername(options.user());
        config.setPassword(options.password());
        // An answer asks by itself and ahead; one more is for asking whether ClickHouse is ready.
        config.setMaximumPoolSize(2 * options.poolSize() + 1);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECT_LIMIT.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        config.addDataSourceProperty("connection_timeout", Long.toString(CONNECT_LIMIT.toMillis()));
        config.addDataSourceProperty(
                "socket_timeout",
                Long.toString(options.queryTimeout().plus(GRACE).toMillis()));
        // On a socket that was closed while it lay idle.
        config.addDataSourceProperty("client_retry_on_failures", "NoHttpResponse");
        // The driver does not take the compressed answers of every server.
        config.addDataSourceProperty("decompress", "false");
        // Most answers are of a few KB: to compress them takes longer than to send them.
        config.addDataSourceProperty("compress", "false");
        // A view is planned as a part of the query, which takes a third off the time of small ones.
        config.addDataSourceProperty("clickhouse_setting_analyzer_inline_views", "1");
        // Statements say at once what they read and by which conditions: to look for less takes time and finds nothing.
        config.addDataSourceProperty("clickhouse_setting_query_plan_remove_unused_columns", "0");
        config.addDataSourceProperty("clickhouse_setting_query_plan_merge_filters", "0");
        // A list reads a few columns of some ten thousand rows: to unpack them anew takes a quarter of its time.
        // Nothing is kept unless the server has room for it, see infra/clickhouse/config.
        config.addDataSourceProperty("clickhouse_setting_use_uncompressed_cache", "1");
        config.addDataSourceProperty(
                "clickhouse_setting_max_execution_time",
                Long.toString(Math.max(1, options.queryTimeout().toSeconds())));
        return new HikariDataSource(config);
    }
}
