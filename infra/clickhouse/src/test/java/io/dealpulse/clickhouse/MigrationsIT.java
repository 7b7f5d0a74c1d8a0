package io.dealpulse.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.clickhouse.local.EngineExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsIT {

    @RegisterExtension
    static final EngineExtension ENGINE = new EngineExtension();

    private static final Migration FIRST =
            Migration.of("0001_first.sql", "CREATE TABLE IF NOT EXISTS ${database}.first (a Int8) ENGINE = Log\n");
    private static final Migration SECOND =
            Migration.of("0002_second.sql", "CREATE TABLE IF NOT EXISTS ${database}.second (a Int8) ENGINE = Log\n");
    private static final Migration THIRD =
            Migration.of("0003_third.sql", "CREATE TABLE IF NOT EXISTS ${database}.third (a Int8) ENGINE = Log\n");
    private static final Migration WRONG =
            Migration.of("0003_wrong.sql", "CREATE TABLE ${database}.wrong (a NoSuchType) ENGINE = Log\n");

    /** For tests that look at what there is. */
    @BeforeAll
    static void migrate() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            Migrations.apply(connection, "migrated");
        }
    }

    @Test
    void everyMigrationIsAppliedOnceInOrder() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            assertThat(Migrations.missing(connection, "sales")).contains("0001_deals.sql");
            assertThat(Migrations.apply(connection, "sales"))
                    .containsExactlyElementsOf(
                            MigrationFiles.load().stream().map(Migration::file).toList());
            assertThat(Migrations.missing(connection, "sales")).isEmpty();
            assertThat(Migrations.apply(connection, "sales")).isEmpty();
            assertThat(Migrations.apply(connection, "sales_of_another_team")).isNotEmpty();
        }
        ENGINE.restart();
        try (Connection connection = ENGINE.connect()) {
            assertThat(Migrations.apply(connection, "sales")).isEmpty();
        }
    }

    @Test
    void everyMigrationCanBeRunAgain() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            List<String> all = Migrations.apply(connection, "repeated");
            // As if the process had died before it recorded any.
            ENGINE.execute("TRUNCATE TABLE repeated.schema_migrations");
            assertThat(Migrations.apply(connection, "repeated")).isEqualTo(all);
        }
    }

    @Test
    void everyColumnOfEveryTableIsExplained() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            assertThat(strings(connection, """
                            SELECT table || '.' || name FROM system.columns
                            WHERE database = 'migrated' AND comment = '' AND table NOT LIKE 'v\\_%'
                            """)).isEmpty();
            assertThat(strings(connection, """
                            SELECT name FROM system.tables
                            WHERE database = 'migrated' AND comment = '' AND name NOT LIKE 'v\\_%'
                            """)).isEmpty();
        }
    }

    @Test
    void everyTableOfRowsHasAViewThatHidesHowTheyAreWritten() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            assertThat(strings(connection, """
                            SELECT table || '.' || name FROM system.columns AS columns
                            WHERE database = 'migrated' AND table NOT LIKE 'v\\_%'
                                AND table NOT IN ('schema_migrations', 'writer_generations')
                                AND name NOT IN ('version', 'checkpoint', 'is_deleted')
                                AND default_kind != 'MATERIALIZED'
                                AND ('v_' || table, name) NOT IN (
                                    SELECT table, name FROM system.columns WHERE database = 'migrated')
                            """)).isEmpty();
            assertThat(strings(connection, """
                            SELECT table || '.' || name FROM system.columns
                            WHERE database = 'migrated' AND table LIKE 'v\\_%'
                                AND name IN ('version', 'checkpoint', 'is_deleted')
                            """)).isEmpty();
        }
    }

    @Test
    void aStoredViewHasWhatTheTableHas() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            String columns = """
                            SELECT table || '.' || name FROM system.columns
                            WHERE database = 'migrated' AND table %s AND default_kind != 'MATERIALIZED'
                            ORDER BY table, position
                            """;
            List<String> stored = strings(connection, columns.formatted("LIKE 'v\\_%\\_stored'"));
            assertThat(stored).isNotEmpty();
            assertThat(stored.stream().map(column -> column.replaceFirst("^v_(.*)_stored", "$1")))
                    .containsExactlyElementsOf(strings(connection, columns.formatted("""
                                            IN (SELECT extract(name, '^v_(.*)_stored$') FROM system.tables
                                                WHERE database = 'migrated')
                                                AND name NOT IN ('version', 'checkpoint', 'is_deleted')
                                            """)));
        }
    }

    @Test
    void aDocumentTellsOfADealWhatItsColumnsTell() throws SQLException {
        try (Connection connection = ENGINE.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO migrated.deals (deal_id, pipeline_id, stage_id, status, owner_id, account_id, amount, currency,
                        probability, created_at, stage_entered_at, closed_at, expected_close_on, last_activity_at, activities,
                        loss_reason, attributes, version, checkpoint, is_deleted)
                    SETTINGS date_time_output_format = 'iso'
                    VALUES ('a "quoted" / deal', 'p', 'won', 'won', 'o', '', 1234567890123456.78, 'EUR', 0.25,
                        '2026-03-01 10:00:00.001', '1969-12-31 23:59:59.999', '2026-03-02 00:00:00', '2026-03-31', NULL, 3, '',
                        map('segment', 'ä'), 1, 1, 0),
                        ('open', 'p', 'lead', 'open', '', '', NULL, '', NULL, 0, 0, NULL, NULL, 0, 0, '', map(), 1, 1, 0)
                    """);
            assertThat(strings(connection, "SELECT document FROM migrated.v_deal_documents ORDER BY deal_id"))
                    .containsExactly("""
                            {"deal_id":"a \\"quoted\\" \\/ deal","pipeline_id":"p","stage_id":"won","status":"won",\
                            "owner_id":"o","account_id":"","amount":1234567890123456.78,"currency":"EUR","probability":0.25,\
                            "created_at":1772359200001,"stage_entered_at":-1,"closed_at":1772409600000,\
                            "expected_close_on":"2026-03-31","last_activity_at":null,"activities":3,"loss_reason":"",\
                            "attributes":{"segment":"ä"}}""", """
                            {"deal_id":"open","pipeline_id":"p","stage_id":"lead","status":"open","owner_id":"",\
                            "account_id":"","amount":null,"currency":"","probability":null,"created_at":0,\
                            "stage_entered_at":0,"closed_at":null,"expected_close_on":null,"last_activity_at":0,\
                            "activities":0,"loss_reason":"","attributes":{}}""");
        }
    }

    @Test
    void everyTableOfRowsKeepsTheHighestVersion() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            assertThat(strings(connection, """
                            SELECT name FROM system.tables
                            WHERE database = 'migrated' AND name NOT LIKE 'v\\_%'
                                AND name NOT IN ('schema_migrations', 'writer_generations')
                                AND NOT match(engine_full, '^ReplacingMergeTree[(]version, is_deleted[)] '
                                    || '(PARTITION BY [(]toYear[(]day[)] [*] 10[)] [+] toQuarter[(]day[)] )?ORDER BY ')
                            """)).isEmpty();
        }
    }

    /** One part in each partition has nothing to merge for FINAL. Small tables, and those that tell of trouble, need not have it. */
    @Test
    void everyTableOfFiguresAndDealsIsMergedAtRest() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            assertThat(strings(connection, """
                            SELECT name FROM system.tables
                            WHERE database = 'migrated' AND engine = 'ReplacingMergeTree'
                                AND NOT (engine_full LIKE '%min_age_to_force_merge_seconds = 3600%'
                                    AND engine_full LIKE '%min_age_to_force_merge_on_partition_only = 1%')
                            ORDER BY name
                            """))
                    .containsExactly(
                            "dead_letters",
                            "fx_rates",
                            "job_progress",
                            "pipelines",
                            "schema_migrations",
                            "waiting_deals",
                            "writer_generations");
        }
    }

    @Test
    void noAggregateHasColumnsThatMayBeNull() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            String aggregates = """
                    FROM system.columns
                    WHERE database = 'migrated' AND table NOT LIKE 'v\\_%'
                        AND (table LIKE '%\\_daily' OR table LIKE 'rolling\\_%' OR table = 'pipeline_value')
                    """;
            assertThat(strings(connection, "SELECT DISTINCT table " + aggregates + "ORDER BY table"))
                    .containsExactly(
                            "activity_daily",
                            "closing_daily",
                            "conversion_daily",
                            "pipeline_flow_daily",
                            "pipeline_value",
                            "rolling_closing",
                            "rolling_conversion",
                            "rolling_stage_time",
                            "stage_exit_daily");
            assertThat(strings(connection, "SELECT table || '.' || name " + aggregates + "AND type LIKE '%Nullable%'"))
                    .isEmpty();
        }
    }

    @Test
    void alertsSortedByStateAreThoseThatWereWrittenLast() throws SQLException {
        List<Migration> all = MigrationFiles.load();
        int byState = all.stream().map(Migration::file).toList().indexOf("0065_deal_alerts_by_state.sql");
        try (Connection connection = ENGINE.connect()) {
            new Migrations(all.subList(0, byState)).applyTo(connection, "alerting");
            // Three parts, which need not be merged by then.
            insertAlerts("('won', 'open', 5, 1, 0), ('gone', 'open', 6, 1, 0), ('open', 'open', 7, 1, 0)");
            insertAlerts("('won', 'resolved', 8, 2, 0), ('gone', '', 9, 2, 1)");
            insertAlerts("('won', 'open', 4, 1, 0)");

            for (int i = 0; i < 2; i++) {
                new Migrations(all.subList(0, byState + 1)).applyTo(connection, "alerting");
                assertThat(strings(connection, """
                                SELECT concat(alert_id, ' ', state, ' ', toString(version), ' ', toString(checkpoint), ' ',
                                    toString(is_deleted), ' ', owner_id)
                                FROM alerting.deal_alerts ORDER BY alert_id
                                """))
                        .as("the deletion too: a restarted job looks for what was written since its checkpoint")
                        .containsExactly("gone  9 2 1 ann", "open open 7 1 0 ann", "won resolved 8 2 0 ann");
                // As if the process had died before it recorded any.
                ENGINE.execute("TRUNCATE TABLE alerting.schema_migrations");
            }
        }
    }

    @Test
    void alertsSortedByPipelineAreThoseThatWereWrittenLastAndTellOfTheirDeals() throws SQLException {
        List<Migration> all = MigrationFiles.load();
        int byPipeline = all.stream().map(Migration::file).toList().indexOf("0082_deal_alerts_by_pipeline.sql");
        try (Connection connection = ENGINE.connect()) {
            new Migrations(all.subList(0, byPipeline)).applyTo(connection, "alerting_by_pipeline");
            // In parts that need not be merged by then.
            for (String rows : List.of(
                    "('won', 'open', 'sales', 'd1', 5, 1, 0), ('open', 'open', 'sales', 'd2', 6, 1, 0)",
                    "('won', 'open', '', '', 8, 2, 1), ('won', 'resolved', 'sales', 'd1', 9, 2, 0)",
                    "('deleted', 'resolved', 'sales', 'd3', 7, 1, 0)")) {
                ENGINE.execute("""
                        INSERT INTO alerting_by_pipeline.deal_alerts
                            (alert_id, state, pipeline_id, deal_id, version, checkpoint, is_deleted, kind, since, raised_at)
                        SELECT *, 'idle', '2026-03-01 00:00:00', '2026-03-08 00:00:00' FROM VALUES(%s)
                        """.formatted(rows));
            }
            for (String rows : List.of(
                    "('d1', 'reached', ['segment=old'], 1, 0), ('d1', 'open', ['segment=old'], 1, 0), ('d2', 'open', ['segment=b'], 1, 0)",
                    "('d1', 'open', [], 2, 1), ('d1', 'won', ['owner=ann', 'segment=a'], 2, 0)")) {
                ENGINE.execute("""
                        INSERT INTO alerting_by_pipeline.deal_milestones
                            (deal_id, milestone, slices, version, is_deleted, day, at, created_at, stage_entered_at)
                        SELECT *, '2026-03-01', '2026-03-01 00:00:00', '2026-03-01 00:00:00', '2026-03-01 00:00:00' FROM VALUES(%s)
                        """.formatted(rows));
            }

            for (int i = 0; i < 2; i++) {
                new Migrations(all.subList(0, byPipeline + 1)).applyTo(connection, "alerting_by_pipeline");
                assertThat(strings(connection, """
                                SELECT concat(alert_id, ' ', state, ' ', pipeline_id, ' ', toString(slices), ' ', toString(version), ' ',
                                    toString(checkpoint), ' ', toString(is_deleted))
                                FROM alerting_by_pipeline.deal_alerts ORDER BY alert_id, state
                                """))
                        .as("the deletion too: a restarted job looks for what was written since its checkpoint")
                        .containsExactly(
                                "deleted resolved sales [] 7 1 0",
                                "open open sales ['segment=b'] 6 1 0",
                                "won open  [] 8 2 1",
                                "won resolved sales ['owner=ann','segment=a'] 9 2 0");
                // As if the process had died before it recorded that.
                ENGINE.execute(
                        "ALTER TABLE alerting_by_pipeline.schema_migrations DELETE WHERE number = %d SETTINGS mutations_sync = 1"
                                .formatted(all.get(byPipeline).number()));
            }
        }
    }

    private static void insertAlerts(String rows) throws SQLException {
        ENGINE.execute("""
                INSERT INTO alerting.deal_alerts
                    (alert_id, state, version, checkpoint, is_deleted, owner_id, deal_id, kind, since, raised_at)
                SELECT c1, c2, c3, c4, c5, 'ann', 'd', 'idle', '2026-03-01 00:00:00', '2026-03-08 00:00:00'
                FROM VALUES(%s)""".formatted(rows));
    }

    @Test
    void milestonesGetTheClassesOfTheirStays() throws SQLException {
        List<Migration> all = MigrationFiles.load();
        int byStay = all.stream().map(Migration::file).toList().indexOf("0080_deal_milestones_by_stay.sql");
        try (Connection connection = ENGINE.connect()) {
            new Migrations(all.subList(0, byStay)).applyTo(connection, "staying");
            // Three parts, which need not be merged by then.
            insertMilestones("""
                    ('moment', 'left', 0, 1, 0), ('below 8', 'left', 691199, 1, 0), ('8', 'left', 691200, 1, 0),
                    ('below 512', 'left_before', 44236799, 1, 0), ('512', 'left_before', 44236800, 1, 0),
                    ('won', 'won', 86400, 1, 0), ('reached', 'reached', NULL, 1, 0),
                    ('longer', 'left', 86400, 1, 0), ('gone', 'left', 86400, 1, 0), ('back', 'left', 86400, 2, 0)
                    """);
            insertMilestones(
                    "('longer', 'left', 864000, 2, 0), ('gone', 'left', NULL, 2, 1), ('never open', 'open', NULL, 2, 1)");
            insertMilestones("('back', 'left', NULL, 1, 1)");
            // Of more quarters than ClickHouse has one insert fill, unless told otherwise.
            ENGINE.execute("""
                    INSERT INTO staying.deal_milestones (deal_id, milestone, day, version)
                    SELECT 'early', 'reached', toDate32('1980-01-01') + 92 * number, 1 FROM numbers(150)
                    SETTINGS max_partitions_per_insert_block = 0""");

            for (int i = 0; i < 2; i++) {
                new Migrations(all.subList(0, byStay + 1)).applyTo(connection, "staying");
                assertThat(strings(connection, """
                                SELECT concat(deal_id, ': ', toString(stay_below_days))
                                FROM staying.deal_milestones FINAL WHERE deal_id != 'early' ORDER BY deal_id
                                """))
                        .containsExactly(
                                "512: 0",
                                "8: 32",
                                "back: 8",
                                "below 512: 512",
                                "below 8: 8",
                                "longer: 32",
                                "moment: 8",
                                "reached: 0",
                                "won: 0");
                assertThat(strings(connection, """
                                SELECT concat(deal_id, ': ', toString(arraySort(groupUniqArray(stay_below_days))))
                                FROM staying.deal_milestones
                                WHERE is_deleted = 1 AND deal_id != 'back'
                                GROUP BY deal_id ORDER BY deal_id
                                """))
                        .as("the deletions too: a restarted job looks for what was written since its checkpoint")
                        .containsExactly("gone: [0,8,32,128,512]", "never open: [0]");
                assertThat(strings(connection, "SELECT count() FROM staying.deal_milestones WHERE deal_id = 'early'"))
                        .containsExactly("150");
                // As if the process had died before it recorded any.
                ENGINE.execute("TRUNCATE TABLE staying.schema_migrations");
            }
        }
    }

    private static void insertMilestones(String rows) throws SQLException {
        ENGINE.execute("""
                INSERT INTO staying.deal_milestones (deal_id, milestone, seconds, version, is_deleted, day)
                SELECT c1, c2, c3, c4, c5, '2026-03-09' FROM VALUES(%s)""".formatted(rows));
    }

    @Test
    void onlyWhatIsNewIsApplied() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            assertThat(new Migrations(List.of(FIRST)).applyTo(connection, "growing"))
                    .containsExactly("0001_first.sql");
            assertThat(new Migrations(List.of(FIRST, SECOND)).applyTo(connection, "growing"))
                    .containsExactly("0002_second.sql");
        }
    }

    @Test
    void aChangedMigrationIsRefused() throws SQLException {
        Migration changed = Migration.of(FIRST.file(), FIRST.text() + "COMMENT 'changed'\n");
        try (Connection connection = ENGINE.connect()) {
            new Migrations(List.of(FIRST)).applyTo(connection, "changed");
            assertThatThrownBy(() -> new Migrations(List.of(changed, SECOND)).applyTo(connection, "changed"))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("0001_first.sql")
                    .hasMessageContaining(FIRST.checksum())
                    .hasMessageContaining(changed.checksum());
            assertThat(strings(
                            connection,
                            "SELECT name FROM system.tables WHERE database = 'changed' AND name = 'second'"))
                    .isEmpty();
        }
    }

    @Test
    void aMigrationOfANewerVersionIsRefused() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            new Migrations(List.of(FIRST, SECOND)).applyTo(connection, "newer");
            assertThatThrownBy(() -> new Migrations(List.of(FIRST)).applyTo(connection, "newer"))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("0002_second.sql")
                    .hasMessageContaining("newer version");
        }
    }

    @Test
    void aFailedMigrationIsNotRecordedAndRunsAgain() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            new Migrations(List.of(FIRST)).applyTo(connection, "failed");
            assertThatThrownBy(() -> new Migrations(List.of(FIRST, SECOND, WRONG)).applyTo(connection, "failed"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("NoSuchType");
            assertThat(new Migrations(List.of(FIRST, SECOND, THIRD)).applyTo(connection, "failed"))
                    .containsExactly("0003_third.sql");
        }
    }

    @Test
    void inANewDatabaseAllRunAgainAfterOneFailed() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            assertThatThrownBy(() -> new Migrations(List.of(FIRST, SECOND, WRONG)).applyTo(connection, "begun"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("NoSuchType");
            assertThat(new Migrations(List.of(FIRST, SECOND, THIRD)).applyTo(connection, "begun"))
                    .containsExactly("0001_first.sql", "0002_second.sql", "0003_third.sql");
            assertThat(new Migrations(List.of(FIRST, SECOND, THIRD)).missingIn(connection, "begun"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "sales-2024", "sales; DROP DATABASE sales", "`sales`", "ümlaut"})
    void aDatabaseNameThatIsNoPlainIdentifierIsRefused(String name) throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            assertThatThrownBy(() -> Migrations.apply(connection, name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
