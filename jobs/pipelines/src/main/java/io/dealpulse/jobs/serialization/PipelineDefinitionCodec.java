package io.dealpulse.jobs.serialization;

import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link PipelineDefinition}: its fields in the record's order, its stages in theirs. */
public final class PipelineDefinitionCodec implements BinaryCodec<PipelineDefinition> {

    private static final long serialVersionUID = 1L;

    private static final List<StageKind> KINDS = List.of(StageKind.OPEN, StageKind.WON, StageKind.LOST);

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(PipelineDefinition definition, DataOutputView out) throws IOException {
        BinaryFormat.writeText(definition.pipelineId(), out);
        BinaryFormat.writeText(definition.name(), out);
        BinaryFormat.writeUnsigned(definition.stages().size(), out);
        for (Stage stage : definition.stages()) {
            writeStage(stage, out);
        }
    }

    @Override
    public PipelineDefinition read(int version, DataInputView in) throws IOException {
        String pipelineId = BinaryFormat.readText(in);
        String name = BinaryFormat.readText(in);
        long size = BinaryFormat.readUnsigned(in);
        List<Stage> stages = new ArrayList<>();
        for (long read = 0; read < size; read++) {
            stages.add(readStage(in));
        }
        return new PipelineDefinition(pipelineId, name, stages);
    }

    private static void writeStage(Stage stage, DataOutputView out) throws IOException {
        BinaryFormat.writeText(stage.stageId(), out);
        BinaryFormat.writeText(stage.name(), out);
        BinaryFormat.writeConstant(stage.kind(), KINDS, out);
        out.writeDouble(stage.probability());
        BinaryFormat.writeNullableInt(stage.idleAfterDays(), out);
        BinaryFormat.writeNullableInt(stage.stallAfterDays(), out);
    }

    private static Stage readStage(DataInputView in) throws IOException {
        return new Stage(
                BinaryFormat.readText(in),
                BinaryFormat.readText(in),
                BinaryFormat.readConstant(KINDS, in),
                in.readDouble(),
                BinaryFormat.readNullableInt(in),
                BinaryFormat.readNullableInt(in));
    }
}
