package io.dealpulse.api.deal;

import io.dealpulse.api.slice.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition on rows of a view: constant text with a question mark for each of its parameters.
 *
 * @param sql conditions joined by AND
 */
record DealSelection(String sql, List<Object> parameters) {

    /** All rows. */
    static final DealSelection ANY = new DealSelection("1 = 1");

    DealSelection(String sql, Object... parameters) {
        this(sql, List.of(parameters));
    }

    /** Both conditions. */
    DealSelection and(DealSelection other) {
        return new DealSelection(sql + " AND " + other.sql, both(other));
    }

    private List<Object> both(DealSelection other) {
        List<Object> both = new ArrayList<>(parameters);
        both.addAll(other.parameters);
        return both;
    }

    /** Rows of a pipeline. */
    static DealSelection ofPipeline(Slice slice) {
        return new DealSelection("pipeline_id = ?", slice.pipeline().pipelineId());
    }

    /** Rows of v_deal_milestones that count in the slice. */
    static DealSelection ofMilestones(Slice slice) {
        return slice.isAll() ? ANY : new DealSelection("has(slices, ?)", slice.dimension() + "=" + slice.value());
    }

    /** Rows of v_deal_alerts_stored that have the slice's value: by their owner, else by what their deal has now. */
    static DealSelection ofAlerts(Slice slice) {
        return slice.dimension().equals(Slice.OWNER) ? ofDimension(slice) : ofMilestones(slice);
    }

    /** Rows with the columns owner_id and attributes that have the slice's value. */
    static DealSelection ofDimension(Slice slice) {
        return switch (slice.dimension()) {
            case Slice.ALL -> ANY;
            case Slice.OWNER -> new DealSelection("owner_id = ?", slice.value());
            default -> new DealSelection("attributes[?] = ?", slice.dimension(), slice.value());
        };
    }
}
