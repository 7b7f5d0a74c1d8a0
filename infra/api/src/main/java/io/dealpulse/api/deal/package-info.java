/** The deals and alerts behind the figures. */
@NullMarked
package io.dealpulse.api.deal;

import org.jspecify.annotations.NullMarked;
