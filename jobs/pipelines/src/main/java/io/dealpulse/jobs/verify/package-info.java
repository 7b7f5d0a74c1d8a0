@NullMarked
package io.dealpulse.jobs.verify;

import org.jspecify.annotations.NullMarked;
