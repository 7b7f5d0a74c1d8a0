package io.dealpulse.schemas;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversion;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Writes equal records as equal bytes: maps in the order of their keys, where Avro takes them as they come. */
final class SortedMapWriter<T extends SpecificRecord> extends SpecificDatumWriter<T> {

    SortedMapWriter(Schema schema) {
        super(schema, withoutCustomCoders(schema));
    }

    @Override
    protected Iterable<Map.Entry<Object, Object>> getMapEntries(Object map) {
        List<Map.Entry<Object, Object>> entries = new ArrayList<>();
        super.getMapEntries(map).forEach(entries::add);
        entries.sort(Comparator.comparing(entry -> entry.getKey().toString()));
        return entries;
    }

    /** The generated classes' own coders, which a system property switches on, would write past this class. */
    private static SpecificData withoutCustomCoders(Schema schema) {
        SpecificData model = new SpecificData();
        for (Conversion<?> conversion : SpecificData.getForSchema(schema).getConversions()) {
            model.addLogicalTypeConversion(conversion);
        }
        model.setCustomCoders(false);
        return model;
    }
}
