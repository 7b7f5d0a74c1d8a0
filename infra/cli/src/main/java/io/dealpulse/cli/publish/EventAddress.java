package io.dealpulse.cli.publish;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.schemas.EventTopic;
import org.apache.avro.specific.SpecificRecord;

/**
 * Where an event goes: its topic and its key there, the id of the entity it speaks of.
 *
 * @param topic the event's topic
 * @param key the entity's id; for an activity its deal's, or its lead's where there is no deal; for a rate
 *     {@code BASE/QUOTE/date}
 */
public record EventAddress(EventTopic topic, String key) {

    /**
     * The address of an event.
     *
     * @param event a deal change, an activity, a pipeline definition or an exchange rate
     * @throws IllegalArgumentException where it is none of these, or an activity without deal and lead
     */
    public static EventAddress of(SpecificRecord event) {
        if (event instanceof DealChanged deal) {
            return new EventAddress(EventTopic.DEAL_CHANGED, deal.getDealId());
        }
        if (event instanceof ActivityLogged activity) {
            return new EventAddress(EventTopic.ACTIVITY_LOGGED, keyOf(activity));
        }
        if (event instanceof PipelineDefined pipeline) {
            return new EventAddress(EventTopic.PIPELINE_DEFINED, pipeline.getPipelineId());
        }
        if (event instanceof FxRateSet rate) {
            return new EventAddress(
                    EventTopic.FX_RATE_SET, rate.getBase() + "/" + rate.getQuote() + "/" + rate.getDate());
        }
        throw new IllegalArgumentException(
                "No topic takes a " + event.getSchema().getFullName() + " from a producer of CRM events");
    }

    private static String keyOf(ActivityLogged activity) {
        if (activity.getDealId() != null) {
            return activity.getDealId();
        }
        if (activity.getLeadId() != null) {
            return activity.getLeadId();
        }
        throw new IllegalArgumentException(
                "Activity " + activity.getActivityId() + " has neither deal_id nor lead_id: one of them is its key");
    }
}
