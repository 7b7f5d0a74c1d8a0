package io.dealpulse.cli.publish;

import io.dealpulse.cli.CommandFailure;

/** An event could not be sent. The message names the topic, the key and the way out. */
public final class PublishException extends CommandFailure {

    PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
