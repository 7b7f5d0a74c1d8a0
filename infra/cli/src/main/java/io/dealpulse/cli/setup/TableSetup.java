package io.dealpulse.cli.setup;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.clickhouse.MigrationException;
import io.dealpulse.clickhouse.Migrations;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseOptions;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** Applies the migrations that ClickHouse lacks. */
final class TableSetup {

    private final Settings settings;

    TableSetup(Settings settings) {
        this.settings = settings;
    }

    void run(Consumer<String> report) {
        String database = settings.get(Options.CLICKHOUSE_DATABASE);
        List<String> applied = onServer(connection -> Migrations.apply(connection, database));
        applied.forEach(file -> report.accept("table   migration %s applied to %s".formatted(file, database)));
        if (applied.isEmpty()) {
            report.accept("table   all migrations were in %s already".formatted(database));
        }
    }

    /** Fails unless all migrations were applied. */
    void requireDone() {
        String database = settings.get(Options.CLICKHOUSE_DATABASE);
        List<String> missing = onServer(connection -> Migrations.missing(connection, database));
        if (!missing.isEmpty()) {
            throw new CommandFailure(
                    "ClickHouse at %s lacks migrations of database %s, from %s on: './dealpulse setup' applies them."
                            .formatted(settings.get(Options.CLICKHOUSE), database, missing.get(0)));
        }
    }

    private List<String> onServer(Work work) {
        URI url = settings.get(Options.CLICKHOUSE);
        Listening.require("ClickHouse", url, "--clickhouse");
        try (Connection connection = ClickHouseOptions.from(settings).connect()) {
            return work.with(connection);
        } catch (MigrationException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (SQLException e) {
            throw new CommandFailure("ClickHouse at " + url + " refuses: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Work {
        List<String> with(Connection connection) throws SQLException;
    }
}
