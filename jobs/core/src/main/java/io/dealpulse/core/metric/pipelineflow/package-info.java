@NullMarked
package io.dealpulse.core.metric.pipelineflow;

import org.jspecify.annotations.NullMarked;
