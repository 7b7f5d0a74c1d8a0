/** The job {@code deal-alerts}: finds stalled deals, on the pipeline's clock. */
@NullMarked
package io.dealpulse.jobs.alerts;

import org.jspecify.annotations.NullMarked;
