/** The one catalogue of options, and the values that a run resolves for them. Plain Java, no Flink. */
@NullMarked
package io.dealpulse.jobs.options;

import org.jspecify.annotations.NullMarked;
