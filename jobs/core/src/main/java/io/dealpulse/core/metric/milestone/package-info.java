@NullMarked
package io.dealpulse.core.metric.milestone;

import org.jspecify.annotations.NullMarked;
