/** The {@code dealpulse} command: its frame, and the options that all its commands share. */
@NullMarked
package io.dealpulse.cli;

import org.jspecify.annotations.NullMarked;
