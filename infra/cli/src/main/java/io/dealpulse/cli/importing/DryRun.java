package io.dealpulse.cli.importing;

import io.dealpulse.cli.publish.EventAddress;
import io.dealpulse.schemas.EventTopic;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Sends nothing, but shows the first events for each topic. */
final class DryRun implements Destination {

    private static final int SHOWN = 3;

    private final Map<EventTopic, List<String>> first = new EnumMap<>(EventTopic.class);

    @Override
    public void accept(SpecificRecord event) {
        List<String> shown = first.computeIfAbsent(EventAddress.of(event).topic(), unused -> new ArrayList<>());
        if (shown.size() < SHOWN) {
            shown.add(event.toString());
        }
    }

    @Override
    public void finish(PrintWriter out) {
        first.forEach((topic, events) -> {
            out.println("First events for " + topic.topicName() + ":");
            events.forEach(event -> out.println("  " + event));
        });
        out.println("Dry run: nothing was sent.");
    }

    @Override
    public void close() {}
}
