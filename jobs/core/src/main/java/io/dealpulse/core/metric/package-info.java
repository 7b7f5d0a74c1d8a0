@NullMarked
package io.dealpulse.core.metric;

import org.jspecify.annotations.NullMarked;
