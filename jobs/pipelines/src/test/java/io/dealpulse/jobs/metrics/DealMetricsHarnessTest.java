package io.dealpulse.jobs.metrics;

import static io.dealpulse.jobs.metrics.MetricsHarness.ACTIVITY_DAILY;
import static io.dealpulse.jobs.metrics.MetricsHarness.CLOSING_DAILY;
import static io.dealpulse.jobs.metrics.MetricsHarness.PIPELINE_VALUE;
import static io.dealpulse.jobs.metrics.MetricsHarness.ROLLING_CLOSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.jobs.metrics.MetricsHarness.Checkpoint;
import io.dealpulse.jobs.sink.Column;
import io.dealpulse.jobs.sink.InMemoryTables;
import io.dealpulse.jobs.sink.StampedRow;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DealMetricsHarnessTest {

    private static final String MARCH_1 = "2024-03-01T09:00:00Z";
    private static final String MARCH_5 = "2024-03-05T09:00:00Z";
    private static final LocalDate CLOSING_DAY = LocalDate.of(2024, 3, 5);

    private final InMemoryTables tables = new InMemoryTables();

    @Test
    void aWonDealIsInEveryTable() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_1, "lead", "ann", 100_00L));
            job.event("d1", event("e2", MARCH_5, "end", null, null));
            job.caughtUp("2024-03-08T00:00:00Z");
            assertThat(tables.rows(Tables.DEALS)).containsOnlyKeys(List.<Object>of("d1"));
            assertThat(tables.rows(Tables.STAGE_VISITS)).containsOnlyKeys(List.of("d1", 1L), List.of("d1", 2L));
            assertThat(tables.rows(Tables.DEAL_FLOWS))
                    .containsOnlyKeys(flow("created", "2024-03-01", 1), flow("won", "2024-03-05", 2));
            assertThat(tables.rows(Tables.DEAL_MILESTONES))
                    .containsOnlyKeys(
                            milestone("reached", "lead", "2024-03-01", 1),
                            milestone("left", "lead", "2024-03-05", 1),
                            milestone("won", "end", "2024-03-05", 2));
            assertThat(deals(CLOSING_DAILY))
                    .containsOnly(Map.entry(daily("all", "", "won"), 1L), Map.entry(daily("owner", "ann", "won"), 1L));
            assertThat(deals(ROLLING_CLOSING))
                    .containsOnly(
                            Map.entry(rolling("all", "", "won", 7), 1L),
                            Map.entry(rolling("all", "", "won", 30), 1L),
                            Map.entry(rolling("owner", "ann", "won", 7), 1L),
                            Map.entry(rolling("owner", "ann", "won", 30), 1L));
        }
    }

    @Test
    void aDealWaitsUntilItsPipelineIsDefined() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.event("d1", event("e2", MARCH_5, "end", null, null));
            job.event("d1", event("e1", MARCH_1, "lead", "ann", 100_00L));
            job.flush();
            assertThat(tables.rows(Tables.WAITING_DEALS).values())
                    .containsExactly(List.of("pipeline_undefined", Instant.parse(MARCH_1)));
            assertThat(tables.rows(Tables.DEALS)).isEmpty();
            assertThat(tables.rows(Tables.DEAL_MILESTONES)).isEmpty();
            job.define(sales(StageKind.WON));
            job.flush();
            assertThat(tables.rows(Tables.WAITING_DEALS)).isEmpty();
            assertThat(tables.rows(Tables.DEALS)).hasSize(1);
            assertThat(tables.rows(CLOSING_DAILY)).hasSize(2);
        }
    }

    @Test
    void whenTheDayTurnsWindowsMoveOnAndEmptyOnesGo() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.caughtUp("2024-03-11T23:59:59.999Z");
            assertThat(tables.rows(ROLLING_CLOSING)).hasSize(4);
            job.caughtUp("2024-03-12T00:00:00Z");
            assertThat(tables.rows(ROLLING_CLOSING))
                    .containsOnlyKeys(rolling("all", "", "won", 30), rolling("owner", "ann", "won", 30));
            assertThat(tables.rows(ROLLING_CLOSING).values())
                    .allSatisfy(row -> assertThat(row.get(0)).isEqualTo(LocalDate.of(2024, 3, 12)));
            job.caughtUp("2024-04-04T00:00:00Z");
            assertThat(tables.rows(ROLLING_CLOSING)).isEmpty();
        }
    }

    @Test
    void anErasedDealLeavesEveryTable() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.caughtUp("2024-03-08T00:00:00Z");
            job.erase("d1");
            job.event("d1", event("e2", MARCH_5, "lead", "ann", 100_00L));
            job.flush();
            assertThat(tables.rows(Tables.DEALS)).isEmpty();
            assertThat(tables.rows(Tables.STAGE_VISITS)).isEmpty();
            assertThat(tables.rows(Tables.DEAL_FLOWS)).isEmpty();
            assertThat(tables.rows(Tables.DEAL_MILESTONES)).isEmpty();
            assertThat(tables.rows(Tables.WAITING_DEALS)).isEmpty();
            assertThat(tables.rows(CLOSING_DAILY)).isEmpty();
            assertThat(tables.rows(ROLLING_CLOSING)).isEmpty();
        }
    }

    @Test
    void stepsThatALateEventChangesGiveWayToOthersAndThoseBeforeItStand() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_1, "lead", "ann", 100_00L));
            job.event("d1", event("e3", MARCH_5, "lead", null, 80_00L));
            job.event("d1", event("e4", "2024-03-06T09:00:00Z", "end", null, null));
            assertThat(tables.rows(Tables.DEAL_FLOWS))
                    .containsOnlyKeys(
                            flow("created", "2024-03-01", 1),
                            flow("decreased", "2024-03-05", 2),
                            flow("won", "2024-03-06", 3));
            job.event("d1", event("e2", "2024-03-03T09:00:00Z", "lead", "bob", 60_00L));
            assertThat(tables.rows(Tables.DEAL_FLOWS))
                    .containsOnlyKeys(
                            flow("created", "2024-03-01", 1),
                            flow("reassigned", "2024-03-03", 2),
                            flow("reassigned", "2024-03-03", 3),
                            flow("decreased", "2024-03-03", 4),
                            flow("increased", "2024-03-05", 5),
                            flow("won", "2024-03-06", 6));
            assertThat(tables.rows(Tables.DEAL_FLOWS).get(flow("reassigned", "2024-03-03", 2)))
                    .containsExactly(
                            Instant.parse("2024-03-03T09:00:00Z"),
                            "lead",
                            "USD",
                            -1L,
                            -100_00L,
                            -100_00L,
                            BigDecimal.ZERO.setScale(11),
                            "owner",
                            "ann",
                            Map.of());
        }
    }

    @Test
    void milestonesTellHowTheDealStandsNowAndGiveWayToOthersWhenItMoves() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_1, "lead", "ann", 100_00L));
            assertThat(tables.rows(Tables.DEAL_MILESTONES))
                    .containsOnlyKeys(
                            milestone("reached", "lead", "2024-03-01", 1), milestone("open", "lead", "2024-03-01", 1));
            assertThat(milestoneRow("reached", "lead", "2024-03-01", 1))
                    .containsExactly(
                            Instant.parse(MARCH_1),
                            "",
                            null,
                            null,
                            List.of(),
                            "open",
                            100_00L,
                            "USD",
                            Instant.parse(MARCH_1),
                            Instant.parse(MARCH_1),
                            null,
                            List.of("owner=ann"));
            // Neither stage nor time of the first milestone changes, but what it tells of the present deal does.
            job.event("d1", event("e2", "2024-03-02T09:00:00Z", null, "bob", 80_00L));
            assertThat(milestoneRow("reached", "lead", "2024-03-01", 1))
                    .contains(80_00L, List.of("owner=ann"))
                    .doesNotContain(100_00L);
            assertThat(milestoneRow("open", "lead", "2024-03-01", 1)).contains(80_00L, List.of("owner=bob"));
            job.event("d1", event("e3", MARCH_5, "end", "cid", null));
            assertThat(tables.rows(Tables.DEAL_MILESTONES))
                    .containsOnlyKeys(
                            milestone("reached", "lead", "2024-03-01", 1),
                            milestone("left", "lead", "2024-03-05", 1),
                            milestone("won", "end", "2024-03-05", 2));
            assertThat(milestoneRow("reached", "lead", "2024-03-01", 1)).contains(List.of("end"), "won");
            assertThat(milestoneRow("left", "lead", "2024-03-05", 1))
                    .containsExactly(
                            Instant.parse(MARCH_5),
                            "won",
                            345_600L,
                            Instant.parse(MARCH_1),
                            List.of(),
                            "won",
                            80_00L,
                            "USD",
                            Instant.parse(MARCH_1),
                            Instant.parse(MARCH_5),
                            Instant.parse(MARCH_5),
                            List.of("owner=bob"));
            assertThat(milestoneRow("won", "end", "2024-03-05", 2))
                    .startsWith(Instant.parse(MARCH_5), "", 345_600L)
                    .endsWith(List.of("owner=cid"));
        }
    }

    @Test
    void aLateEventThatMovesAMilestoneToAnotherDayTakesAwayTheFormerOne() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e2", MARCH_5, "lead", "ann", 100_00L));
            job.event("d1", event("e1", MARCH_1, "lead", "ann", 100_00L));
            assertThat(tables.rows(Tables.DEAL_MILESTONES))
                    .containsOnlyKeys(
                            milestone("reached", "lead", "2024-03-01", 1), milestone("open", "lead", "2024-03-01", 1));
        }
    }

    @Test
    void aLateEventThatMakesAStayLongerTakesAwayTheFormerOne() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e2", MARCH_1, "lead", "ann", 100_00L));
            job.event("d1", event("e3", MARCH_5, "end", "ann", null));
            assertThat(tables.rows(Tables.DEAL_MILESTONES))
                    .containsOnlyKeys(
                            milestone("reached", "lead", "2024-03-01", 1),
                            milestone("left", 8, "lead", "2024-03-05", 1),
                            milestone("won", "end", "2024-03-05", 2));
            job.event("d1", event("e1", "2024-02-20T09:00:00Z", "lead", "ann", null));
            assertThat(tables.rows(Tables.DEAL_MILESTONES))
                    .containsOnlyKeys(
                            milestone("reached", "lead", "2024-02-20", 1),
                            milestone("left", 32, "lead", "2024-03-05", 1),
                            milestone("won", "end", "2024-03-05", 2));
        }
    }

    @Test
    void aChangedDefinitionChangesMilestones() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_1, "lead", "ann", 100_00L));
            job.event("d1", event("e2", MARCH_5, "end", null, null));
            job.define(sales(StageKind.OPEN));
            assertThat(tables.rows(Tables.DEAL_MILESTONES))
                    .containsOnlyKeys(
                            milestone("reached", "lead", "2024-03-01", 1),
                            milestone("reached", "end", "2024-03-05", 2),
                            milestone("left", "lead", "2024-03-05", 1),
                            milestone("open", "end", "2024-03-05", 2));
            assertThat(milestoneRow("left", "lead", "2024-03-05", 1)).contains("advanced", "open");
        }
    }

    @Test
    void anActivityRewritesTheDealAlone() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_1, "lead", "ann", 100_00L));
            int before = tables.writes();
            job.activity(call("a1", "d1"));
            assertThat(tables.writes() - before).isEqualTo(1);
            assertThat(activities("d1")).isEqualTo(1);
            assertThat(tables.rows(Tables.DEAL_MILESTONES)).hasSize(2);
        }
    }

    @Test
    void aDeletedDealKeepsItsFlowsAndNothingElse() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_1, "lead", "ann", 100_00L));
            job.event("d1", deletion("e2", MARCH_5));
            assertThat(tables.rows(Tables.DEALS)).isEmpty();
            assertThat(tables.rows(Tables.STAGE_VISITS)).isEmpty();
            assertThat(tables.rows(Tables.DEAL_FLOWS))
                    .containsOnlyKeys(flow("created", "2024-03-01", 1), flow("deleted", "2024-03-05", 2));
            assertThat(tables.rows(Tables.DEAL_MILESTONES)).isEmpty();
        }
    }

    @Test
    void aRateRevaluesTheDaysFromItsDateOnWheneverItComes() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.tick("2024-03-08T00:00:00Z");
            assertThat(amountBase("all", "")).isZero();
            job.rate("USD", "EUR", "2024-03-01", "0.90");
            job.flush();
            assertThat(amountBase("all", "")).isEqualTo(90_00);
            job.rate("USD", "EUR", "2024-03-06", "0.50");
            job.flush();
            assertThat(amountBase("all", "")).isEqualTo(90_00);
            job.rate("USD", "EUR", "2024-03-01", "0.80");
            job.flush();
            assertThat(amountBase("all", "")).isEqualTo(80_00);
        }
    }

    @Test
    void aBucketTouchedInABundleIsWrittenEvenIfItsDeltasCancelOut() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.flush();
            int before = tables.writes();
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.erase("d1");
            int dealRows = tables.writes() - before;
            job.flush();
            assertThat(tables.writes() - before - dealRows)
                    .as("conversion and closing, each of all and owner")
                    .isEqualTo(4);
            assertThat(tables.rows(CLOSING_DAILY)).isEmpty();
        }
    }

    /** It is the checkpoint's barrier alone that ends the first bundle. */
    @Test
    void aCheckpointHasTheDeltasOfTheOpenBundle() throws Exception {
        Checkpoint checkpoint;
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.event("d2", event("e2", MARCH_5, "end", "ann", 100_00L));
            checkpoint = job.checkpoint(1);
        }
        assertThat(deals(CLOSING_DAILY)).containsEntry(daily("all", "", "won"), 2L);
        try (MetricsHarness job = MetricsHarness.restore(tables, checkpoint)) {
            job.event("d3", event("e3", MARCH_5, "end", "ann", 100_00L));
            job.flush();
            assertThat(deals(CLOSING_DAILY))
                    .containsOnly(Map.entry(daily("all", "", "won"), 3L), Map.entry(daily("owner", "ann", "won"), 3L));
        }
    }

    /**
     * A row is written after checkpoint 1 under the definition of that time. After the restore the new definition
     * overtakes the event, so that nothing in the replay touches the row again.
     */
    @Test
    void aRowWrittenAfterTheCheckpointThatTheReplayNeverTouchesIsReconciled() throws Exception {
        DealEvent closing = event("e1", MARCH_5, "end", "ann", 100_00L);
        Checkpoint checkpoint;
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.LOST));
            checkpoint = job.checkpoint(1);
            job.event("d1", closing);
            job.flush();
            assertThat(deals(CLOSING_DAILY)).containsEntry(daily("all", "", "lost"), 1L);
        }
        try (MetricsHarness job = MetricsHarness.restore(tables, checkpoint)) {
            job.define(sales(StageKind.WON));
            job.event("d1", closing);
            job.flush();
            assertThat(deals(CLOSING_DAILY))
                    .as("without reconciliation the deal counts twice")
                    .containsEntry(daily("all", "", "lost"), 1L)
                    .containsEntry(daily("all", "", "won"), 1L);
            job.tick("2024-03-08T00:00:00Z");
            assertThat(deals(CLOSING_DAILY))
                    .containsOnly(Map.entry(daily("all", "", "won"), 1L), Map.entry(daily("owner", "ann", "won"), 1L));
        }
    }

    /** The server was still working on the former attempt's last request when that was killed. */
    @Test
    void aRowThatBecomesVisibleAfterTheFirstLookIsReconciledOnceCaughtUp() throws Exception {
        Checkpoint checkpoint;
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.LOST));
            checkpoint = job.checkpoint(1);
        }
        try (MetricsHarness job = MetricsHarness.restore(tables, checkpoint)) {
            job.define(sales(StageKind.WON));
            job.tick("2024-03-08T00:00:00Z");
            tables.write(new StampedRow(
                    TableRow.of(Tables.WAITING_DEALS, List.of("gone"), "no_stage", Instant.EPOCH), 1L << 32, 1));
            assertThat(tables.rows(Tables.WAITING_DEALS)).hasSize(1);
            job.caughtUp("2024-03-08T00:00:00Z");
            assertThat(tables.rows(Tables.WAITING_DEALS)).isEmpty();
        }
    }

    @Test
    void aReconciliationStillDueAtTheNextCheckpointIsNotForgotten() throws Exception {
        DealEvent closing = event("e1", MARCH_5, "end", "ann", 100_00L);
        Checkpoint first;
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.LOST));
            first = job.checkpoint(1);
            job.event("d1", closing);
            job.flush();
        }
        Checkpoint second;
        try (MetricsHarness job = MetricsHarness.restore(tables, first)) {
            job.define(sales(StageKind.WON));
            job.event("d1", closing);
            second = job.checkpoint(2);
        }
        try (MetricsHarness job = MetricsHarness.restore(tables, second)) {
            job.tick("2024-03-08T00:00:00Z");
            assertThat(deals(CLOSING_DAILY)).containsOnlyKeys(daily("all", "", "won"), daily("owner", "ann", "won"));
        }
    }

    /** The rows of the run in between bear lower checkpoints than the one that is gone back to. */
    @Test
    void whatARunWithoutStateLeftIsReconciledWhenACheckpointOfTheFormerRunIsGoneBackTo() throws Exception {
        DealEvent lead = event("e1", MARCH_1, "lead", "ann", 100_00L);
        DealEvent closing = event("e2", MARCH_5, "end", null, null);
        Checkpoint former;
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", lead);
            job.event("d1", closing);
            job.event("d2", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.tick("2024-03-08T00:00:00Z");
            former = job.checkpoint(7);
        }
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", lead);
            job.event("d1", closing);
            job.flush();
            assertThat(deals(CLOSING_DAILY)).containsEntry(daily("all", "", "won"), 1L);
        }
        try (MetricsHarness job = MetricsHarness.restore(tables, former)) {
            job.tick("2024-03-08T00:00:00Z");
            assertThat(deals(CLOSING_DAILY)).containsEntry(daily("all", "", "won"), 2L);
        }
    }

    @Test
    void aStartWithoutStateDeletesTheRowsOfWindowsThatAreNoLongerAskedFor() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.caughtUp("2024-03-08T00:00:00Z");
            assertThat(tables.rows(ROLLING_CLOSING)).containsKey(rolling("all", "", "won", 30));
        }
        MetricOptions weekly = new MetricOptions(
                List.of("owner"), List.of(7), ZoneId.of("UTC"), "EUR", Duration.ofSeconds(1), Duration.ofDays(730));
        try (MetricsHarness job = MetricsHarness.start(tables, weekly)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.caughtUp("2024-03-08T00:00:00Z");
            assertThat(tables.rows(ROLLING_CLOSING))
                    .containsOnlyKeys(rolling("all", "", "won", 7), rolling("owner", "ann", "won", 7));
        }
    }

    @Test
    void aStartWithoutStateOnEmptyTopicsLeavesNoRowOfAWindow() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.caughtUp("2024-03-08T00:00:00Z");
        }
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.caughtUp(null);
            assertThat(tables.rows(CLOSING_DAILY)).isEmpty();
            assertThat(tables.rows(ROLLING_CLOSING)).isEmpty();
        }
    }

    @Test
    void aWithdrawnRateConvertsNothingAndIsNotKept() throws Exception {
        Checkpoint checkpoint;
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.rate("USD", "EUR", "2024-03-01", "0.90");
            job.flush();
            assertThat(amountBase("all", "")).isEqualTo(90_00);
            job.withdrawRate("USD", "EUR", "2024-03-01");
            job.flush();
            assertThat(amountBase("all", "")).isZero();
            checkpoint = job.checkpoint(1);
        }
        try (MetricsHarness job = MetricsHarness.restore(tables, checkpoint)) {
            job.tick("2024-03-08T00:00:00Z");
            assertThat(amountBase("all", "")).isZero();
        }
    }

    @Test
    void aStartWithoutStateDeletesWhatItDidNotWriteAgainOnceCaughtUp() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("gone", event("e1", MARCH_5, "end", "eve", 100_00L));
            job.event("kept", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.tick("2024-03-08T00:00:00Z");
        }
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("kept", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.tick("2024-03-08T00:00:00Z");
            assertThat(tables.rows(Tables.DEALS)).hasSize(2);
            job.caughtUp("2024-03-08T00:00:00Z");
            assertThat(tables.rows(Tables.DEALS)).containsOnlyKeys(List.<Object>of("kept"));
            assertThat(tables.rows(CLOSING_DAILY))
                    .containsOnlyKeys(daily("all", "", "won"), daily("owner", "ann", "won"));
            assertThat(deals(CLOSING_DAILY)).containsEntry(daily("all", "", "won"), 1L);
            assertThat(tables.rows(ROLLING_CLOSING)).hasSize(4);
        }
    }

    @Test
    void aDealThatClosedLongAgoLeavesAndItsRowsAndFiguresStand() throws Exception {
        Checkpoint checkpoint;
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.caughtUp(MARCH_1);
            job.checkpoint(1);
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.event("open", event("e1", MARCH_5, "lead", "ann", 100_00L));
            job.caughtUp("2026-03-05T00:00:00Z");
            job.event("d1", event("e2", MARCH_5, "end", "bob", null));
            assertThat(job.tooLate()).as("730 days are not over yet").isEmpty();
            job.caughtUp("2026-03-06T00:00:00Z");
            job.event("d1", event("e3", MARCH_5, "end", "eve", null));
            assertThat(job.tooLate())
                    .as("something was said of it the day before")
                    .isEmpty();
            job.caughtUp("2026-03-08T00:00:00Z");
            checkpoint = job.checkpoint(2);
        }
        try (MetricsHarness job = MetricsHarness.restore(tables, checkpoint)) {
            Map<String, String> before = texts();
            job.event("d1", event("e4", MARCH_5, "lead", "ann", 100_00L));
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.activity(call("a1", "d1"));
            assertThat(job.tooLate()).hasSize(3).allMatch(late -> late.dealId().equals("d1"));
            job.event("open", event("e2", MARCH_5, "lead", "ann", 100_00L));
            assertThat(job.tooLate()).as("an open deal never leaves").hasSize(3);
            job.flush();
            assertThat(tables.rows(ACTIVITY_DAILY)).as("no deal is in it").hasSize(2);
            assertThat(texts()).containsAllEntriesOf(before);
        }
    }

    @Test
    void aDealThatWasJustReadInAReplayDoesNotLeaveBeforeTheJobHasCaughtUp() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.tick("2027-03-05T00:00:00Z");
            job.tick("2027-03-09T00:00:00Z");
            job.event("d1", event("e2", MARCH_5, "end", "bob", null));
            assertThat(job.tooLate()).isEmpty();
        }
    }

    /** What was read before that tick may still be on its way to where deals are kept. */
    @Test
    void norBeforeABarrierHasFollowedTheTickThatSaysSo() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.tick("2024-03-06T00:00:00Z");
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.caughtUp("2027-03-05T00:00:00Z");
            job.event("d1", event("e2", MARCH_5, "end", "bob", null));
            job.event("d2", event("e1", MARCH_5, "end", "ann", 100_00L));
            assertThat(job.tooLate()).isEmpty();
            job.checkpoint(1);
            job.caughtUp("2027-03-08T00:00:00Z");
            job.event("d2", event("e2", MARCH_5, "end", "bob", null));
            assertThat(job.tooLate()).hasSize(1);
        }
    }

    @Test
    void aDealThatAMistakenDefinitionHasClosedDoesNotLeaveAtOnce() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.OPEN));
            job.caughtUp(MARCH_1);
            job.checkpoint(1);
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.caughtUp("2027-03-05T00:00:00Z");
            job.define(sales(StageKind.LOST));
            job.caughtUp("2027-03-06T00:00:00Z");
            job.define(sales(StageKind.OPEN));
            job.caughtUp("2027-03-09T00:00:00Z");
            job.event("d1", event("e2", MARCH_5, "end", "bob", null));
            assertThat(job.tooLate()).isEmpty();
        }
    }

    @Test
    void ofADealThatHasLeftOnlyRowsThatItNeverHadAreReconciled() throws Exception {
        DealEvent lead = event("e1", MARCH_1, "lead", "ann", 100_00L);
        DealEvent closing = event("e3", MARCH_5, "end", "ann", null);
        Checkpoint left;
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.caughtUp(MARCH_1);
            job.checkpoint(1);
            job.event("d1", lead);
            job.event("d1", closing);
            job.caughtUp("2026-03-08T00:00:00Z");
            left = job.checkpoint(2);
        }
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", lead);
            job.event("d1", event("e2", "2024-03-02T09:00:00Z", "end", "ann", null));
            job.event("d1", event("e2b", "2024-03-03T09:00:00Z", "lead", "ann", null));
            job.event("d1", closing);
            assertThat(tables.rows(Tables.STAGE_VISITS)).hasSize(4);
            assertThat(tables.rows(Tables.DEAL_FLOWS))
                    .as("four of this run's, and one of the former run's, whose key it did not touch")
                    .hasSize(5);
            assertThat(tables.rows(Tables.DEAL_MILESTONES).keySet())
                    .as("of this run")
                    .contains(milestone("left", "lead", "2024-03-02", 1), milestone("won", "end", "2024-03-05", 4));
        }
        try (MetricsHarness job = MetricsHarness.restore(tables, left)) {
            job.caughtUp("2026-03-09T00:00:00Z");
            assertThat(tables.rows(Tables.DEALS)).hasSize(1);
            assertThat(tables.rows(Tables.STAGE_VISITS)).containsOnlyKeys(List.of("d1", 1L), List.of("d1", 2L));
            // The steps of the run that was given up are gone where the deal has none of that key.
            assertThat(tables.rows(Tables.DEAL_FLOWS))
                    .containsOnlyKeys(flow("created", "2024-03-01", 1), flow("won", "2024-03-05", 2));
            assertThat(tables.rows(Tables.DEAL_MILESTONES))
                    .containsOnlyKeys(
                            milestone("reached", "lead", "2024-03-01", 1),
                            milestone("left", "lead", "2024-03-05", 1),
                            milestone("won", "end", "2024-03-05", 2));
        }
    }

    @Test
    void theRowsOfADealThatHasLeftCanStillBeErased() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.caughtUp(MARCH_1);
            job.checkpoint(1);
            job.event("d1", event("e1", MARCH_1, "lead", "ann", 100_00L));
            job.event("d1", event("e2", MARCH_5, "end", "ann", 100_00L));
            job.caughtUp("2026-03-08T00:00:00Z");
            assertThat(tables.rows(Tables.STAGE_VISITS)).hasSize(2);
            assertThat(tables.rows(Tables.DEAL_FLOWS)).hasSize(2);
            assertThat(tables.rows(Tables.DEAL_MILESTONES)).hasSize(3);
            job.erase("d1");
            assertThat(tables.rows(Tables.DEALS)).isEmpty();
            assertThat(tables.rows(Tables.STAGE_VISITS)).isEmpty();
            assertThat(tables.rows(Tables.DEAL_FLOWS)).isEmpty();
            assertThat(tables.rows(Tables.DEAL_MILESTONES)).isEmpty();
            job.event("d1", event("e3", MARCH_5, "end", "ann", 100_00L));
            assertThat(job.tooLate()).as("discarded, as of any erased deal").isEmpty();
        }
    }

    @Test
    void theFlowsOfADeletedDealThatHasLeftCanStillBeErased() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.caughtUp(MARCH_1);
            job.checkpoint(1);
            job.event("d1", event("e1", MARCH_1, "lead", "ann", 100_00L));
            job.event("d1", event("e2", MARCH_5, "end", "ann", 100_00L));
            job.event("d1", deletion("e3", "2024-03-06T09:00:00Z"));
            job.caughtUp("2026-03-09T00:00:00Z");
            job.event("d1", event("e4", MARCH_5, "end", "ann", 100_00L));
            assertThat(job.tooLate()).as("it has left").hasSize(1);
            assertThat(tables.rows(Tables.DEAL_FLOWS)).hasSize(2);
            job.erase("d1");
            assertThat(tables.rows(Tables.DEAL_FLOWS)).isEmpty();
        }
    }

    @Test
    void anActivityThatTurnsOutToBeAnotherDealsCountsThereAlone() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "lead", "ann", 100_00L));
            job.event("d2", event("e1", MARCH_5, "lead", "ann", 100_00L));
            job.activity(call("a1", "d1"));
            assertThat(activities("d1")).isEqualTo(1);
            Activity corrected = new Activity(
                    "a1",
                    "d2",
                    null,
                    "ann",
                    Activity.Type.CALL,
                    Activity.State.DONE,
                    Instant.parse(MARCH_1),
                    Instant.parse(MARCH_5),
                    60);
            job.activity(corrected);
            job.activity(call("a1", "d1"));
            assertThat(activities("d1")).isZero();
            assertThat(activities("d2")).isEqualTo(1);
            job.flush();
            assertThat(tables.rows(ACTIVITY_DAILY).values())
                    .as("all and rep")
                    .containsExactly(List.of(1L, 60L), List.of(1L, 60L));
        }
    }

    @Test
    void anErasedDealsActivitiesGoOnCountingButBelongToNoDeal() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "lead", "ann", 100_00L));
            job.activity(call("a1", "d1"));
            job.erase("d1");
            job.activity(call("a2", "d1"));
            job.flush();
            assertThat(tables.rows(Tables.DEALS)).isEmpty();
            assertThat(tables.rows(ACTIVITY_DAILY).values())
                    .as("all and rep")
                    .containsExactly(List.of(2L, 120L), List.of(2L, 120L));
        }
    }

    @Test
    void aChangedProbabilityReweighsTheOpenPipelineAndARateRevaluesIt() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "lead", "ann", 100_00L));
            job.caughtUp("2024-03-08T00:00:00Z");
            LocalDate asOf = LocalDate.of(2024, 3, 8);
            assertThat(value()).containsExactly(asOf, 1L, 100_00L, 20_00L, 0L, 0L, 1L);
            job.rate("USD", "EUR", "2024-03-09", "0.50");
            job.flush();
            assertThat(value()).as("the rate does not hold yet").containsExactly(asOf, 1L, 100_00L, 20_00L, 0L, 0L, 1L);
            job.rate("USD", "EUR", "2024-03-01", "0.90");
            job.flush();
            assertThat(value()).containsExactly(asOf, 1L, 100_00L, 20_00L, 90_00L, 18_00L, 0L);
            job.define(new PipelineDefinition(
                    "sales",
                    "Sales",
                    List.of(
                            new Stage("lead", "Lead", StageKind.OPEN, 0.4, null, null),
                            new Stage("end", "End", StageKind.WON, 1, null, null))));
            job.flush();
            assertThat(value()).containsExactly(asOf, 1L, 100_00L, 40_00L, 90_00L, 36_00L, 0L);
            job.caughtUp("2024-03-09T00:00:00Z");
            assertThat(value()).containsExactly(asOf.plusDays(1), 1L, 100_00L, 40_00L, 50_00L, 20_00L, 0L);
        }
    }

    @Test
    void whatLiesAheadOfTheClockIsInTheOpenPipelineOnlyFromItsDayOn() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.caughtUp("2024-03-04T23:00:00Z");
            job.event("d1", event("e1", MARCH_5, "lead", "ann", 100_00L));
            job.flush();
            assertThat(tables.rows(PIPELINE_VALUE)).isEmpty();
            job.caughtUp("2024-03-05T23:00:00Z");
            assertThat(value()).startsWith(LocalDate.of(2024, 3, 5), 1L, 100_00L);
            job.event("d1", event("e2", "2024-03-06T01:00:00Z", "end", null, null));
            job.flush();
            assertThat(value()).startsWith(LocalDate.of(2024, 3, 5), 1L, 100_00L);
            job.caughtUp("2024-03-06T23:00:00Z");
            assertThat(tables.rows(PIPELINE_VALUE)).isEmpty();
        }
    }

    @Test
    void untilTheJobHasCaughtUpWindowsAndBalancesStandStill() throws Exception {
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            job.define(sales(StageKind.WON));
            job.event("d1", event("e1", MARCH_5, "end", "ann", 100_00L));
            job.event("d2", event("e1", MARCH_5, "lead", "ann", 100_00L));
            job.tick("2024-03-08T00:00:00Z");
            job.flush();
            assertThat(tables.rows(CLOSING_DAILY)).isNotEmpty();
            assertThat(tables.rows(ROLLING_CLOSING)).isEmpty();
            assertThat(tables.rows(PIPELINE_VALUE)).isEmpty();
            job.caughtUp("2024-03-08T00:00:00Z");
            job.passFlushInterval();
            assertThat(tables.rows(ROLLING_CLOSING)).hasSize(4);
            assertThat(tables.rows(PIPELINE_VALUE)).hasSize(2);
        }
    }

    @Test
    void aRestoredStateTakesNoOtherOptions() throws Exception {
        Checkpoint checkpoint;
        try (MetricsHarness job = MetricsHarness.start(tables)) {
            checkpoint = job.checkpoint(1);
        }
        MetricOptions other = new MetricOptions(
                List.of("segment"),
                List.of(7, 30),
                ZoneId.of("UTC"),
                "EUR",
                Duration.ofSeconds(1),
                Duration.ofDays(730));
        assertThatThrownBy(() -> MetricsHarness.restore(tables, checkpoint, other))
                .hasStackTraceContaining(
                        "The saved state was made with other options, or by another release: dimensions=owner windows=[7, 30]")
                .hasStackTraceContaining("now: dimensions=segment windows=[7, 30]");
    }

    /** A change here is a change of saved state: that of earlier releases is refused, which the changelog must say. */
    @Test
    void savedStateNamesTheOptionsAndTheVersionsOfFamiliesThatShapedIt() {
        assertThat(MetricsHarness.OPTIONS.shape())
                .isEqualTo("dimensions=owner windows=[7, 30] reporting.zone=UTC base.currency=EUR"
                        + " families=conversion/1,stage_time/1,closing/1,pipeline_flow/2,pipeline_value/1,activity/1"
                        + " tables=deals,stage_visits,deal_flows,deal_milestones,waiting_deals");
    }

    private long activities(String dealId) {
        List<Object> row = Objects.requireNonNull(tables.rows(Tables.DEALS).get(List.<Object>of(dealId)));
        List<String> columns =
                Tables.DEALS.valueColumns().stream().map(Column::name).toList();
        return (Long) row.get(columns.indexOf("activities"));
    }

    private List<Object> value() {
        return Objects.requireNonNull(
                tables.rows(PIPELINE_VALUE).get(List.<Object>of("sales", "all", "", "lead", "USD")));
    }

    private Map<String, String> texts() {
        return tables.allRows().stream()
                .collect(Collectors.toMap(row -> row.rowKey().toString(), row -> String.valueOf(row.values())));
    }

    private static Activity call(String activityId, String dealId) {
        return new Activity(
                activityId,
                dealId,
                null,
                "ann",
                Activity.Type.CALL,
                Activity.State.DONE,
                Instant.parse(MARCH_1),
                null,
                60);
    }

    private Map<List<Object>, Long> deals(Table table) {
        int column = table.equals(ROLLING_CLOSING) ? 1 : 0;
        return tables.rows(table).entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, row ->
                (Long) row.getValue().get(column)));
    }

    private long amountBase(String dimension, String value) {
        List<Object> row = Objects.requireNonNull(tables.rows(CLOSING_DAILY).get(daily(dimension, value, "won")));
        return (Long) row.get(2);
    }

    private static List<Object> daily(String dimension, String value, String outcome) {
        return List.of("sales", dimension, value, outcome, "USD", CLOSING_DAY);
    }

    private static List<Object> flow(String cause, String day, long step) {
        return List.of("sales", cause, LocalDate.parse(day), "d1", step);
    }

    /** Whoever left had stayed for less than 8 days, unless it is said. */
    private static List<Object> milestone(String kind, String stageId, String day, long visitNumber) {
        return milestone(kind, kind.equals("left") ? 8 : 0, stageId, day, visitNumber);
    }

    private static List<Object> milestone(
            String kind, long stayBelowDays, String stageId, String day, long visitNumber) {
        return List.of("sales", kind, stayBelowDays, stageId, LocalDate.parse(day), "d1", visitNumber);
    }

    private List<Object> milestoneRow(String kind, String stageId, String day, long visitNumber) {
        return Objects.requireNonNull(
                tables.rows(Tables.DEAL_MILESTONES).get(milestone(kind, stageId, day, visitNumber)));
    }

    private static List<Object> rolling(String dimension, String value, String outcome, long windowDays) {
        return List.of("sales", dimension, value, outcome, "USD", windowDays);
    }

    private static PipelineDefinition sales(StageKind kindOfEnd) {
        return new PipelineDefinition(
                "sales",
                "Sales",
                List.of(
                        new Stage("lead", "Lead", StageKind.OPEN, 0.2, null, null),
                        new Stage("end", "End", kindOfEnd, 1, null, null)));
    }

    private static DealEvent deletion(String eventId, String at) {
        return event(eventId, at, true, null, null, null);
    }

    private static DealEvent event(
            String eventId, String at, @Nullable String stageId, @Nullable String ownerId, @Nullable Long amountCents) {
        return event(eventId, at, false, stageId, ownerId, amountCents);
    }

    private static DealEvent event(
            String eventId,
            String at,
            boolean deleted,
            @Nullable String stageId,
            @Nullable String ownerId,
            @Nullable Long amountCents) {
        return new DealEvent(
                eventId,
                Instant.parse(at),
                null,
                null,
                deleted,
                "sales",
                stageId,
                amountCents,
                amountCents == null ? null : "USD",
                ownerId,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of());
    }
}
