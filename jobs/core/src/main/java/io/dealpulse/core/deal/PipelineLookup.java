package io.dealpulse.core.deal;

import io.dealpulse.core.pipeline.PipelineDefinition;
import org.jspecify.annotations.Nullable;

/** Where the definitions of pipelines come from. */
@FunctionalInterface
public interface PipelineLookup {

    /** The definition of a pipeline as last delivered, or null if there is none. */
    @Nullable
    PipelineDefinition find(String pipelineId);
}
