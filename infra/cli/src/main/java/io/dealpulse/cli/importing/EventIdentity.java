package io.dealpulse.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names the events that rows give: the first 128 bits of a SHA-256 over the mapping's name, the event's name, the
 * entity's id and the columns that identify the row, by name. Neither the row's place nor the order of columns, rows or
 * files plays a part, so the same row always gives the same id.
 */
final class EventIdentity {

    private static final int BYTES = 16;

    private final MessageDigest digest = sha256();
    private final String mapping;
    private final List<String> columns;

    /**
     * An identity.
     *
     * @param mapping the mapping's name
     * @param columns the columns that identify a row
     */
    EventIdentity(String mapping, List<String> columns) {
        this.mapping = mapping;
        this.columns = columns.stream().sorted().toList();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The id of an event of the row at which a reader stands: 32 hexadecimal digits. */
    String of(String event, String entity, CsvReader row) {
        add(mapping);
        add(event);
        add(entity);
        for (String column : columns) {
            add(column);
            add(row.value(column));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    /** The length goes first, so that no two lists of texts run into the same bytes. */
    private void add(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
