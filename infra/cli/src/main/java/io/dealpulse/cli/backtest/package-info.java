/** The command {@code backtest}: what alerts would have been worth. */
@NullMarked
package io.dealpulse.cli.backtest;

import org.jspecify.annotations.NullMarked;
