package io.dealpulse.core.metric;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.pipeline.PipelineDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that is ever said of one deal and of the pipelines that it goes through.
 *
 * @param events its events with their corrections, in no order
 * @param activities its activities with their corrections, in no order
 * @param definitions what is said of pipelines, in the order in which it is delivered, for there the last word counts
 * @param erased whether the deal is erased
 */
public record Story(List<DealEvent> events, List<Activity> activities, List<Definition> definitions, boolean erased) {

    /** A pipeline's definition, or, being null, its withdrawal. */
    public record Definition(String pipelineId, @Nullable PipelineDefinition definition) {}

    private record Message(double time, Consumer<Listener> delivery) {}

    /** Tells the story once, definitions first. */
    public void tell(Listener listener) {
        definitions.forEach(listener::hear);
        events.forEach(listener::hear);
        activities.forEach(listener::hear);
        if (erased) {
            listener.hearOfErasure();
        }
    }

    /** Tells it in any order, some of it repeatedly, with the definitions before, among or after the rest. */
    public void tellInDisorder(Listener listener, Random random) {
        List<Message> messages = new ArrayList<>();
        for (DealEvent event : events) {
            repeatedly(random, messages, to -> to.hear(event));
        }
        for (Activity activity : activities) {
            repeatedly(random, messages, to -> to.hear(activity));
        }
        if (erased) {
            repeatedly(random, messages, Listener::hearOfErasure);
        }
        double start = random.nextInt(-1, 2);
        List<Double> times = random.doubles(definitions.size())
                .sorted()
                .mapToObj(time -> start + time)
                .toList();
        for (int i = 0; i < definitions.size(); i++) {
            Definition definition = definitions.get(i);
            messages.add(new Message(times.get(i), to -> to.hear(definition)));
        }
        messages.sort(Comparator.comparingDouble(Message::time));
        messages.forEach(message -> message.delivery.accept(listener));
    }

    private static void repeatedly(Random random, List<Message> messages, Consumer<Listener> delivery) {
        do {
            messages.add(new Message(random.nextDouble(), delivery));
        } while (random.nextInt(4) == 0);
    }
}
