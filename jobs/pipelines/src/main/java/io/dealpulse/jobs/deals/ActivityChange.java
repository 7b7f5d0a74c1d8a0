package io.dealpulse.jobs.deals;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.jobs.serialization.ActivityCodec;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Another version of an activity stands.
 *
 * @param before the version that stood; null: none
 * @param after the version that stands now
 */
public record ActivityChange(@Nullable Activity before, Activity after) {

    /** Flink's type of these records. */
    public static final TypeInformation<ActivityChange> TYPE =
            new CodecTypeInformation<>(ActivityChange.class, new Codec());

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<ActivityChange> {

        private static final long serialVersionUID = 1L;

        private static final ActivityCodec ACTIVITY = new ActivityCodec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(ActivityChange change, DataOutputView out) throws IOException {
            ACTIVITY.writeNullableNested(change.before(), out);
            ACTIVITY.writeNested(change.after(), out);
        }

        @Override
        public ActivityChange read(int version, DataInputView in) throws IOException {
            return new ActivityChange(ACTIVITY.readNullableNested(in), ACTIVITY.readNested(in));
        }
    }
}
