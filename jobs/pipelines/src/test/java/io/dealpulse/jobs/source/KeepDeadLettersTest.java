package io.dealpulse.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which dead letters stay: {@link KeepDeadLetters}, and {@link SettleDeadLetters} behind it. */
class KeepDeadLettersTest {

    private static final RejectedRecord OF_D1 = letter(1, "d1");
    private static final RejectedRecord ALSO_OF_D1 = letter(2, "d1");
    private static final RejectedRecord OF_D2 = letter(3, "d2");
    private static final RejectedRecord OF_BOTH = letter(4, "d1", "d2");

    private Letters letters;

    @BeforeEach
    void open() throws Exception {
        letters = new Letters(null);
    }

    @AfterEach
    void close() throws Exception {
        letters.close();
    }

    @Test
    void keepsTheLettersOfDealsThatAreNotErased() throws Exception {
        letters.come(OF_D1);
        letters.come(OF_D2);
        letters.come(OF_BOTH);

        assertThat(letters.changes())
                .containsExactly(LetterChange.kept(OF_D1), LetterChange.kept(OF_D2), LetterChange.kept(OF_BOTH));
    }

    @Test
    void erasureTakesTheLettersOfTheDealAwayAndNoOthers() throws Exception {
        letters.come(OF_D1);
        letters.come(ALSO_OF_D1);
        letters.come(OF_D2);

        letters.erase("d1");

        assertThat(letters.changes())
                .endsWith(LetterChange.erased(LetterPlace.of(OF_D1)), LetterChange.erased(LetterPlace.of(ALSO_OF_D1)));
        assertThat(letters.present()).containsExactly(OF_D2);
    }

    @Test
    void discardsAndCountsALetterAfterTheErasure() throws Exception {
        letters.erase("d1");
        letters.come(OF_D1);
        letters.come(OF_D2);

        assertThat(letters.changes())
                .as("told to be gone, because a run that was cut off may have written it")
                .containsExactly(LetterChange.erased(LetterPlace.of(OF_D1)), LetterChange.kept(OF_D2));
        assertThat(letters.discarded()).isEqualTo(1);
    }

