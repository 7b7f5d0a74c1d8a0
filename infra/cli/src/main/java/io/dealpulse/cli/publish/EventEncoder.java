package io.dealpulse.cli.publish;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.schemas.AvroEncoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import org.apache.avro.specific.SpecificRecord;

/** Turns an event into the bytes of its topic. */
@FunctionalInterface
interface EventEncoder {

    /** The event's bytes. */
    byte[] encode(SpecificRecord event);

    /** The Confluent wire format, with the ids that the registry gave our schemas. */
    static EventEncoder of(RegistryClient registry) {
        AvroEncoder<DealChanged> deals = new AvroEncoder<>(EventTopic.DEAL_CHANGED, registry);
        AvroEncoder<ActivityLogged> activities = new AvroEncoder<>(EventTopic.ACTIVITY_LOGGED, registry);
        AvroEncoder<PipelineDefined> pipelines = new AvroEncoder<>(EventTopic.PIPELINE_DEFINED, registry);
        AvroEncoder<FxRateSet> rates = new AvroEncoder<>(EventTopic.FX_RATE_SET, registry);
        return event -> {
            if (event instanceof DealChanged deal) {
                return deals.encode(deal);
            }
            if (event instanceof ActivityLogged activity) {
                return activities.encode(activity);
            }
            if (event instanceof PipelineDefined pipeline) {
                return pipelines.encode(pipeline);
            }
            if (event instanceof FxRateSet rate) {
                return rates.encode(rate);
            }
            throw new IllegalArgumentException(
                    "No encoder for a " + event.getSchema().getFullName());
        };
    }
}
