@NullMarked
package io.dealpulse.jobs.metrics;

import org.jspecify.annotations.NullMarked;
