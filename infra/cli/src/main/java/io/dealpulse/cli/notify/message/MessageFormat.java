package io.dealpulse.cli.notify.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How messages are written. */
public enum MessageFormat {
    /** An object for programs, described in docs/notify.md. */
    JSON,
    /** What Slack's incoming webhooks take, and what takes the same. */
    SLACK;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The message that tells one thing, JSON in UTF-8. Equal things give equal bytes. */
    public byte[] write(Telling telling) {
        return bytes(
                switch (this) {
                    case JSON -> JsonMessage.of(telling);
                    case SLACK -> SlackMessage.of(telling);
                });
    }

    /** The message that sums up, JSON in UTF-8. Equal digests give equal bytes. */
    public byte[] write(Digest digest) {
        return bytes(
                switch (this) {
                    case JSON -> JsonMessage.of(digest);
                    case SLACK -> SlackMessage.of(digest);
                });
    }

    private static byte[] bytes(ObjectNode message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of JSON nodes can always be written", e);
        }
    }
}
