package io.dealpulse.jobs.source;

import java.util.ArrayList;
import java.util.List;

/** A record that makes no sense. It bears no stack trace: it is a finding about data, and may come in floods. */
final class RejectionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;
    private final ArrayList<String> subjects;

    /**
     * Rejects a record.
     *
     * @param field the field at fault as the event schema names it, or {@code key}
     * @param fault what is wrong with it
     */
    RejectionException(RejectionReason reason, String field, String fault) {
        this(reason, field + ": " + fault, List.of());
    }

    private RejectionException(RejectionReason reason, String detail, List<String> subjects) {
        super(detail, null, false, false);
        this.reason = reason;
        this.subjects = new ArrayList<>(subjects);
    }

    /** The same finding about a record that speaks of these deals. */
    RejectionException about(List<String> deals) {
        return new RejectionException(reason, detail(), deals);
    }

    RejectionReason reason() {
        return reason;
    }

    /** The deals that the record may speak of. */
    List<String> subjects() {
        return List.copyOf(subjects);
    }

    /** What is wrong, beginning with the field's name. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
