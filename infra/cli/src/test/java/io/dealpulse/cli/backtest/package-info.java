@NullMarked
package io.dealpulse.cli.backtest;

import org.jspecify.annotations.NullMarked;
