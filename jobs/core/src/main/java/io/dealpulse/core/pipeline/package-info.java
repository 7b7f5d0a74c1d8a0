@NullMarked
package io.dealpulse.core.pipeline;

import org.jspecify.annotations.NullMarked;
