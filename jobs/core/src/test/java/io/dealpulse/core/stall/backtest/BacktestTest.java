package io.dealpulse.core.stall.backtest;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static io.dealpulse.core.deal.Deals.history;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.Deals;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.core.stall.LearnedThresholds;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All figures are counted by hand; all times are of March 2024 where they name no month. */
class BacktestTest {

    private static final ReportingCalendar UTC = new ReportingCalendar(ZoneOffset.UTC);
    private static final LocalDate FIRST = LocalDate.of(2024, 3, 1);
    private static final LocalDate LAST = LocalDate.of(2024, 3, 31);
    private static final Instant NEWEST = Instant.parse("2024-03-31T12:00:00Z");
    private static final Period MARCH = Period.of(FIRST, LAST, NEWEST, UTC);

    /** Idle from 6 on; lost with that on 12. */
    private static final DealHistory LOST =
            history(march(1).stage("sales", "lead"), march(12).stage(null, "lost"));

    /** Idle as a lead from 6 to 8, as an offer from 13 to 20. */
    private static final DealHistory WON = history(
            march(1).stage("sales", "lead"),
            march(8).stage(null, "offer"),
            march(20).stage(null, "won"));

    /** Too quick for any alert. */
    private static final DealHistory LOST_AT_ONCE =
            history(march(1).stage("sales", "lead"), march(4).stage(null, "lost"));

    private static final DealHistory OPEN = history(march(10).stage("sales", "lead"));

    private static final DealHistory DELETED = history(
            march(1).stage("sales", "lead"),
            march(3).stage(null, "offer"),
            march(20).deleted(true));

    /** Idle since the middle of February. */
    private static final DealHistory ALERTED_BEFORE =
            history(event("lead").at("2024-02-10T00:00:00Z").stage("sales", "lead"), march(2).stage(null, "lost"));

    private static final List<DealHistory> DEALS = List.of(LOST, WON, LOST_AT_ONCE, OPEN, DELETED, ALERTED_BEFORE);

