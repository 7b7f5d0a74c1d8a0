@NullMarked
package io.dealpulse.core.metric.conversion;

import org.jspecify.annotations.NullMarked;
