package io.dealpulse.jobs.deals;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.jobs.serialization.ActivityCodec;
import io.dealpulse.jobs.serialization.Packed;
import io.dealpulse.jobs.source.ActivityMessage;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Decides which version of each activity stands, keyed by activity id; tells the activity's deal, and the deal whose it
 * was before. What it is told beside are the ids of erased deals, which it
 * forgets. Deals get their activities on the main output; every change leaves on {@link #CHANGES}.
 */
public final class ResolveActivities extends KeyedBroadcastProcessFunction<String, ActivityMessage, String, DealInput> {

    private static final long serialVersionUID = 1L;

    /** The activities of which another version stands now. */
    public static final OutputTag<ActivityChange> CHANGES = new OutputTag<>("changes", ActivityChange.TYPE);

    /** The deals that were erased, whose ids are in no activity. Kept as long as the job. */
    public static final MapStateDescriptor<String, Boolean> ERASED_DEALS =
            new MapStateDescriptor<>("erased-deals", Types.STRING, Types.BOOLEAN);

    /** The version that stands. Kept as long as the job: without it, a duplicate would count anew. */
    private static final ValueStateDescriptor<byte[]> STANDING =
            new ValueStateDescriptor<>("standing-activity", Packed.TYPE);

    private static final ActivityCodec ACTIVITY = new ActivityCodec();

    private transient ValueState<byte[]> standing;
    private transient Counter duplicates;

    @Override
    public void open(OpenContext context) {
        standing = getRuntimeContext().getState(STANDING);
        duplicates = getRuntimeContext().getMetricGroup().counter("duplicates");
    }

    @Override
    public void processElement(ActivityMessage message, ReadOnlyContext context, Collector<DealInput> out)
            throws Exception {
        Activity activity = message.activity();
        String dealId = activity.dealId();
        if (dealId != null && context.getBroadcastState(ERASED_DEALS).contains(dealId)) {
            activity = activity.withoutDeal();
        }
        @Nullable Activity known = Packed.unpackNullable(ACTIVITY, standing.value());
        if (!activity.standsOver(known)) {
            duplicates.inc();
            return;
        }
        standing.update(Packed.pack(ACTIVITY, activity));
        context.output(CHANGES, new ActivityChange(known, activity));
        String former = known == null ? null : known.dealId();
        String present = activity.dealId();
        if (former != null && !former.equals(present)) {
            out.collect(DealInput.of(former, activity, message.place()));
        }
        if (present != null) {
            out.collect(DealInput.of(present, activity, message.place()));
        }
    }

    @Override
    public void processBroadcastElement(String erasedDeal, Context context, Collector<DealInput> out) throws Exception {
        BroadcastState<String, Boolean> erased = context.getBroadcastState(ERASED_DEALS);
        if (erased.contains(erasedDeal)) {
            return;
        }
        erased.put(erasedDeal, true);
        context.applyToKeyedState(STANDING, (activityId, state) -> {
            Activity activity = Packed.unpackNullable(ACTIVITY, state.value());
            if (activity != null && erasedDeal.equals(activity.dealId())) {
                state.update(Packed.pack(ACTIVITY, activity.withoutDeal()));
            }
        });
    }
}
