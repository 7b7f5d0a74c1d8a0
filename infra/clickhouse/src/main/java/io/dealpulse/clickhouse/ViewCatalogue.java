package io.dealpulse.clickhouse;

import io.dealpulse.clickhouse.PublishedViews.Relation;
import io.dealpulse.clickhouse.local.ClickHouseEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The catalogue of all views and their columns, as {@code docs/bi.md} holds it: what the migrated database says of itself. */
public final class ViewCatalogue {

    static final String BEGIN =
            "<!-- Generated from the comments in ClickHouse by io.dealpulse.clickhouse.ViewCatalogue; see CONTRIBUTING.md. -->\n";
    static final String END = "<!-- End of what is generated. -->\n";
    /** Tables that are no figures. */
    static final Set<String> WITHOUT_VIEW = Set.of("schema_migrations", "writer_generations");

    private final Map<String, Relation> relations;

    private ViewCatalogue(Map<String, Relation> relations) {
        this.relations = relations;
    }

    /** The catalogue of a migrated database. */
    static ViewCatalogue of(Connection connection, String database) throws SQLException {
        return new ViewCatalogue(Relation.all(connection, database));
    }

    /**
     * Renews the page.
     *
     * @param arguments the root of the Dealpulse directory; the working directory unless given
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path home = Path.of(arguments.length > 0 ? arguments[0] : "").toAbsolutePath();
        Path page = home.resolve("docs/bi.md");
        Path directory = Files.createTempDirectory("view-catalogue");
        try (ClickHouseEngine engine =
                        ClickHouseEngine.start(home, directory.resolve("data"), 0, directory.resolve("engine.log"));
                Connection connection = DriverManager.getConnection(engine.jdbcUrl())) {
            Migrations.apply(connection, "dealpulse");
            Files.writeString(page, of(connection, "dealpulse").insertedInto(Files.readString(page)));
        } finally {
            deleteTree(directory);
        }
    }

    /** What a reader would miss, each as a line; empty if nothing. */
    List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        for (Relation relation : relations.values()) {
            if (!relation.isView()) {
                if (!WITHOUT_VIEW.contains(relation.name())
                        && !relations.containsKey(PublishedViews.PREFIX + relation.name())) {
                    gaps.add("table " + relation.name() + " has no view " + PublishedViews.PREFIX + relation.name());
                }
                continue;
            }
            if (relation.comment().isEmpty()) {
                gaps.add("view " + relation.name() + " does not say what it shows");
            }
            relation.columns().forEach((column, meaning) -> {
                if (meaning.isEmpty()) {
                    gaps.add("column " + relation.name() + "." + column + " does not say what it means");
                }
            });
        }
        return gaps;
    }

    /** The catalogue in Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        relations.values().stream().filter(Relation::isView).forEach(view -> {
            text.append("\n### `%s`\n\n%s.\n\n| column | type | meaning |\n|---|---|---|\n"
                    .formatted(view.name(), cell(view.comment())));
            view.columns()
                    .forEach((column, meaning) -> text.append("| `%s` | `%s` | %s |\n"
                            .formatted(column, view.types().get(column), cell(meaning))));
        });
        return text.append('\n').toString();
    }

    /**
     * The page with this catalogue in place of the one that it has.
     *
     * @throws IllegalArgumentException if the page has no place for it
     */
    String insertedInto(String page) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END, begin);
        if (begin < 0 || end < 0) {
            throw new IllegalArgumentException("The page lacks one of the lines\n" + BEGIN + END);
        }
        return page.substring(0, begin + BEGIN.length()) + markdown() + page.substring(end);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*");
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
