@NullMarked
package io.dealpulse.core.metric.stagetime;

import org.jspecify.annotations.NullMarked;
