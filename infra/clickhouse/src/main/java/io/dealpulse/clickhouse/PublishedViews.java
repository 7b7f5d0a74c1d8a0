package io.dealpulse.clickhouse;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the views of a database fit for those who may read nothing else. Whatever view there is, by whatever migration:
 *
 * <ul>
 *   <li>It runs with the rights of its definer ({@code SQL SECURITY DEFINER}), so that a right to the view is enough.
 *       ClickHouse's default is the reader's rights, who then needs the tables too.
 *   <li>View and columns say what they mean where BI tools look, in their comments. A comment of their own stays. A column
 *       without one takes that of the column of the same name in what the view reads, in the order in which the query
 *       names it; view {@code v_x} takes the comment of table {@code x}.
 * </ul>
 *
 * <p>Replacing a view undoes both, so this is done after all migrations, each time; what is in place is left alone.
 */
final class PublishedViews {

    static final String PREFIX = "v_";

    private final Map<String, Relation> relations;
    private final Pattern source;

    private PublishedViews(Map<String, Relation> relations, String database) {
        this.relations = relations;
        this.source = Pattern.compile("\\b(?:FROM|JOIN) `?" + database + "`?\\.`?(\\w+)");
    }

    /**
     * Publishes the views.
     *
     * @param connection as the user in whose name they are to run from now on, where they run in nobody's yet
     * @param database a plain identifier
     */
    static void publish(Connection connection, String database) throws SQLException {
        PublishedViews views = new PublishedViews(Relation.all(connection, database), database);
        for (Relation view : views.relations.values()) {
            List<String> changes = view.isView() ? views.changesOf(view) : List.of();
            if (!changes.isEmpty()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(
                            "ALTER TABLE " + database + ".`" + view.name() + "` " + String.join(", ", changes));
                }
            }
        }
    }

    private List<String> changesOf(Relation view) {
        List<String> changes = new ArrayList<>();
        if (view.definer().isEmpty()) {
            changes.add("MODIFY SQL SECURITY DEFINER");
        }
        if (view.comment().isEmpty()) {
            Optional.ofNullable(relations.get(view.name().replaceFirst("^" + PREFIX, "")))
                    .map(Relation::comment)
                    .filter(comment -> !comment.isEmpty())
                    .ifPresent(comment -> changes.add("MODIFY COMMENT " + literal(comment)));
        }
        view.columns().forEach((column, comment) -> {
            if (comment.isEmpty()) {
                meaning(view, column)
                        .ifPresent(meaning -> changes.add("COMMENT COLUMN `" + column + "` " + literal(meaning)));
            }
        });
        return changes;
    }

    /** What a column says of itself, or what the column that it seems to come from says. */
    private Optional<String> meaning(Relation relation, String column) {
        String own = relation.columns().getOrDefault(column, "");
        if (!own.isEmpty()) {
            return Optional.of(own);
        }
        Matcher sources = source.matcher(relation.query());
        while (sources.find()) {
            Relation read = relations.get(sources.group(1));
            Optional<String> meaning = read == null ? Optional.empty() : meaning(read, column);
            if (meaning.isPresent()) {
                return meaning;
            }
        }
        return Optional.empty();
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /**
     * A table or view.
     *
     * @param definer in whose name a view runs; '' if in that of whoever asks
     * @param query of a view, as ClickHouse writes it, on one line; '' of a table
     * @param columns the comment of each, '' where it has none, in their order
     * @param types the type of each, in the same order
     */
    record Relation(
            String name,
            boolean isView,
            String definer,
            String comment,
            String query,
            Map<String, String> columns,
            Map<String, String> types) {

        /** All of a database by name, in alphabetical order. */
        static Map<String, Relation> all(Connection connection, String database) throws SQLException {
            Map<String, Relation> relations = new LinkedHashMap<>();
            try (Statement statement = connection.createStatement()) {
                try (ResultSet rows =
                        statement.executeQuery("SELECT name, engine = 'View' AS is_view, definer, comment,"
                                + " as_select FROM system.tables WHERE database = '" + database + "' ORDER BY name")) {
                    while (rows.next()) {
                        Relation relation = new Relation(
                                rows.getString("name"),
                                rows.getBoolean("is_view"),
                                rows.getString("definer"),
                                rows.getString("comment"),
                                rows.getString("as_select"),
                                new LinkedHashMap<>(),
                                new LinkedHashMap<>());
                        relations.put(relation.name(), relation);
                    }
                }
                try (ResultSet rows = statement.executeQuery("SELECT table, name, type, comment FROM system.columns"
                        + " WHERE database = '" + database + "' ORDER BY table, position")) {
                    while (rows.next()) {
                        Relation relation = relations.get(rows.getString("table"));
                        if (relation != null) {
                            relation.columns().put(rows.getString("name"), rows.getString("comment"));
                            relation.types().put(rows.getString("name"), rows.getString("type"));
                        }
                    }
                }
            }
            return relations;
        }
    }
}
