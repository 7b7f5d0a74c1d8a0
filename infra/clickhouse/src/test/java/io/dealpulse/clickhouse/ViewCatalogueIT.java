package io.dealpulse.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.clickhouse.local.EngineExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ViewCatalogueIT {

    @RegisterExtension
    static final EngineExtension ENGINE = new EngineExtension();

    @Test
    void thePageHoldsWhatTheMigratedDatabaseSaysOfItself() throws SQLException, IOException {
        ViewCatalogue catalogue = migrated("catalogued");

        assertThat(catalogue.gaps())
                .as("say it in a comment of the table, or of the view by ALTER TABLE … COMMENT COLUMN in a migration")
                .isEmpty();
        String page = Files.readString(EngineExtension.HOME.resolve("docs/bi.md"));
        assertThat(page)
                .as("docs/bi.md differs from the database; renew it as CONTRIBUTING.md says")
                .isEqualTo(catalogue.insertedInto(page));
    }

    @Test
    void whatIsMissingIsTold() throws SQLException {
        migrated("lacking");
        ENGINE.execute("CREATE TABLE lacking.calls (deal_id String COMMENT 'Deal', n Int64) ENGINE = Log");
        ENGINE.execute(
                "CREATE VIEW lacking.v_calls_by_deal AS SELECT deal_id, sum(n) AS n FROM lacking.calls GROUP BY deal_id");
        assertThat(migrated("lacking").gaps())
                .containsExactly(
                        "table calls has no view v_calls",
                        "view v_calls_by_deal does not say what it shows",
                        "column v_calls_by_deal.n does not say what it means");
    }

    @Test
    void aViewThatIsReplacedIsPublishedAgain() throws SQLException {
        migrated("replaced");
        String published = definition("replaced");
        assertThat(published)
                .contains("DEFINER = default SQL SECURITY DEFINER")
                .contains("`deal_id` String COMMENT 'Deal'")
                .contains("COMMENT 'Deals that cannot count yet'");

        ENGINE.execute("CREATE OR REPLACE VIEW replaced.v_waiting_deals AS"
                + " SELECT deal_id, reason, since FROM replaced.waiting_deals FINAL");
        assertThat(definition("replaced")).doesNotContain("SQL SECURITY", "COMMENT");

        migrated("replaced");
        assertThat(definition("replaced")).isEqualTo(published);
    }

    @Test
    void aCommentOfTheViewItselfStays() throws SQLException {
        migrated("spoken");
        ENGINE.execute("ALTER TABLE spoken.v_deals COMMENT COLUMN deal_id 'Id in the CRM, it''s said'");
        migrated("spoken");
        assertThat(ENGINE.row("SELECT comment FROM system.columns"
                        + " WHERE database = 'spoken' AND table = 'v_deals' AND name = 'deal_id'"))
                .containsEntry("comment", "Id in the CRM, it's said");
    }

    private static String definition(String database) throws SQLException {
        return String.valueOf(ENGINE.row("SELECT create_table_query AS definition FROM system.tables WHERE database = '"
                        + database + "' AND name = 'v_waiting_deals'")
                .get("definition"));
    }

    private static ViewCatalogue migrated(String database) throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            Migrations.apply(connection, database);
            return ViewCatalogue.of(connection, database);
        }
    }
}
