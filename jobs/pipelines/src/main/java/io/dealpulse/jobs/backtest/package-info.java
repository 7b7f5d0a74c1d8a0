/** Tries the rules for stalled deals on the history that the topics hold. */
@NullMarked
package io.dealpulse.jobs.backtest;

import org.jspecify.annotations.NullMarked;
