@NullMarked
package io.dealpulse.jobs;

import org.jspecify.annotations.NullMarked;
