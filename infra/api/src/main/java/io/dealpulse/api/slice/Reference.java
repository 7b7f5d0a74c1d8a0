package io.dealpulse.api.slice;

import io.dealpulse.core.money.BaseCurrency;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What every question is read by, as it stood a moment ago.
 *
 * @param pipelines by name
 * @param dimensions by pipeline, without {@code all}
 * @param asOf today by the pipeline's clock; null while there are no figures
 * @param today {@code asOf}, else today by the wall clock
 * @param alertsAt up to when there are alerts, by the pipeline's clock, else the present by the wall clock
 * @param money converts amounts; never changed
 * @param factors what one unit of each currency that a rate converts is worth today, for sorting
 */
public record Reference(
        List<Pipeline> pipelines,
        Map<String, SortedSet<String>> dimensions,
        @Nullable LocalDate asOf,
        LocalDate today,
        Instant alertsAt,
        BaseCurrency money,
        SortedMap<String, Double> factors) {

    public Optional<Pipeline> find(String pipelineId) {
        return pipelines.stream()
                .filter(pipeline -> pipeline.pipelineId().equals(pipelineId))
                .findFirst();
    }

    /** The dimensions of a pipeline, without {@code all}. */
    public SortedSet<String> dimensionsOf(Pipeline pipeline) {
        return dimensions.getOrDefault(pipeline.pipelineId(), Collections.emptySortedSet());
    }
}
