package io.dealpulse.jobs.sink;

import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Where ClickHouse is and who writes to it.
 *
 * @param url its HTTP interface, such as {@code http://127.0.0.1:8123}
 * @param database the database of all tables; a plain identifier
 * @param user the user who writes
 * @param password that user's password, '' if none
 */
public record ClickHouseOptions(String url, String database, String user, String password) implements Serializable {

    /** As the settings say. */
    public static ClickHouseOptions from(Settings settings) {
        return new ClickHouseOptions(
                settings.get(Options.CLICKHOUSE).toString(),
                settings.get(Options.CLICKHOUSE_DATABASE),
                settings.get(Options.CLICKHOUSE_USER),
                settings.get(Options.CLICKHOUSE_PASSWORD));
    }

    /** Opens a connection in which a statement succeeds or fails once: no retry in the driver, no insert in the dark. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        // The server's default became 1: an acknowledged row might not be there yet.
        properties.setProperty("clickhouse_setting_async_insert", "0");
        // A table whose parts are apart by time takes rows of any times at once, and some sources send times like 1970.
        properties.setProperty("clickhouse_setting_max_partitions_per_insert_block", "0");
        properties.setProperty("client_retry_on_failures", "None");
        // The driver does not take the compressed answers of every server; ours are small.
        properties.setProperty("decompress", "false");
        return DriverManager.getConnection("jdbc:clickhouse:" + url, properties);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ClickHouse at " + url + ", database " + database + ", user " + user;
    }
}
