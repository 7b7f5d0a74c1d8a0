/** Sends events to Kafka: what the commands that produce events share. */
@NullMarked
package io.dealpulse.cli.publish;

import org.jspecify.annotations.NullMarked;
