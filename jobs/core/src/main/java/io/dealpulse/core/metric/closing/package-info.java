@NullMarked
package io.dealpulse.core.metric.closing;

import org.jspecify.annotations.NullMarked;
