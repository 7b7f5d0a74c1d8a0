@NullMarked
package io.dealpulse.core.deal;

import org.jspecify.annotations.NullMarked;
