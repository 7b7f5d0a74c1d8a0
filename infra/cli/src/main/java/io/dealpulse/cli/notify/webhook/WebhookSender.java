package io.dealpulse.cli.notify.webhook;

import java.util.concurrent.CompletableFuture;

/** Makes one attempt to deliver a webhook. */
@FunctionalInterface
public interface WebhookSender {

    /**
     * Sends, without waiting.
     *
     * @return the answer, never exceptionally and within the target's time-out; cancelling it gives up
     */
    CompletableFuture<Answer> send(Target target, Post post);
}
