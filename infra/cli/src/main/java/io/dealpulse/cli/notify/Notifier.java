package io.dealpulse.cli.notify;

import io.dealpulse.cli.notify.routes.Routing;
import io.dealpulse.cli.notify.webhook.Backoff;
import io.dealpulse.cli.notify.webhook.HttpSender;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads alerts, tells them, and keeps the ledger, until it is stopped. */
final class Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private static final Duration QUIET = Duration.ofMillis(200);
    private static final Duration BUSY = Duration.ofMillis(10);
    private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(5);

    private final Settings settings;
    private final Routing routing;
    private final RegistryClient registry;
    private final BooleanSupplier stop;
    private final NotifyReport report;
    private final PrintWriter err;

    /**
     * @param stop whether to end, asked again and again
     */
    Notifier(
            Settings settings,
            Routing routing,
            RegistryClient registry,
            BooleanSupplier stop,
            PrintWriter out,
            PrintWriter err) {
        this.settings = settings;
        this.routing = routing;
        this.registry = registry;
        this.stop = stop;
        this.report = new NotifyReport(out, System::nanoTime);
        this.err = err;
    }

    /**
     * Notifies until it is stopped. Attempts that are under way then are waited for, and their answers noted.
     *
     * @param untilCaughtUp whether it also ends when all is dealt with that was in the topic at the start
     * @throws io.dealpulse.cli.CommandFailure if another notifier takes over, or the ledger can't be read
     * @throws org.apache.kafka.common.KafkaException if Kafka does not do what it must
     * @throws io.dealpulse.schemas.RegistryException if the registry does not
     * @throws InterruptedException if this thread was interrupted
     */
    void run(boolean untilCaughtUp) throws InterruptedException {
        report.say("routes  " + routing);
        boolean ended = false;
        while (!ended) {
            try {
                runOnce(untilCaughtUp);
                ended = true;
            } catch (Ledger.ForgottenException e) {
                LOG.warn("Kafka has forgotten this notifier; it takes over again and reads everything anew", e);
                report.say("Kafka has forgotten this notify, which noted nothing for a long time: it begins anew.");
            }
        }
    }

    private void runOnce(boolean untilCaughtUp) throws InterruptedException {
        // First the right to write, then what was written: nobody else adds to it from here on.
        try (Ledger ledger = Ledger.takeOver(settings, registry)) {
            Dispatch dispatch = new Dispatch(
                    routing,
                    Ledger.read(settings, registry, stop),
                    route -> new RateLimit(route.ratePerMinute(), System::nanoTime),
                    new HttpSender(Clock.systemUTC()),
                    new Backoff(new SplittableRandom()),
                    Clock.systemUTC(),
                    System::nanoTime);
            AlertReader reader = new AlertReader(registry, err);
            try (CompactedTopic alerts = new CompactedTopic(settings, EventTopic.DEAL_ALERT)) {
                new Turns(ledger, dispatch, reader, alerts, untilCaughtUp).run();
            } finally {
                report.summary(dispatch, reader.unreadable());
            }
        }
    }

    private final class Turns {

        private final Ledger ledger;
        private final Dispatch dispatch;
        private final AlertReader reader;
        private final CompactedTopic alerts;
        private final boolean untilCaughtUp;
        private boolean startReached;
        private boolean historyRead;
        private long lastCommit = System.nanoTime();

        Turns(Ledger ledger, Dispatch dispatch, AlertReader reader, CompactedTopic alerts, boolean untilCaughtUp) {
            this.ledger = ledger;
            this.dispatch = dispatch;
            this.reader = reader;
            this.alerts = alerts;
            this.untilCaughtUp = untilCaughtUp;
        }

        void run() throws InterruptedException {
            while (!stop.getAsBoolean() && !(untilCaughtUp && dispatch.idle())) {
                read();
                dispatch.collectAnswers();
                // Until the history is read, it is not known what of it is over already.
                if (historyRead) {
                    dispatch.prepare();
                }
                ledger.write(dispatch.takeChanges());
                dispatch.send();
                report.progress(dispatch.queues());
                showOffsets();
            }
            finish();
        }

        private void read() throws InterruptedException {
            for (ConsumerRecord<byte[], byte[]> record : alerts.poll(dispatch.idle() ? QUIET : BUSY)) {
                if (!untilCaughtUp || alerts.wasThere(record.partition(), record.offset())) {
                    reader.read(record, dispatch);
                } else {
                    reader.leave(record, dispatch);
                }
            }
            if (!historyRead && alerts.reachedEnds()) {
                if (startReached) {
                    historyRead = true;
                    dispatch.historyRead();
                } else {
                    // Compaction may have taken a record away for a newer one that lies behind the first end: only what
                    // is not there either is gone.
                    startReached = true;
                    alerts.moveEnds();
                }
            }
        }

        private void showOffsets() {
            if (historyRead && System.nanoTime() - lastCommit > BETWEEN_COMMITS.toNanos()) {
                lastCommit = System.nanoTime();
                alerts.show(dispatch.openOffsets());
            }
        }

        /** Every attempt has a time-out, so this ends. */
        private void finish() throws InterruptedException {
            while (dispatch.onWire()) {
                Thread.sleep(BUSY.toMillis());
                dispatch.collectAnswers();
                ledger.write(dispatch.takeChanges());
            }
            if (historyRead) {
                alerts.show(dispatch.openOffsets());
            }
        }
    }
}
