package io.dealpulse.jobs.metrics;

import io.dealpulse.core.deal.Activities;
import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.Timeline;
import io.dealpulse.jobs.serialization.ActivityCodec;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.DealEventCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link DealLog}: whether it is erased, then its events and its activities, each with its codec's version. */
public final class DealLogCodec implements BinaryCodec<DealLog> {

    private static final long serialVersionUID = 1L;

    private static final DealEventCodec EVENT = new DealEventCodec();
    private static final ActivityCodec ACTIVITY = new ActivityCodec();

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(DealLog log, DataOutputView out) throws IOException {
        out.writeBoolean(log.erased());
        BinaryFormat.writeUnsigned(log.timeline().events().size(), out);
        for (DealEvent event : log.timeline().events()) {
            EVENT.writeNested(event, out);
        }
        BinaryFormat.writeUnsigned(log.activities().byId().size(), out);
        for (Activity activity : log.activities().byId().values()) {
            ACTIVITY.writeNested(activity, out);
        }
    }

    @Override
    public DealLog read(int version, DataInputView in) throws IOException {
        boolean erased = in.readBoolean();
        int events = (int) BinaryFormat.readUnsigned(in);
        List<DealEvent> timeline = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            timeline.add(EVENT.readNested(in));
        }
        int count = (int) BinaryFormat.readUnsigned(in);
        List<Activity> activities = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            activities.add(ACTIVITY.readNested(in));
        }
        return erased ? DealLog.ERASED : new DealLog(Timeline.restore(timeline), Activities.restore(activities), false);
    }
}
