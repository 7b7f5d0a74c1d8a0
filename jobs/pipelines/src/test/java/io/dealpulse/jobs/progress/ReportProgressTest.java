package io.dealpulse.jobs.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.jobs.OperatorHarnesses;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.ClockTick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportProgressTest {

    private static final Instant WALL = Instant.parse("2024-06-01T08:00:00Z");
    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Test
    void tellsOnceAnIntervalThatTheJobIsAliveWithoutAnyEvent() throws Exception {
        try (OneInputStreamOperatorTestHarness<Reached, TableRow> report = start(null)) {
            passTo(report, WALL.plusSeconds(2));

            assertThat(OperatorHarnesses.drain(report))
                    .containsExactly(
                            row(null, 0, WALL), row(null, 0, WALL.plusSeconds(1)), row(null, 0, WALL.plusSeconds(2)));
        }
    }

    @Test
    void whatIsReachedIsCompleteWithTheNextCheckpoint() throws Exception {
        try (OneInputStreamOperatorTestHarness<Reached, TableRow> report = start(null)) {
            report.processElement(reached(0, 1, NOON, true));
            passTo(report, WALL.plusSeconds(1));
            assertThat(last(report)).as("rows may be on their way").isEqualTo(row(null, 0, WALL.plusSeconds(1)));

            report.snapshot(1, 0);
            report.processElement(reached(0, 1, NOON.plusSeconds(9), true));
            passTo(report, WALL.plusSeconds(2));
            assertThat(last(report))
                    .as("not before all have confirmed it")
                    .isEqualTo(row(null, 0, WALL.plusSeconds(2)));

            report.notifyOfCompletedCheckpoint(1);
            passTo(report, WALL.plusSeconds(3));
            assertThat(last(report))
                    .as("and not what came behind the barrier")
                    .isEqualTo(row(NOON, 1, WALL.plusSeconds(3)));
        }
    }

    @Test
    void failedCheckpointsAreOvertakenByTheNext() throws Exception {
        try (OneInputStreamOperatorTestHarness<Reached, TableRow> report = start(null)) {
            report.processElement(reached(0, 1, NOON, false));
            report.snapshot(1, 0);
            report.getOperator().notifyCheckpointAborted(1);
            report.notifyOfCompletedCheckpoint(1);
            passTo(report, WALL.plusSeconds(1));
            assertThat(last(report)).isEqualTo(row(null, 0, WALL.plusSeconds(1)));

            report.snapshot(2, 0);
            report.processElement(reached(0, 1, NOON.plusSeconds(1), false));
            report.snapshot(3, 0);
            report.notifyOfCompletedCheckpoint(3);
            report.notifyOfCompletedCheckpoint(2);
            passTo(report, WALL.plusSeconds(2));
            assertThat(last(report)).isEqualTo(row(NOON.plusSeconds(1), 0, WALL.plusSeconds(2)));
        }
    }

    @Test
    void theJobIsAsFarAsItsSlowestSubtask() throws Exception {
        try (OneInputStreamOperatorTestHarness<Reached, TableRow> report = start(null)) {
            report.processElement(reached(1, 2, NOON, true));
            complete(report, 1);
            passTo(report, WALL.plusSeconds(1));
            assertThat(last(report)).as("the other has said nothing").isEqualTo(row(null, 0, WALL.plusSeconds(1)));

            report.processElement(reached(0, 2, NOON.minusSeconds(5), false));
            complete(report, 2);
            passTo(report, WALL.plusSeconds(2));
            assertThat(last(report)).isEqualTo(row(NOON.minusSeconds(5), 0, WALL.plusSeconds(2)));

            report.processElement(reached(0, 2, NOON.plusSeconds(5), true));
            complete(report, 3);
            passTo(report, WALL.plusSeconds(3));
            assertThat(last(report)).isEqualTo(row(NOON, 1, WALL.plusSeconds(3)));
        }
    }

    @Test
    void emptyTopicsAreCaughtUpWithoutATime() throws Exception {
        try (OneInputStreamOperatorTestHarness<Reached, TableRow> report = start(null)) {
            report.processElement(reached(0, 1, null, true));
            complete(report, 1);
            passTo(report, WALL.plusSeconds(1));
            assertThat(last(report)).isEqualTo(row(null, 1, WALL.plusSeconds(1)));
        }
    }

    @Test
    void restoredItKnowsTheTimeButHasToCatchUp() throws Exception {
        OperatorSubtaskState state;
        try (OneInputStreamOperatorTestHarness<Reached, TableRow> report = start(null)) {
            report.processElement(reached(0, 1, NOON, true));
            state = report.snapshot(1, 0);
        }
        try (OneInputStreamOperatorTestHarness<Reached, TableRow> report = start(state)) {
            report.snapshot(2, 0);
            report.notifyOfCompletedCheckpoint(2);
            passTo(report, WALL.plusSeconds(1));
            assertThat(OperatorHarnesses.drain(report))
                    .containsExactly(row(NOON, 0, WALL), row(NOON, 0, WALL.plusSeconds(1)));

            report.processElement(reached(0, 1, NOON.plusSeconds(1), true));
            complete(report, 3);
            passTo(report, WALL.plusSeconds(2));
            assertThat(last(report)).isEqualTo(row(NOON.plusSeconds(1), 1, WALL.plusSeconds(2)));
        }
    }

    @Test
    void atTheEndOfAllInputTheLastTickCounts() throws Exception {
        try (OneInputStreamOperatorTestHarness<Reached, TableRow> report = start(null)) {
            report.processElement(reached(0, 1, NOON, true));
            report.endInput();
            report.getOperator().finish();
            assertThat(last(report)).isEqualTo(row(NOON, 1, WALL));

            passTo(report, WALL.plusSeconds(9));
            assertThat(OperatorHarnesses.drain(report)).isEmpty();
        }
    }

    private static OneInputStreamOperatorTestHarness<Reached, TableRow> start(@Nullable OperatorSubtaskState state)
            throws Exception {
        OneInputStreamOperatorTestHarness<Reached, TableRow> report =
                new OneInputStreamOperatorTestHarness<>(new ReportProgress("deal-metrics", INTERVAL), 1, 1, 0);
        report.setProcessingTime(WALL.toEpochMilli());
        OperatorHarnesses.open(report, state == null ? null : 1L, state);
        passTo(report, WALL);
        return report;
    }

    private static void passTo(OneInputStreamOperatorTestHarness<Reached, TableRow> report, Instant time)
            throws Exception {
        // Second by second: the harness shows a timer the time that it is set to, not the one it is due at.
        for (long now = report.getProcessingTime(); now < time.toEpochMilli(); now += INTERVAL.toMillis()) {
            report.setProcessingTime(now);
        }
        report.setProcessingTime(time.toEpochMilli());
    }

    private static void complete(OneInputStreamOperatorTestHarness<Reached, TableRow> report, long checkpoint)
            throws Exception {
        report.snapshot(checkpoint, 0);
        report.notifyOfCompletedCheckpoint(checkpoint);
    }

    private static StreamRecord<Reached> reached(int subtask, int of, @Nullable Instant now, boolean caughtUp) {
        return new StreamRecord<>(new Reached(subtask, of, new ClockTick(now, caughtUp)));
    }

    private static TableRow row(@Nullable Instant clock, long caughtUp, Instant writtenAt) {
        return TableRow.of(Tables.JOB_PROGRESS, List.of("deal-metrics"), clock, caughtUp, writtenAt);
    }

    private static TableRow last(OneInputStreamOperatorTestHarness<Reached, TableRow> report) {
        List<TableRow> rows = OperatorHarnesses.drain(report);
        return rows.get(rows.size() - 1);
    }
}
