@NullMarked
package io.dealpulse.api.deal;

import org.jspecify.annotations.NullMarked;
