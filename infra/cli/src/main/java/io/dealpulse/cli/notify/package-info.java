/** Tells people and programs of stalled deals, by webhooks. */
@NullMarked
package io.dealpulse.cli.notify;

import org.jspecify.annotations.NullMarked;
