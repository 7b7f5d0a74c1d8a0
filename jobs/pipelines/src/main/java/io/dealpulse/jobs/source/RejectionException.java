package io.dealpulse.jobs.source;

/** A record that makes no sense. It bears no stack trace: it is a finding about data, and may come in floods. */
final class RejectionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;

    /**
     * Rejects a record.
     *
     * @param field the field at fault as the event schema names it, or {@code key}
     * @param fault what is wrong with it
     */
    RejectionException(RejectionReason reason, String field, String fault) {
        super(field + ": " + fault, null, false, false);
        this.reason = reason;
    }

    RejectionReason reason() {
        return reason;
    }

    /** What is wrong, beginning with the field's name. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
