package io.dealpulse.jobs.metrics;

import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.serialization.PipelineDefinitionCodec;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.PipelineMessage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Lists the stages of pipelines as last defined, a row for each; keyed by pipeline id. */
public final class ListStages extends KeyedProcessFunction<String, PipelineMessage, TableRow> {

    private static final long serialVersionUID = 1L;

    /** The definition whose rows are in the table; a withdrawn one leaves. */
    private static final ValueStateDescriptor<PipelineDefinition> LISTED = new ValueStateDescriptor<>(
            "listed-definition", new CodecTypeInformation<>(PipelineDefinition.class, new PipelineDefinitionCodec()));

    private transient ValueState<PipelineDefinition> listed;

    @Override
    public void open(OpenContext context) {
        listed = getRuntimeContext().getState(LISTED);
    }

    @Override
    public void processElement(PipelineMessage message, Context context, Collector<TableRow> out) throws Exception {
        PipelineDefinition present = message.definition();
        PipelineDefinition former = listed.value();
        if (former != null) {
            for (Stage stage : former.stages()) {
                if (present == null || present.positionOf(stage.stageId()) < 0) {
                    out.collect(TableRow.deleted(
                            new RowKey(Tables.PIPELINES.name(), List.of(former.pipelineId(), stage.stageId()))));
                }
            }
        }
        if (present != null) {
            rows(present).forEach(out::collect);
        }
        listed.update(present);
    }

    /** A row for each stage of a pipeline. */
    static List<TableRow> rows(PipelineDefinition pipeline) {
        return IntStream.range(0, pipeline.stages().size())
                .mapToObj(position -> row(pipeline, position))
                .toList();
    }

    private static TableRow row(PipelineDefinition pipeline, int position) {
        Stage stage = pipeline.stages().get(position);
        return TableRow.of(
                Tables.PIPELINES,
                List.of(pipeline.pipelineId(), stage.stageId()),
                pipeline.name(),
                stage.name(),
                (long) position,
                stage.kind().name().toLowerCase(Locale.ROOT),
                stage.probability(),
                days(stage.idleAfterDays()),
                days(stage.stallAfterDays()));
    }

    private static @Nullable Long days(@Nullable Integer days) {
        return days == null ? null : Long.valueOf(days);
    }
}
