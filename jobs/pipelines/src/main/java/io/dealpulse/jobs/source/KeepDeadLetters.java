package io.dealpulse.jobs.source;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps account of the dead letters that speak of a deal, so that they go when it is erased; keyed by deal. A letter that
 * comes after the erasure is discarded and counted. So the letters that stay do not depend on what came first.
 *
 * <p>A discarded letter is told to be gone, although it was never there as far as this state knows: a run that was cut
 * off after the last checkpoint, or one that had other state, may have met the letter before the erasure and written it.
 */
final class KeepDeadLetters extends KeyedProcessFunction<String, LetterInput, LetterChange> {

    private static final long serialVersionUID = 1L;

    /** The places of the deal's letters; cleared when the deal is erased. */
    private static final ListStateDescriptor<LetterPlace> PLACES =
            new ListStateDescriptor<>("places", LetterPlace.TYPE);

    /** True if the deal is erased. Never cleared: an erased deal's letters are discarded for good. */
    private static final ValueStateDescriptor<Boolean> ERASED = new ValueStateDescriptor<>("erased", Types.BOOLEAN);

    private transient ListState<LetterPlace> places;
    private transient ValueState<Boolean> erased;
    private transient Counter discardedLetters;

    @Override
    public void open(OpenContext context) {
        places = getRuntimeContext().getListState(PLACES);
        erased = getRuntimeContext().getState(ERASED);
        discardedLetters = getRuntimeContext().getMetricGroup().counter("discardedDeadLetters");
    }

    @Override
    public void processElement(LetterInput input, Context context, Collector<LetterChange> out) throws Exception {
        RejectedRecord letter = input.letter();
        if (letter == null) {
            erase(out);
        } else if (erased.value() != null) {
            discardedLetters.inc();
            out.collect(LetterChange.erased(LetterPlace.of(letter)));
        } else {
            places.add(LetterPlace.of(letter));
            out.collect(LetterChange.kept(letter));
        }
    }

    private void erase(Collector<LetterChange> out) throws Exception {
        for (LetterPlace place : places.get()) {
            out.collect(LetterChange.erased(place));
        }
        places.clear();
        erased.update(true);
    }

    /** How many letters came after their deal's erasure, since the operator opened. */
    long discardedLetters() {
        return discardedLetters.getCount();
    }
}
