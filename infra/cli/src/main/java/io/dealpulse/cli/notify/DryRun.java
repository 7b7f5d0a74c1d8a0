package io.dealpulse.cli.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.cli.notify.routes.Routing;
import io.dealpulse.cli.notify.webhook.Answer;
import io.dealpulse.cli.notify.webhook.Backoff;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Shows what would be sent, as if every receiver took it at once. Sends nothing, writes nothing, stops no other notifier. */
final class DryRun {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Answer TAKEN = new Answer(Answer.Outcome.TAKEN, null, "", null);

    private final Settings settings;
    private final Routing routing;
    private final RegistryClient registry;
    private final PrintWriter out;
    private final PrintWriter err;

    DryRun(Settings settings, Routing routing, RegistryClient registry, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.routing = routing;
        this.registry = registry;
        this.out = out;
        this.err = err;
    }

    /**
     * Shows it.
     *
     * @param stop whether to end early
     * @throws InterruptedException if this thread was interrupted
     */
    void run(BooleanSupplier stop) throws InterruptedException {
        Dispatch dispatch = new Dispatch(
                routing,
                Ledger.read(settings, registry, stop),
                route -> () -> true,
                (target, post) -> {
                    out.println("to " + target.url() + ": " + new String(post.body(), UTF_8));
                    return CompletableFuture.completedFuture(TAKEN);
                },
                new Backoff(new SplittableRandom()),
                Clock.systemUTC(),
                System::nanoTime);
        AlertReader reader = new AlertReader(registry, err);
        try (CompactedTopic alerts = new CompactedTopic(settings, EventTopic.DEAL_ALERT)) {
            while (!alerts.reachedEnds() && !stop.getAsBoolean()) {
                for (ConsumerRecord<byte[], byte[]> record : alerts.poll(POLL)) {
                    reader.read(record, dispatch);
                }
            }
        }
        dispatch.historyRead();
        while (!dispatch.idle() && !stop.getAsBoolean()) {
            dispatch.prepare();
            Changes unused = dispatch.takeChanges();
            dispatch.send();
            dispatch.collectAnswers();
        }
        new NotifyReport(out, System::nanoTime).say("Dry run: nothing was sent, nothing was written.");
    }
}
