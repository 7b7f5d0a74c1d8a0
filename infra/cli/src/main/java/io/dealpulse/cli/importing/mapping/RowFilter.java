package io.dealpulse.cli.importing.mapping;

import io.dealpulse.cli.yaml.YamlNode;
import java.util.List;

/** Which rows something is for. */
public final class RowFilter {

    private record Condition(ColumnReference column, List<TextPattern> patterns) {

        boolean holds(Row row) throws UnmappableRowException {
            String value = row.value(column);
            for (TextPattern pattern : patterns) {
                if (pattern.matches(value)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final List<Condition> when;
    private final List<Condition> unless;

    private RowFilter(List<Condition> when, List<Condition> unless) {
        this.when = when;
        this.unless = unless;
    }

    /** Reads the keys {@code when} and {@code unless} of a node. */
    static RowFilter parse(YamlNode.Keys node, ColumnScope scope) {
        return new RowFilter(conditions(node.keysOf("when"), scope), conditions(node.keysOf("unless"), scope));
    }

    private static List<Condition> conditions(YamlNode.Keys node, ColumnScope scope) {
        return node.entries().entrySet().stream()
                .map(entry -> new Condition(
                        scope.reference(entry.getValue().place(), entry.getKey()),
                        entry.getValue().texts().stream().map(TextPattern::of).toList()))
                .toList();
    }

    /** Whether all conditions under {@code when} hold and none under {@code unless}. */
    public boolean admits(Row row) throws UnmappableRowException {
        for (Condition condition : when) {
            if (!condition.holds(row)) {
                return false;
            }
        }
        for (Condition condition : unless) {
            if (condition.holds(row)) {
                return false;
            }
        }
        return true;
    }
}
