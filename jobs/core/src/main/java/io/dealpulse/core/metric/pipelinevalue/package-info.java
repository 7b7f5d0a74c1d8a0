@NullMarked
package io.dealpulse.core.metric.pipelinevalue;

import org.jspecify.annotations.NullMarked;
