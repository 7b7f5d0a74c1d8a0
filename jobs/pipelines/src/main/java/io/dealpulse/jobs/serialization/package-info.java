/** How our records are written into Flink's state and over its network: compact, versioned, without reflection. */
@NullMarked
package io.dealpulse.jobs.serialization;

import org.jspecify.annotations.NullMarked;
