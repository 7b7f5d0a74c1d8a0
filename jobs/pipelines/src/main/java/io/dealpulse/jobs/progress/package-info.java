/** How far a job has got, as a table tells it. */
@NullMarked
package io.dealpulse.jobs.progress;

import org.jspecify.annotations.NullMarked;
