/** What the rules for stalled deals would have been worth in the past, under other thresholds. */
@NullMarked
package io.dealpulse.core.stall.backtest;

import org.jspecify.annotations.NullMarked;
