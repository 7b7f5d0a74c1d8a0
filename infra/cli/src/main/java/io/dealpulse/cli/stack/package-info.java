/** The local stack: Kafka, a schema registry and ClickHouse's engine as background processes on 127.0.0.1. */
@NullMarked
package io.dealpulse.cli.stack;

import org.jspecify.annotations.NullMarked;
