package io.dealpulse.cli.importing.mapping;

/**
 * A row can't be mapped; the message is the reason for the rejects file. It bears no stack trace: a file may hold
 * millions of such rows.
 */
public final class UnmappableRowException extends Exception {

    /**
     * A row that can't be mapped.
     *
     * @param reason names the field or column and the value
     */
    public UnmappableRowException(String reason) {
        super(reason, null, false, false);
    }
}