    @Test
    void onlyTheMarkOfAnErasedDealStaysInState() throws Exception {
        letters.come(OF_D1);
        letters.come(ALSO_OF_D1);
        letters.erase("d1");
        letters.come(OF_D1);
        letters.erase("d1");

        assertThat(letters.keep.numKeyedStateEntries()).isEqualTo(1);
        assertThat(letters.settle.numKeyedStateEntries()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"d1, d2", "d2, d1"})
    void erasureOfEitherDealTakesALetterOfTwoAway(String first, String second) throws Exception {
        letters.come(OF_BOTH);
        assertThat(letters.settle.numKeyedStateEntries()).isZero();

        letters.erase(first);
        assertThat(letters.present()).isEmpty();

        letters.erase(second);
        assertThat(letters.present()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"d1, d2", "d2, d1"})
    void letterOfTwoDealsOneOfWhichIsErasedIsNeverThere(String erased, String other) throws Exception {
        letters.erase(erased);
        letters.come(OF_BOTH);
        letters.erase(other);

        assertThat(letters.changes()).isNotEmpty().allMatch(change -> change.letter() == null);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void inWhateverOrderTheyComeTheSameLettersStay(long seed) throws Exception {
        Random random = new Random(seed);
        RejectedRecord ofOthers = letter(5, "d3");
        RejectedRecord ofOneErased = letter(6, "d3", "d1");
        RejectedRecord ofOthersToo = letter(7, "d3", "d4");
        List<LetterInput> inputs = new ArrayList<>(List.of(LetterInput.erasure("d1"), LetterInput.erasure("d2")));
        for (RejectedRecord letter : List.of(OF_D1, ALSO_OF_D1, OF_D2, OF_BOTH, ofOthers, ofOneErased, ofOthersToo)) {
            letter.subjects().forEach(subject -> inputs.add(LetterInput.of(subject, letter)));
        }
        Collections.shuffle(inputs, random);

        // Each deal decides in a subtask of its own: only what one says of one letter stays in order.
        Map<String, Queue<LetterChange>> decided = new HashMap<>();
        for (LetterInput input : inputs) {
            decided.computeIfAbsent(input.subject(), subject -> new ArrayDeque<>())
                    .addAll(letters.decide(input));
        }
        while (!decided.isEmpty()) {
            List<String> deals = new ArrayList<>(decided.keySet());
            String deal = deals.get(random.nextInt(deals.size()));
            Queue<LetterChange> next = Objects.requireNonNull(decided.get(deal));
            letters.settle(next.remove());
            if (next.isEmpty()) {
                decided.remove(deal);
            }
        }

        assertThat(letters.present()).containsExactlyInAnyOrder(ofOthers, ofOthersToo);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @Test
    void remembersLettersAndErasuresInSavedState() throws Exception {
        letters.come(OF_D1);
        letters.come(OF_BOTH);
        letters.erase("d2");
        List<OperatorSubtaskState> checkpoint = letters.snapshot();

        try (Letters restored = new Letters(checkpoint)) {
            restored.come(OF_D2);
            restored.erase("d1");

            assertThat(restored.changes())
                    .containsExactlyInAnyOrder(
                            LetterChange.erased(LetterPlace.of(OF_D2)),
                            LetterChange.erased(LetterPlace.of(OF_D1)),
                            LetterChange.erased(LetterPlace.of(OF_BOTH)));
        }
    }

    @Test
    void halfDecidedLetterIsSettledAfterARestore() throws Exception {
        letters.settleAll(letters.decide(LetterInput.of("d1", OF_BOTH)));
        assertThat(letters.changes()).isEmpty();
        List<OperatorSubtaskState> checkpoint = letters.snapshot();

        try (Letters restored = new Letters(checkpoint)) {
            restored.settleAll(restored.decide(LetterInput.of("d2", OF_BOTH)));

            assertThat(restored.changes()).containsExactly(LetterChange.kept(OF_BOTH));
        }
    }

    /** A run that was cut off wrote the letter; in the replay the erasure comes first. */
    @Test
    void letterThatWasWrittenAfterTheCheckpointGoesAlsoIfTheReplayMeetsTheErasureFirst() throws Exception {
        List<OperatorSubtaskState> checkpoint = letters.snapshot();
        letters.come(OF_D1);
        letters.come(OF_BOTH);

        try (Letters restored = new Letters(checkpoint)) {
            restored.erase("d1");
            restored.come(OF_D1);
            restored.come(OF_BOTH);

            List<LetterChange> written = new ArrayList<>(letters.changes());
            written.addAll(restored.changes());
            assertThat(present(written)).isEmpty();
        }
    }

    private static RejectedRecord letter(long offset, String... subjects) {
        return new RejectedRecord(
                "crm.deal.changed.v1", 0, offset, Instant.EPOCH, "truncated", "ends", null, null, List.of(subjects));
    }

    /** What stands in the topic, or the table, in the end. */
    private static Collection<RejectedRecord> present(List<LetterChange> changes) {
        Map<String, RejectedRecord> present = new LinkedHashMap<>();
        for (LetterChange change : changes) {
            RejectedRecord letter = change.letter();
            if (letter == null) {
                present.remove(change.place().key());
            } else {
                present.put(change.place().key(), letter);
            }
        }
        return present.values();
    }

    /** The two operators, one behind the other. */
    private static final class Letters implements AutoCloseable {

        private final KeepDeadLetters operator = new KeepDeadLetters();
        private final KeyedOneInputStreamOperatorTestHarness<String, LetterInput, LetterChange> keep;
        private final KeyedOneInputStreamOperatorTestHarness<String, LetterChange, LetterChange> settle;

        Letters(@Nullable List<OperatorSubtaskState> checkpoint) throws Exception {
            keep = new KeyedOneInputStreamOperatorTestHarness<>(
                    new KeyedProcessOperator<>(operator), LetterInput::subject, Types.STRING);
            settle = new KeyedOneInputStreamOperatorTestHarness<>(
                    new KeyedProcessOperator<>(new SettleDeadLetters()),
                    change -> change.place().key(),
                    Types.STRING);
            if (checkpoint != null) {
                keep.initializeState(checkpoint.get(0));
                settle.initializeState(checkpoint.get(1));
            }
            keep.open();
            settle.open();
        }

        /** A letter comes, under each of its subjects. */
        void come(RejectedRecord letter) throws Exception {
            for (String subject : letter.subjects()) {
                settleAll(decide(LetterInput.of(subject, letter)));
            }
        }

        void erase(String dealId) throws Exception {
            settleAll(decide(LetterInput.erasure(dealId)));
        }

        /** What one deal decides. */
        List<LetterChange> decide(LetterInput input) throws Exception {
            keep.processElement(input, 0);
            List<LetterChange> decided = keep.extractOutputValues();
            keep.getOutput().clear();
            return decided;
        }

        void settle(LetterChange change) throws Exception {
            settle.processElement(change, 0);
        }

        void settleAll(List<LetterChange> changes) throws Exception {
            for (LetterChange change : changes) {
                settle(change);
            }
        }

        List<LetterChange> changes() {
            return settle.extractOutputValues();
        }

        Collection<RejectedRecord> present() {
            return KeepDeadLettersTest.present(changes());
        }

        long discarded() {
            return operator.discardedLetters();
        }

        List<OperatorSubtaskState> snapshot() throws Exception {
            return List.of(keep.snapshot(1, 0), settle.snapshot(1, 0));
        }

        @Override
        public void close() throws Exception {
            keep.close();
            settle.close();
        }
    }
}
