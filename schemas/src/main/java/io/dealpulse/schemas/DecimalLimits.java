package io.dealpulse.schemas;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The digits that a record's decimals may have. Avro checks them when it writes and not when it reads, and a number that is
 * too long for its column would be found out by the database only.
 */
final class DecimalLimits {

    private final List<Limit> limits;

    private DecimalLimits(List<Limit> limits) {
        this.limits = List.copyOf(limits);
    }

    /** The limits of the decimal fields of a record, those of records within it aside. */
    static DecimalLimits of(Schema record) {
        List<Limit> limits = new ArrayList<>();
        for (Schema.Field field : record.getFields()) {
            Schema schema = field.schema();
            for (Schema type : schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema)) {
                if (type.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
                    limits.add(new Limit(field.pos(), field.name(), decimal.getPrecision()));
                }
            }
        }
        return new DecimalLimits(limits);
    }

    /** The first decimal that is too long, in words, or null if there is none. */
    @Nullable
    String excessOf(SpecificRecord record) {
        for (Limit limit : limits) {
            if (record.get(limit.position) instanceof BigDecimal value && value.precision() > limit.precision) {
                return limit.field + " has " + value.precision() + " digits, " + limit.precision + " are allowed";
            }
        }
        return null;
    }

    private record Limit(int position, String field, int precision) {}
}
