package io.dealpulse.jobs.source;

import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.serialization.PipelineDefinitionCodec;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline topic says of one pipeline.
 *
 * @param pipelineId the pipeline, never empty
 * @param definition its stages from now on; null: the definition is withdrawn and its deals wait
 */
public record PipelineMessage(String pipelineId, @Nullable PipelineDefinition definition) {

    /** Flink's type of these records. */
    public static final TypeInformation<PipelineMessage> TYPE =
            new CodecTypeInformation<>(PipelineMessage.class, new Codec());

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<PipelineMessage> {

        private static final long serialVersionUID = 1L;

        private static final PipelineDefinitionCodec DEFINITION = new PipelineDefinitionCodec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(PipelineMessage message, DataOutputView out) throws IOException {
            BinaryFormat.writeText(message.pipelineId(), out);
            DEFINITION.writeNullableNested(message.definition(), out);
        }

        @Override
        public PipelineMessage read(int version, DataInputView in) throws IOException {
            return new PipelineMessage(BinaryFormat.readText(in), DEFINITION.readNullableNested(in));
        }
    }
}
