package io.dealpulse.cli.notify;

import io.dealpulse.cli.notify.routes.Route;
import io.dealpulse.cli.notify.webhook.Answer;
import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.schemas.EventTopic;
import java.nio.ByteBuffer;

/** Makes the dead letter of an alert whose webhook was refused. */
public final class RefusedAlert {

    /** The word that dead letters show. */
    public static final String REASON = "webhook_refused";

    /** Brokers take messages of 1 MiB as they come; beyond this size a letter only says where its record is. */
    private static final int LARGEST_PAYLOAD = 900_000;

    private RefusedAlert() {}

    /**
     * The letter.
     *
     * @param alsoRefused names of other routes that refused the same record, whose letter this one replaces; may be empty
     */
    static DeadLetter letter(AlertRecord record, Route route, Answer answer, String alsoRefused) {
        int size = record.key().length + record.value().length;
        boolean fits = size <= LARGEST_PAYLOAD;
        DeadLetter letter = new DeadLetter();
        letter.setTopic(EventTopic.DEAL_ALERT.topicName());
        letter.setPartition(record.partition());
        letter.setOffset(record.offset());
        letter.setTimestamp(record.timestamp());
        letter.setReason(REASON);
        letter.setDetail("route " + route.name() + ": " + answer.description()
                + (alsoRefused.isEmpty() ? "" : " (also refused on: " + alsoRefused + ")")
                + (fits ? "" : " (" + size + " bytes left out)"));
        letter.setKey(fits ? ByteBuffer.wrap(record.key()) : null);
        letter.setValue(fits ? ByteBuffer.wrap(record.value()) : null);
        return letter;
    }
}
