@NullMarked
package io.dealpulse.benchmarks;

import org.jspecify.annotations.NullMarked;
