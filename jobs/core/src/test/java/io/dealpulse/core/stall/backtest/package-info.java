@NullMarked
package io.dealpulse.core.stall.backtest;

import org.jspecify.annotations.NullMarked;
