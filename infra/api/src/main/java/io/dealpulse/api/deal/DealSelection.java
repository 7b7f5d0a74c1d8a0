package io.dealpulse.api.deal;

import io.dealpulse.api.slice.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition on rows of v_deals: constant text with a question mark for each of its parameters.
 *
 * @param sql conditions joined by AND
 */
record DealSelection(String sql, List<Object> parameters) {

    DealSelection(String sql, Object... parameters) {
        this(sql, List.of(parameters));
    }

    /** Both conditions. */
    DealSelection and(DealSelection other) {
        return new DealSelection(sql + " AND " + other.sql, both(other));
    }

    /** This as a part of another condition, which has a place for it and no parameters of its own. */
    DealSelection in(String outer) {
        return new DealSelection(outer.formatted(sql), parameters);
    }

    private List<Object> both(DealSelection other) {
        List<Object> both = new ArrayList<>(parameters);
        both.addAll(other.parameters);
        return both;
    }

    /** Deals that are now in a pipeline. */
    static DealSelection ofPipeline(Slice slice) {
        return new DealSelection("pipeline_id = ?", slice.pipeline().pipelineId());
    }

    /** Deals that have the slice's value now. */
    static DealSelection ofDimension(Slice slice) {
        return switch (slice.dimension()) {
            case Slice.ALL -> new DealSelection("1 = 1");
            case Slice.OWNER -> new DealSelection("owner_id = ?", slice.value());
            default -> new DealSelection("attributes[?] = ?", slice.dimension(), slice.value());
        };
    }
}
