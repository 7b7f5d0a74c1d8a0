package io.dealpulse.jobs.source;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Brings together what the deals of one dead letter have decided on it; keyed by the letter's place. A letter stays only
 * if all its subjects let it: it is handed on once the last of them has, and is gone with the first that is erased.
 *
 * <p>All that is ever written of one letter comes out of one subtask, in order, so that its end is never overtaken by
 * the letter itself.
 */
final class SettleDeadLetters extends KeyedProcessFunction<String, LetterChange, LetterChange> {

    private static final long serialVersionUID = 1L;

    /**
     * Only of a letter with two subjects: false once the first has kept it, cleared when the second has too; true once
     * one of them is erased, and then for good, since the other may be heard of later.
     */
    private static final ValueStateDescriptor<Boolean> GONE = new ValueStateDescriptor<>("gone", Types.BOOLEAN);

    private transient ValueState<Boolean> gone;

    @Override
    public void open(OpenContext context) {
        gone = getRuntimeContext().getState(GONE);
    }

    @Override
    public void processElement(LetterChange change, Context context, Collector<LetterChange> out) throws Exception {
        if (!change.place().shared() || isSettled(change.letter() == null)) {
            out.collect(change);
        }
    }

    private boolean isSettled(boolean erased) throws Exception {
        Boolean before = gone.value();
        if (erased) {
            gone.update(true);
            return true;
        }
        if (before == null) {
            gone.update(false);
            return false;
        }
        if (before) {
            return false;
        }
        gone.clear();
        return true;
    }
}
