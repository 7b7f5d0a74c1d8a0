package io.dealpulse.schemas;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Finds values that two schemas write alike but mean differently. Avro's rules of compatibility, and the registry's, pass
 * over logical types: microseconds would be read as milliseconds, tenths of a cent as cents, and nobody would be told.
 */
final class LogicalMeaning {

    private final Set<List<Schema>> seen = new HashSet<>();

    private LogicalMeaning() {}

    /** The first field whose meaning differs, in words, or null if there is none; for compatible schemas. */
    static @Nullable String difference(Schema writer, Schema reader) {
        return new LogicalMeaning().difference(writer, reader, "");
    }

    private @Nullable String difference(Schema writer, Schema reader, String path) {
        if (writer.getType() == Schema.Type.UNION) {
            return first(writer.getTypes(), branch -> difference(branch, reader, path));
        }
        if (reader.getType() == Schema.Type.UNION) {
            return branchFor(writer, reader)
                    .map(branch -> difference(writer, branch, path))
                    .orElse(null);
        }
        String read = meaning(reader);
        if (read != null && !read.equals(meaning(writer))) {
            return path + " is written as " + Objects.requireNonNullElse(meaning(writer), "a bare number")
                    + ", read as " + read;
        }
        if (writer.getType() != reader.getType()) {
            return null;
        }
        return switch (reader.getType()) {
            case ARRAY -> difference(writer.getElementType(), reader.getElementType(), path + "[]");
            case MAP -> difference(writer.getValueType(), reader.getValueType(), path + "{}");
            case RECORD -> differenceOfRecords(writer, reader, path);
            default -> null;
        };
    }

    private @Nullable String differenceOfRecords(Schema writer, Schema reader, String path) {
        // Records may contain themselves.
        if (!seen.add(List.of(writer, reader))) {
            return null;
        }
        return first(reader.getFields(), field -> {
            Schema.Field written = writtenField(writer, field);
            String name = path.isEmpty() ? field.name() : path + "." + field.name();
            return written == null ? null : difference(written.schema(), field.schema(), name);
        });
    }

    private static Schema.@Nullable Field writtenField(Schema writer, Schema.Field field) {
        Schema.Field same = writer.getField(field.name());
        if (same != null) {
            return same;
        }
        return field.aliases().stream()
                .map(writer::getField)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Optional<Schema> branchFor(Schema writer, Schema union) {
        return union.getTypes().stream()
                .filter(branch -> branch.getType() == writer.getType())
                .findFirst();
    }

    private static @Nullable String meaning(Schema schema) {
        LogicalType type = schema.getLogicalType();
        if (type instanceof LogicalTypes.Decimal decimal) {
            return "decimal of scale " + decimal.getScale();
        }
        return type == null ? null : type.getName();
    }

    private static <S> @Nullable String first(List<S> parts, Difference<S> difference) {
        for (S part : parts) {
            String found = difference.in(part);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @FunctionalInterface
    private interface Difference<S> {
        @Nullable
        String in(S part);
    }
}
