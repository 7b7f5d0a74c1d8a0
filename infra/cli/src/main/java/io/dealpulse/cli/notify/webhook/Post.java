package io.dealpulse.cli.notify.webhook;

/**
 * What is sent.
 *
 * @param webhookId the same in every attempt, and after a restart: by it a receiver knows a repetition
 * @param body JSON in UTF-8
 * @param repeat whether an earlier attempt may have been taken already
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record Post(String webhookId, byte[] body, boolean repeat) {}
