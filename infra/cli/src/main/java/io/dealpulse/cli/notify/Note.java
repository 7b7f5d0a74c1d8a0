package io.dealpulse.cli.notify;

import io.dealpulse.events.v1.AlertDelivery;
import io.dealpulse.events.v1.DeliveryOutcome;
import io.dealpulse.events.v1.ToldState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept in memory of an entry of the ledger: how far the notification of one alert on one route has got.
 *
 * @param sequence of the alert's last message that was taken
 * @param told what the receiver was told last or is being told; null: nothing
 * @param outcome what became of that
 * @param webhookId of the webhook that is on its way; null once it is settled
 * @param attempts how often it was sent
 * @param deadLetters keys of the dead letters that were written for this route
 */
record Note(
        int sequence,
        @Nullable ToldState told,
        DeliveryOutcome outcome,
        @Nullable String webhookId,
        int attempts,
        List<String> deadLetters) {

    static Note of(AlertDelivery entry) {
        boolean open = entry.getOutcome() == DeliveryOutcome.SENDING;
        return new Note(
                entry.getSequence(),
                entry.getTold(),
                entry.getOutcome(),
                open ? entry.getWebhookId() : null,
                entry.getAttempts(),
                List.copyOf(entry.getDeadLetters()));
    }

    /** Whether the receiver knows the alert as raised, or may. */
    boolean knowsRaised() {
        return told == ToldState.RAISED && outcome != DeliveryOutcome.REFUSED;
    }
}
