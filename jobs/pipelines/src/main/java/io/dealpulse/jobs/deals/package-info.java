/** What all jobs do with deals first: activities find their deals, logs are kept, definitions are known. */
@NullMarked
package io.dealpulse.jobs.deals;

import org.jspecify.annotations.NullMarked;
