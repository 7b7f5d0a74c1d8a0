package io.dealpulse.cli.importing.mapping;

import io.dealpulse.cli.yaml.Place;
import java.util.ArrayList;
import java.util.List;

/** A text with columns in it: {@code Won}, {@code <account>}, {@code <first name> <last name>}. */
public final class Template {

    /** A piece of it: literal text or a column. */
    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    private record Column(ColumnReference reference) implements Part {}

    private final String source;
    private final List<Part> parts;

    private Template(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /** Reads a template; {@code <<} stands for a literal {@code <}. */
    static Template parse(String source, Place place, ColumnScope scope) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int at = 0; at < source.length(); at++) {
            char character = source.charAt(at);
            if (character != '<') {
                literal.append(character);
            } else if (source.startsWith("<<", at)) {
                literal.append('<');
                at++;
            } else {
                int end = source.indexOf('>', at);
                if (end < 0) {
                    throw place.error(
                            "'<' begins the name of a column and needs a '>' after it; a literal one is '<<'");
                }
                addLiteral(parts, literal);
                parts.add(new Column(scope.reference(place, source.substring(at + 1, end))));
                at = end;
            }
        }
        addLiteral(parts, literal);
        return new Template(source, parts);
    }

    private static void addLiteral(List<Part> parts, StringBuilder literal) {
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    /** The text if it is the same for every row, else ''. */
    String constant() {
        return parts.size() == 1 && parts.get(0) instanceof Literal literal ? literal.text() : "";
    }

    /** The text for a row; '' as soon as one of its columns is empty. */
    public String fill(Row row) throws UnmappableRowException {
        if (parts.size() == 1) {
            return fill(parts.get(0), row);
        }
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            String piece = fill(part, row);
            if (piece.isEmpty()) {
                return "";
            }
            text.append(piece);
        }
        return text.toString();
    }

    private static String fill(Part part, Row row) throws UnmappableRowException {
        return part instanceof Column column ? row.value(column.reference()) : ((Literal) part).text();
    }

    /** As the mapping writes it. */
    @Override
    public String toString() {
        return source;
    }
}
