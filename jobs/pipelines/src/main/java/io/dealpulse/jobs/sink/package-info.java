@NullMarked
package io.dealpulse.jobs.sink;

import org.jspecify.annotations.NullMarked;
