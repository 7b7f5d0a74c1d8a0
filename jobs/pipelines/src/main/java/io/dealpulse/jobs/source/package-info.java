/** From topics to typed records: reading, decoding, validating, dead letters, and the pipeline's clock. */
@NullMarked
package io.dealpulse.jobs.source;

import org.jspecify.annotations.NullMarked;
