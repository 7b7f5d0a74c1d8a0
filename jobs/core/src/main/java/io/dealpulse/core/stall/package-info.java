/** Stalled deals: the rules that find them, pure functions of a deal's history, and the alerts that come of it. */
@NullMarked
package io.dealpulse.core.stall;

import org.jspecify.annotations.NullMarked;
