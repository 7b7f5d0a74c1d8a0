package io.dealpulse.jobs.serialization;

import io.dealpulse.core.deal.Activity;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes an {@link Activity}: its fields in the record's order. */
public final class ActivityCodec implements BinaryCodec<Activity> {

    private static final long serialVersionUID = 1L;

    /** The types by their number in saved state; may only grow at its end. */
    public static final List<Activity.Type> TYPES = List.of(
            Activity.Type.UNKNOWN,
            Activity.Type.CALL,
            Activity.Type.EMAIL,
            Activity.Type.MEETING,
            Activity.Type.DEMO,
            Activity.Type.NOTE,
            Activity.Type.TASK,
            Activity.Type.OTHER);
    /** The states by their number in saved state; may only grow at its end. */
    public static final List<Activity.State> STATES =
            List.of(Activity.State.UNKNOWN, Activity.State.PLANNED, Activity.State.CANCELLED, Activity.State.DONE);

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(Activity activity, DataOutputView out) throws IOException {
        BinaryFormat.writeText(activity.activityId(), out);
        BinaryFormat.writeNullableText(activity.dealId(), out);
        BinaryFormat.writeNullableText(activity.leadId(), out);
        BinaryFormat.writeText(activity.repId(), out);
        BinaryFormat.writeConstant(activity.type(), TYPES, out);
        BinaryFormat.writeConstant(activity.state(), STATES, out);
        BinaryFormat.writeInstant(activity.occurredAt(), out);
        BinaryFormat.writeNullableInstant(activity.recordedAt(), out);
        BinaryFormat.writeUnsigned(activity.durationSeconds(), out);
    }

    @Override
    public Activity read(int version, DataInputView in) throws IOException {
        return new Activity(
                BinaryFormat.readText(in),
                BinaryFormat.readNullableText(in),
                BinaryFormat.readNullableText(in),
                BinaryFormat.readText(in),
                BinaryFormat.readConstant(TYPES, in),
                BinaryFormat.readConstant(STATES, in),
                BinaryFormat.readInstant(in),
                BinaryFormat.readNullableInstant(in),
                BinaryFormat.readUnsigned(in));
    }
}
