package io.dealpulse.jobs.deals;

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
public final class StateShape {

    private static final ListStateDescriptor<String> SHAPE = new ListStateDescriptor<>("options", Types.STRING);

    private StateShape() {}

    /**
     * Remembers the options, or makes sure that they are those of the restored state.
     *
     * @param shape the options, in words that tell a person which has changed
     * @param job the job's name
     * @throws SuppressRestartsException if they are others
     */
    public static void check(ManagedInitializationContext context, String shape, String job) throws Exception {
        ListState<String> state = context.getOperatorStateStore().getUnionListState(SHAPE);
        if (context.isRestored()) {
            for (String saved : state.get()) {
                if (!saved.equals(shape)) {
                    // Trying again would change nothing.
                    throw new SuppressRestartsException(new IllegalStateException(
                            "The saved state was made with other options, or by another release: %s; now: %s. Go back to those, or start without state ('./dealpulse run %s --from-scratch') to make everything anew."
                                    .formatted(saved, shape, job)));
                }
            }
        }
        state.update(List.of(shape));
    }
}
