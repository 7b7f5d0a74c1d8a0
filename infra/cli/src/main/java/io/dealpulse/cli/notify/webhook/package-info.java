/** One attempt to deliver a webhook, and what its answer means. */
@NullMarked
package io.dealpulse.cli.notify.webhook;

import org.jspecify.annotations.NullMarked;
