package io.dealpulse.jobs.deals;

import io.dealpulse.jobs.source.CrmSources;
import io.dealpulse.jobs.source.DealMessage;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** What a job's operator of deals takes in: the events of the deals, and their activities. */
public final class DealInputs {

    private static final String RESOLVE_ACTIVITIES = "resolve-activities";

    private DealInputs() {}

    /** The events and erasures. */
    public static DataStream<DealInput> events(CrmSources crm) {
        return crm.deals()
                .map(DealInput::of)
                .returns(DealInput.TYPE)
                .name("take deal events")
                .uid("take-deal-events");
    }

    /** Of each activity the version that stands, for its deal; beside, {@link ResolveActivities#CHANGES}. */
    public static SingleOutputStreamOperator<DealInput> activities(CrmSources crm) {
        DataStream<String> erasedDeals = crm.deals()
                .filter(message -> message.event() == null)
                .name("keep erasures")
                .uid(RESOLVE_ACTIVITIES + "-erasures")
                .map(DealMessage::dealId)
                .returns(Types.STRING)
                .name("take erased deals")
                .uid(RESOLVE_ACTIVITIES + "-erased-deals");
        return crm.activities()
                .keyBy(message -> message.activity().activityId(), Types.STRING)
                .connect(erasedDeals.broadcast(ResolveActivities.ERASED_DEALS))
                .process(new ResolveActivities(), DealInput.TYPE)
                .name("resolve activities")
                .uid(RESOLVE_ACTIVITIES);
    }
}
