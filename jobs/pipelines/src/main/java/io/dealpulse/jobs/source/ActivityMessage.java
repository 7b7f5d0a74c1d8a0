package io.dealpulse.jobs.source;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.jobs.serialization.ActivityCodec;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What the activity topic says of one activity.
 *
 * @param key the activity's deal, or its lead where it has no deal; never empty
 * @param activity what was done, planned or cancelled
 * @param place the record that says so; null where it does not matter
 */
public record ActivityMessage(
        String key, Activity activity, @Nullable RecordPlace place) {

    /** A message of a record that does not matter. */
    public ActivityMessage(String key, Activity activity) {
        this(key, activity, null);
    }

    /** Flink's type of these records. */
    public static final TypeInformation<ActivityMessage> TYPE =
            new CodecTypeInformation<>(ActivityMessage.class, new Codec());

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<ActivityMessage> {

        private static final long serialVersionUID = 1L;

        private static final ActivityCodec ACTIVITY = new ActivityCodec();
        private static final RecordPlace.Codec PLACE = new RecordPlace.Codec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(ActivityMessage message, DataOutputView out) throws IOException {
            BinaryFormat.writeText(message.key(), out);
            ACTIVITY.writeNested(message.activity(), out);
            PLACE.writeNullableNested(message.place(), out);
        }

        @Override
        public ActivityMessage read(int version, DataInputView in) throws IOException {
            return new ActivityMessage(
                    BinaryFormat.readText(in), ACTIVITY.readNested(in), PLACE.readNullableNested(in));
        }
    }
}
