@NullMarked
package io.dealpulse.core.calendar;

import org.jspecify.annotations.NullMarked;
