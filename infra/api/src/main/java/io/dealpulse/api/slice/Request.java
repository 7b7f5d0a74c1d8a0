package io.dealpulse.api.slice;

import io.dealpulse.api.http.Parameters;
import io.dealpulse.api.http.Problem;
import io.dealpulse.api.http.ProblemException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A question: its parameters, and what they are read by.
 *
 * @param parameters as they were given
 * @param reference what there is
 */
public record Request(Parameters parameters, Reference reference) {

    /** The names of the parameters of a slice. */
    public static final List<String> SLICE = List.of("pipeline", "dimension", "value");

    /** The names of the parameters of a slice and a range, and more. */
    public static List<String> sliceAndRange(String... more) {
        List<String> names = new ArrayList<>(SLICE);
        names.addAll(DayRange.PARAMETERS);
        names.addAll(List.of(more));
        return List.copyOf(names);
    }

    /** The names of the parameters of a slice, and more. */
    public static List<String> slice(String... more) {
        List<String> names = new ArrayList<>(SLICE);
        names.addAll(List.of(more));
        return List.copyOf(names);
    }

    public Pipeline pipeline() {
        String id = parameters.requiredText("pipeline", "a pipeline_id of /api/v1/pipelines");
        return reference.find(id).orElseThrow(() -> new ProblemException(Problem.notFound("pipeline", "pipeline", id)));
    }

    public Slice slice() {
        Pipeline pipeline = pipeline();
        String dimension = parameters.text("dimension");
        if (dimension == null || dimension.equals(Slice.ALL)) {
            String value = parameters.text("value");
            if (value != null && !value.isEmpty()) {
                throw Parameters.wrong("value", "Parameter value needs a dimension: dimension=%s has none.", Slice.ALL);
            }
            return new Slice(pipeline, Slice.ALL, "");
        }
        return new Slice(
                pipeline,
                requireDimension("dimension", pipeline, dimension),
                parameters.requiredText("value", "a value of the dimension; empty for deals without one"));
    }

    /** A dimension of a pipeline other than {@code all}. */
    public String requireDimension(String parameter, Pipeline pipeline, String dimension) {
        if (!reference.dimensionsOf(pipeline).contains(dimension)) {
            throw new ProblemException(
                    Problem.notFound(parameter, "dimension of pipeline " + pipeline.pipelineId(), dimension));
        }
        return dimension;
    }

    public DayRange range() {
        return DayRange.read(parameters, reference.today());
    }

    public Head head(Slice slice, DayRange range) {
        return new Head(
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                range.from(),
                range.to(),
                reference.asOf());
    }

    /** A day up to today; today unless it was given. */
    public LocalDate dayUpToToday(String name) {
        LocalDate day = parameters.day(name);
        return day == null || day.isAfter(reference.today()) ? reference.today() : day;
    }

    /** A stage of the pipeline that must be given. */
    public Stage requiredStage(String name, Pipeline pipeline) {
        return stage(name, pipeline, parameters.requiredText(name, "a stage_id of the pipeline"));
    }

    /** A stage of the pipeline. */
    public Stage stage(String name, Pipeline pipeline, String stageId) {
        return pipeline.find(stageId)
                .orElseThrow(() -> new ProblemException(
                        Problem.notFound(name, "stage of pipeline " + pipeline.pipelineId(), stageId)));
    }

    /** An open stage of the pipeline that must be given. */
    public Stage requiredOpenStage(String name, Pipeline pipeline) {
        Stage stage = requiredStage(name, pipeline);
        if (!stage.isOpen()) {
            throw Parameters.wrongValue(
                    name,
                    stage.stageId(),
                    pipeline.openStages().stream().map(Stage::stageId).collect(Collectors.joining(", ")));
        }
        return stage;
    }
}
