package io.dealpulse.jobs.source;

import io.dealpulse.core.deal.Activities;
import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.deal.PipelineLookup;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.jobs.serialization.ActivityCodec;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.DealEventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The deals of a set of messages, each read once, in its final state. The order of messages does not matter, but for
 * definitions, of which the last stands.
 *
 * <p>Messages are kept encoded and deals are read one after the other, each time anew, so that a million events fit into a
 * small heap. For one thread.
 */
public final class BatchDeals {

    private static final DealEventCodec EVENT = new DealEventCodec();
    private static final ActivityCodec ACTIVITY = new ActivityCodec();

    private static final byte[] NOTHING = {};

    private final Comparator<DealEvent> tieBreak = new CanonicalEncoding();

    /** The events of each deal that is not erased, as they came, one after the other. */
    private final Map<String, byte[]> events = new HashMap<>();

    private final Set<String> erased = new HashSet<>();

    /** The standing version of each activity. */
    private final Map<String, byte[]> activities = new HashMap<>();

    /** By activity and by deal that had left when a version came: the version that stood before, or nothing. */
    private final Map<String, Map<String, byte[]>> knownToLeftDeals = new HashMap<>();

    private final Map<String, PipelineDefinition> definitions = new TreeMap<>();
    private final DataOutputSerializer encoder = new DataOutputSerializer(256);

    /** The activities of each deal, one after the other; null: to be made anew. */
    private @Nullable Map<String, byte[]> activitiesByDeal;

    private @Nullable Instant newest;

    /** Takes an event or the erasure of a deal. */
    public void add(DealMessage message) {
        DealEvent event = message.event();
        if (event == null) {
            erased.add(message.dealId());
            events.remove(message.dealId());
        } else {
            if (!erased.contains(message.dealId())) {
                events.merge(message.dealId(), encoded(EVENT, event), BatchDeals::joined);
            }
            see(event.occurredAt());
        }
    }

    /** Takes an activity. */
    public void add(ActivityMessage message) {
        add(message, null);
    }

    /**
     * Takes an activity that came too late for a deal: it counts, but that deal never heard of it.
     *
     * @param leftDeal the deal, which had left: the one that it is of, or was of before
     */
    public void addTooLate(ActivityMessage message, String leftDeal) {
        add(message, leftDeal);
    }

    private void add(ActivityMessage message, @Nullable String leftDeal) {
        Activity activity = message.activity();
        byte[] known = activities.get(activity.activityId());
        if (activity.standsOver(known == null ? null : decoded(ACTIVITY, known).get(0))) {
            if (leftDeal != null) {
                knownToLeftDeals
                        .computeIfAbsent(activity.activityId(), any -> new HashMap<>())
                        .putIfAbsent(leftDeal, known == null ? NOTHING : known);
            }
            activities.put(activity.activityId(), encoded(ACTIVITY, activity));
            activitiesByDeal = null;
        }
        if (activity.state() == Activity.State.DONE) {
            see(activity.occurredAt());
        }
    }

    /** Takes a definition or its withdrawal. */
    public void add(PipelineMessage message) {
        PipelineDefinition definition = message.definition();
        if (definition == null) {
            definitions.remove(message.pipelineId());
        } else {
            definitions.put(message.pipelineId(), definition);
        }
    }

    /** The newest time of all deal events and done activities, which is where the clock ends; null if there are none. */
    public @Nullable Instant newest() {
        return newest;
    }

    /** The standing definitions by pipeline, in the order of their ids; a view. */
    public Map<String, PipelineDefinition> definitions() {
        return Collections.unmodifiableMap(definitions);
    }

    /** Visits the standing version of each activity, in no order; also of those that are of no deal. */
    public void activities(Consumer<Activity> visitor) {
        activities
                .values()
                .forEach(encoded -> visitor.accept(decoded(ACTIVITY, encoded).get(0)));
    }

    /** Visits each deal that is not erased, in no order, as it reads under the standing definitions. */
    public void readings(Consumer<DealReading> visitor) {
        readings(definitions::get, visitor);
    }

    /** Visits each deal that is not erased, in no order, as it reads under the given definitions. */
    public void readings(PipelineLookup pipelines, Consumer<DealReading> visitor) {
        Map<String, byte[]> ofDeals = activitiesByDeal();
        events.forEach((dealId, encoded) -> {
            DealLog said = DealLog.EMPTY;
            for (DealEvent event : decoded(EVENT, encoded)) {
                said = said.with(event, tieBreak);
            }
            List<Activity> ofDeal = decoded(ACTIVITY, ofDeals.getOrDefault(dealId, NOTHING));
            new DealLog(said.timeline(), Activities.restore(ofDeal), false)
                    .read(dealId, pipelines)
                    .ifPresent(visitor);
        });
    }

    private Map<String, byte[]> activitiesByDeal() {
        Map<String, byte[]> made = activitiesByDeal;
        if (made != null) {
            return made;
        }
        Map<String, byte[]> byDeal = new HashMap<>();
        activities.forEach((activityId, standing) -> {
            Map<String, byte[]> known = knownToLeftDeals.getOrDefault(activityId, Map.of());
            String dealId = decoded(ACTIVITY, standing).get(0).dealId();
            if (dealId != null && !known.containsKey(dealId)) {
                byDeal.merge(dealId, standing, BatchDeals::joined);
            }
            known.forEach((leftDeal, before) -> {
                if (decoded(ACTIVITY, before).stream().anyMatch(activity -> leftDeal.equals(activity.dealId()))) {
                    byDeal.merge(leftDeal, before, BatchDeals::joined);
                }
            });
        });
        activitiesByDeal = byDeal;
        return byDeal;
    }

    private void see(Instant occurredAt) {
        newest = newest == null || occurredAt.isAfter(newest) ? occurredAt : newest;
    }

    private <T> byte[] encoded(BinaryCodec<T> codec, T value) {
        try {
            encoder.clear();
            codec.write(value, encoder);
            return encoder.getCopyOfBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
    }

    private static <T> List<T> decoded(BinaryCodec<T> codec, byte[] encoded) {
        try {
            List<T> values = new ArrayList<>();
            DataInputDeserializer in = new DataInputDeserializer(encoded);
            while (in.available() > 0) {
                values.add(codec.read(codec.version(), in));
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be read", e);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
