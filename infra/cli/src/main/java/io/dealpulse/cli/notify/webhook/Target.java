package io.dealpulse.cli.notify.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where webhooks go.
 *
 * @param url the address
 * @param key signs them; null: they are not signed
 * @param timeout for one attempt as a whole, from connecting to the end of the answer
 */
public record Target(SecretUrl url, @Nullable SigningKey key, Duration timeout) {}
