package io.dealpulse.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** What tests do with Flink's harness of an operator. */
public final class OperatorHarnesses {

    private OperatorHarnesses() {}

    /** Takes out all records of the main output; watermarks are thrown away. */
    public static <T> List<T> drain(AbstractStreamOperatorTestHarness<T> harness) {
        List<T> values = new ArrayList<>(harness.extractOutputValues());
        harness.getOutput().clear();
        return values;
    }

    /** Lets a checkpoint barrier pass. */
    public static OperatorSubtaskState snapshot(AbstractStreamOperatorTestHarness<?> harness, long id)
            throws Exception {
        harness.getOperator().prepareSnapshotPreBarrier(id);
        return harness.snapshot(id, 0);
    }

    /**
     * Starts the operator.
     *
     * @param checkpoint the id of the checkpoint that it is restored from; null: it starts without state
     * @param state its part of that checkpoint
     */
    public static void open(
            AbstractStreamOperatorTestHarness<?> harness,
            @Nullable Long checkpoint,
            @Nullable OperatorSubtaskState state)
            throws Exception {
        if (checkpoint != null) {
            harness.setRestoredCheckpointId(checkpoint);
            harness.initializeState(state);
        }
        harness.open();
    }
}