    @Test
    void idleDealsOfAllStages() {
        RuleResult result = result(idle(null, 5), MARCH, DEALS);

        assertThat(result)
                .isEqualTo(new RuleResult(
                        idle(null, 5), 6, 3, 1, 5, 1, 4, 1, 1, 1, 1, 1, Duration.ofDays(6), Duration.ofDays(6)));
        assertThat(result.alertsPerWeek(MARCH.days())).isEqualTo(5 * 7 / 31.0);
        assertThat(result.lossRate()).isEqualTo(0.5);
        assertThat(result.baseLossRate()).isEqualTo(0.75);
        assertThat(result.lift()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(result.missedRate()).isEqualTo(1 / 3.0);
    }

    @Test
    void aLongerThresholdWarnsLater() {
        assertThat(result(idle(null, 10), MARCH, DEALS))
                .isEqualTo(new RuleResult(
                        idle(null, 10), 6, 3, 1, 4, 1, 4, 1, 1, 1, 1, 1, Duration.ofDays(1), Duration.ofDays(2)));
    }

    @Test
    void aStageIsMeasuredByTheDealsThatWereInIt() {
        RuleResult result = result(idle("offer", 5), MARCH, DEALS);

        assertThat(result)
                .isEqualTo(new RuleResult(idle("offer", 5), 2, 0, 1, 2, 0, 2, 0, 1, 0, 1, 0, null, Duration.ofDays(7)));
        assertThat(result.lossRate()).isEqualTo(0.0);
        assertThat(result.baseLossRate()).isEqualTo(0.0);
        assertThat(result.lift()).isNull();
        assertThat(result.missedRate()).isNull();
    }

    @Test
    void dealsThatAreOverdueInTheirStage() {
        TestedRule overdue = rule(AlertKind.STAGE_OVERDUE, null, Threshold.days(8));

        assertThat(result(overdue, MARCH, DEALS))
                .isEqualTo(new RuleResult(
                        overdue, 6, 3, 1, 4, 1, 4, 1, 1, 1, 1, 1, Duration.ofDays(3), Duration.ofDays(4)));
    }

    @Test
    void allIsSeenFromTheEndOfThePeriod() {
        Period untilTheTenth = Period.of(FIRST, LocalDate.of(2024, 3, 10), NEWEST, UTC);

        RuleResult result = result(idle(null, 5), untilTheTenth, DEALS);

        assertThat(result)
                .isEqualTo(new RuleResult(idle(null, 5), 6, 2, 0, 3, 2, 3, 0, 0, 3, 0, 1, null, Duration.ofDays(2)));
        assertThat(result.lossRate()).isNull();
        assertThat(result.baseLossRate()).isEqualTo(1.0);
        assertThat(result.lift()).isNull();
    }

    @Test
    void dealsThatWereNotOpenInThePeriodAreNoneOfItsDeals() {
        Period late = Period.of(LocalDate.of(2024, 3, 12), LAST, NEWEST, UTC);

        RuleResult result = result(idle(null, 5), late, DEALS);

        assertThat(result.deals()).as("won, open and deleted").isEqualTo(3);
        assertThat(result.lost()).as("at the first instant of the 12th").isZero();
        assertThat(result.alerts()).as("of WON on 13 and OPEN on 15").isEqualTo(2);
        assertThat(result.alertedGone()).as("alerted before").isZero();
    }

    @Test
    void theClockEndsWithTheNewestEvent() {
        Period onTime = Period.of(FIRST, LocalDate.of(2024, 3, 15), Instant.parse("2024-03-15T00:00:00Z"), UTC);
        Period tooEarly = Period.of(FIRST, LocalDate.of(2024, 3, 15), Instant.parse("2024-03-14T23:59:59.999Z"), UTC);

        assertThat(result(idle(null, 5), onTime, List.of(OPEN)).alerts()).isEqualTo(1);
        assertThat(result(idle(null, 5), tooEarly, List.of(OPEN)).alerts()).isZero();
    }

    @Test
    void aReopenedDealIsOpenAndWasLostBefore() {
        DealHistory reopened =
                history(march(1).stage("sales", "lead"), march(7).stage(null, "lost"), march(9).stage(null, "lead"));
        Period before = Period.of(FIRST, LocalDate.of(2024, 3, 8), NEWEST, UTC);

        RuleResult now = result(idle(null, 5), MARCH, List.of(reopened));
        assertThat(now.lost()).isZero();
        assertThat(now.alertedOpen()).isEqualTo(1);
        assertThat(now.alerts()).isEqualTo(2);

        RuleResult then = result(idle(null, 5), before, List.of(reopened));
        assertThat(then.alertedLost()).isEqualTo(1);
        assertThat(then.medianWarning()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void aDealIsGoneFromThePipelineThatItLeft() {
        DealHistory moved = history(
                march(1).stage("sales", "lead"),
                march(10).stage("renewals", "first"),
                march(12).stage("renewals", "gone"));
        TestedRule ofRenewals = new TestedRule("renewals", AlertKind.IDLE, null, Threshold.days(5));

        RuleResult sales = result(idle(null, 5), MARCH, List.of(moved));
        assertThat(sales.lost()).isZero();
        assertThat(sales.alertedGone()).isEqualTo(1);

        RuleResult renewals = result(ofRenewals, MARCH, List.of(moved));
        assertThat(renewals.lost()).isEqualTo(1);
        assertThat(renewals.missed()).as("the alert was the other pipeline's").isEqualTo(1);
        assertThat(renewals.alerts()).isZero();
    }

    @Test
    void aDealThatWasNeverOpenIsNobodysToWatch() {
        DealHistory closed = history(march(1).stage("sales", "lost"));
        DealHistory forNoTime = history(
                march(1).stage("sales", "lead"),
                event("zz").at("2024-03-01T00:00:00Z").stage(null, "lost"));

        assertThat(result(idle(null, 5), MARCH, List.of(closed, forNoTime)).deals())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"30, 1", "29, 0"})
    void whatIsLearntIsKnownOnlyFromTheNextDay(int wonDeals, int alerts) {
        DealHistory quick = history(
                march(9).stage("sales", "lead"),
                event("won").at("2024-03-10T12:00:00Z").stage(null, "won"));
        DealHistory slow = history(march(1).stage("sales", "lead"), march(25).stage(null, "lost"));
        List<DealHistory> deals = new ArrayList<>(Collections.nCopies(wonDeals, quick));
        deals.add(slow);

        RuleResult result = result(rule(AlertKind.STAGE_OVERDUE, "lead", Threshold.LEARNED), MARCH, deals);

        assertThat(result.alerts()).isEqualTo(alerts);
        assertThat(result.medianWarning())
                .as("from the 11th, not from when the slow one was slower than the quick ones turned out to be")
                .isEqualTo(alerts == 0 ? null : Duration.ofDays(14));
    }

    @Test
    void rulesWithoutAThreshold() {
        DealHistory late = history(
                march(1).stage("sales", "lead").expectedCloseOn(LocalDate.of(2024, 3, 10)),
                march(15).stage(null, "lost"));
        DealHistory pushed = history(
                march(1).stage("sales", "lead").expectedCloseOn(LocalDate.of(2024, 4, 10)),
                march(2).expectedCloseOn(LocalDate.of(2024, 5, 10)),
                march(3).expectedCloseOn(LocalDate.of(2024, 6, 10)),
                march(4).expectedCloseOn(LocalDate.of(2024, 7, 10)),
                march(9).stage(null, "lost"));

        RuleResult passed =
                result(rule(AlertKind.CLOSE_DATE_PASSED, null, Threshold.AS_DEFINED), MARCH, List.of(late, pushed));
        assertThat(passed.alertedLost()).isEqualTo(1);
        assertThat(passed.medianWarning()).isEqualTo(Duration.ofDays(4));
        assertThat(passed.missed()).isEqualTo(1);
        RuleResult often = result(rule(AlertKind.PUSHED, null, Threshold.AS_DEFINED), MARCH, List.of(late, pushed));
        assertThat(often.alertedLost()).isEqualTo(1);
        assertThat(often.medianWarning()).isEqualTo(Duration.ofDays(5));
    }

    @Test
    void aStageOnItsOwnSaysWhatItSaysAmongOthersThresholds() {
        PipelineDefinition defined = new PipelineDefinition(
                "sales",
                "Sales",
                List.of(
                        new Stage("lead", "Lead", StageKind.OPEN, 0.1, 5, 3),
                        new Stage("offer", "Offer", StageKind.OPEN, 0.5, 10, 8),
                        new Stage("won", "Won", StageKind.WON, 1, null, null)));
        DealHistory asDefined = (DealHistory) Deals.log(
                        march(1).stage("sales", "lead"),
                        march(8).stage(null, "offer"),
                        march(20).stage(null, "won"))
                .read("deal", id -> defined)
                .orElseThrow();

        for (AlertKind kind : List.of(AlertKind.IDLE, AlertKind.STAGE_OVERDUE)) {
            for (Stage stage : defined.openStages()) {
                int days = kind == AlertKind.IDLE
                        ? Objects.requireNonNull(stage.idleAfterDays())
                        : Objects.requireNonNull(stage.stallAfterDays());
                RuleResult tried = result(rule(kind, stage.stageId(), Threshold.days(days)), MARCH, List.of(asDefined));
                RuleResult own = result(rule(kind, stage.stageId(), Threshold.AS_DEFINED), MARCH, List.of(asDefined));
                assertThat(tried.alerts()).as("%s %s", kind, stage).isEqualTo(1).isEqualTo(own.alerts());
                assertThat(tried.medianOpen()).isEqualTo(own.medianOpen());
            }
        }
    }

    @Test
    void severalRulesAreTriedAtOnceAndAnsweredInTheirOrder() {
        List<TestedRule> rules = List.of(
                idle(null, 10),
                rule(AlertKind.STAGE_OVERDUE, null, Threshold.days(5)),
                idle("offer", 5),
                idle(null, 5));

        assertThat(results(rules, MARCH, DEALS))
                .containsExactlyElementsOf(
                        rules.stream().map(rule -> result(rule, MARCH, DEALS)).toList());
    }

    private static RuleResult result(TestedRule rule, Period period, List<DealHistory> deals) {
        return results(List.of(rule), period, deals).get(0);
    }

    private static List<RuleResult> results(List<TestedRule> rules, Period period, List<DealHistory> deals) {
        LearnedThresholds learned = new LearnedThresholds(UTC);
        deals.forEach(learned::add);
        Backtest backtest = new Backtest(rules, period, learned, UTC);
        deals.forEach(backtest::add);
        return backtest.results();
    }

    private static TestedRule idle(@Nullable String stageId, int days) {
        return rule(AlertKind.IDLE, stageId, Threshold.days(days));
    }

    private static TestedRule rule(AlertKind kind, @Nullable String stageId, Threshold threshold) {
        return new TestedRule("sales", kind, stageId, threshold);
    }

    /** An event at the beginning of a day of March. */
    private static DealEventBuilder march(int day) {
        return event("on " + day).at(LocalDate.of(2024, 3, day).atStartOfDay().toInstant(ZoneOffset.UTC));
    }
}
