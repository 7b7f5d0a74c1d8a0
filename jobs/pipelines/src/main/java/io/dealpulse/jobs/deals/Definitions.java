package io.dealpulse.jobs.deals;

import io.dealpulse.core.deal.PipelineLookup;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.serialization.PipelineDefinitionCodec;
import io.dealpulse.jobs.source.PipelineMessage;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;

/** The definitions of pipelines in broadcast state, as last delivered. */
public final class Definitions {

    /** By pipeline id; a withdrawn one leaves. */
    public static final MapStateDescriptor<String, PipelineDefinition> STATE = new MapStateDescriptor<>(
            "pipeline-definitions",
            Types.STRING,
            new CodecTypeInformation<>(PipelineDefinition.class, new PipelineDefinitionCodec()));

    private Definitions() {}

    /** Keeps a definition as last delivered. */
    public static void keep(PipelineMessage message, BroadcastState<String, PipelineDefinition> definitions)
            throws Exception {
        PipelineDefinition definition = message.definition();
        if (definition == null) {
            definitions.remove(message.pipelineId());
        } else {
            definitions.put(message.pipelineId(), definition);
        }
    }

    /** Looks definitions up. */
    public static PipelineLookup lookup(ReadOnlyBroadcastState<String, PipelineDefinition> definitions) {
        return pipelineId -> {
            try {
                return definitions.get(pipelineId);
            } catch (Exception e) {
                throw new IllegalStateException("Could not read the definition of pipeline " + pipelineId, e);
            }
        };
    }
}
