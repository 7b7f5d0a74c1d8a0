@NullMarked
package io.dealpulse.api.slice;

import org.jspecify.annotations.NullMarked;
