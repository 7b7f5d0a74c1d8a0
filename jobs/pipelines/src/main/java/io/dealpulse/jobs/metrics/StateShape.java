package io.dealpulse.jobs.metrics;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.ManagedInitializationContext;

/**
 * Keeps in saved state the options that shaped it. Deltas are differences from what was sent before; under other options
 * they would be differences from something that never was.
 */
final class StateShape {

    private static final ListStateDescriptor<String> SHAPE = new ListStateDescriptor<>("options", Types.STRING);

    private StateShape() {}

    /**
     * Remembers the options, or makes sure that they are those of the restored state.
     *
     * @throws SuppressRestartsException if they are others
     */
    static void check(ManagedInitializationContext context, MetricOptions options) throws Exception {
        ListState<String> state = context.getOperatorStateStore().getUnionListState(SHAPE);
        if (context.isRestored()) {
            for (String saved : state.get()) {
                if (!saved.equals(options.shape())) {
                    // Trying again would change nothing.
                    throw new SuppressRestartsException(new IllegalStateException(
                            "The saved state was made with other options: %s; now: %s. Go back to those, or start without state ('./dealpulse run deal-metrics --from-scratch') to make all figures anew."
                                    .formatted(saved, options.shape())));
                }
            }
        }
        state.update(List.of(options.shape()));
    }
}
