package io.dealpulse.core.metric.milestone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.deal.Movement;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.Known;
import io.dealpulse.core.metric.MetricFamilies;
import io.dealpulse.core.metric.RandomDeals;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On random stories of deals, counting milestones gives what the families count: for every pipeline, stage, day and value of
 * a dimension. {@code -Ddealpulse.seeds=N} tells more stories.
 */
class MilestonesAgreeWithFiguresTest {

    private static final int STORIES_PER_SEED = 100;

    private static final Dimensions DIMENSIONS = new Dimensions(List.of("owner", "segment", "source"));
    private static final ReportingCalendar CALENDAR = new ReportingCalendar(ZoneId.of("Europe/Amsterdam"));
    private static final MetricFamilies FAMILIES = new MetricFamilies(DIMENSIONS, CALENDAR);

    /** Sums by what they are of. */
    private static final class Sums {

        private final Map<List<Object>, List<Long>> sums = new HashMap<>();

        void add(List<Object> key, Long... amounts) {
            sums.merge(key, List.of(amounts), (sum, added) -> {
                List<Long> both = new ArrayList<>();
                for (int i = 0; i < sum.size(); i++) {
                    both.add(sum.get(i) + added.get(i));
                }
                return both;
            });
        }

        Map<List<Object>, List<Long>> notZero() {
            sums.values().removeIf(sum -> sum.stream().allMatch(each -> each == 0));
            return sums;
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("dealpulse.seeds", 50));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatWasReachedIsTheCohortAndWhatItWentOnToIsWhatConverted(long seed) {
        forEachDeal(seed, history -> {
            Sums counted = new Sums();
            for (Milestone milestone : milestones(history, MilestoneKind.REACHED)) {
                for (String to : pairedWith(milestone.stageId(), history)) {
                    boolean converted = milestone.wentOnTo().contains(to);
                    boolean lost = !converted && history.status().word().equals("lost");
                    forEachSlice(
                            milestone,
                            slice -> counted.add(
                                    List.of(milestone.pipelineId(), slice, milestone.stageId(), to, dayOf(milestone)),
                                    1L,
                                    converted ? 1L : 0L,
                                    lost ? 1L : 0L,
                                    converted || lost ? 0L : 1L));
                }
            }
            assertThat(counted.notZero()).isEqualTo(figures("conversion", history, true, 0, 1, 2, 3));
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatWasLeftIsWhatTimeInStageCounts(long seed) {
        forEachDeal(seed, history -> {
            Sums counted = new Sums();
            for (Milestone milestone : milestones(history, MilestoneKind.LEFT)) {
                String movement = Objects.requireNonNull(milestone.movement()).word();
                forEachSlice(
                        milestone,
                        slice -> counted.add(
                                List.of(milestone.pipelineId(), slice, milestone.stageId(), movement, dayOf(milestone)),
                                1L,
                                Objects.requireNonNull(milestone.seconds())));
            }
            assertThat(counted.notZero()).isEqualTo(figures("stage_time", history, true, 0, 1));
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void withWhatWasLeftBeforeItIsEveryStayInAnOpenStageThatHasEnded(long seed) {
        forEachDeal(seed, history -> {
            if (!history.deleted()) {
                assertThat(milestones(history, MilestoneKind.LEFT, MilestoneKind.LEFT_BEFORE))
                        .extracting(
                                Milestone::visit,
                                Milestone::pipelineId,
                                Milestone::stageId,
                                Milestone::at,
                                Milestone::movement)
                        .containsExactlyElementsOf(history.visits().stream()
                                .filter(visit ->
                                        visit.stage().kind() == StageKind.OPEN && visit.movement() != Movement.CURRENT)
                                .map(visit -> tuple(
                                        visit,
                                        visit.pipelineId(),
                                        visit.stage().stageId(),
                                        visit.exitedAt(),
                                        visit.movement()))
                                .toList());
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsWonOrLostIsWhatClosingsCount(long seed) {
        forEachDeal(seed, history -> {
            Sums counted = new Sums();
            for (Milestone milestone : milestones(history, MilestoneKind.WON, MilestoneKind.LOST)) {
                forEachSlice(
                        milestone,
                        slice -> counted.add(
                                List.of(
                                        milestone.pipelineId(),
                                        slice,
                                        milestone.kind().word(),
                                        history.current().countingCurrency(),
                                        dayOf(milestone)),
                                1L,
                                Objects.requireNonNull(milestone.seconds())));
            }
            assertThat(counted.notZero()).isEqualTo(figures("closing", history, true, 0, 3));
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsOpenIsWhatTheOpenPipelineCounts(long seed) {
        forEachDeal(seed, history -> {
            Sums counted = new Sums();
            for (Milestone milestone : milestones(history, MilestoneKind.OPEN)) {
                forEachSlice(
                        milestone,
                        slice -> counted.add(
                                List.of(
                                        milestone.pipelineId(),
                                        slice,
                                        milestone.stageId(),
                                        history.current().countingCurrency()),
                                1L));
            }
            assertThat(counted.notZero()).isEqualTo(figures("pipeline_value", history, false, 0));
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void ofOneKindPipelineAndStageEachIsByAnotherVisit(long seed) {
        forEachDeal(
                seed,
                history -> assertThat(Milestones.of(history).stream()
                                .map(milestone -> List.of(
                                        milestone.kind(),
                                        milestone.pipelineId(),
                                        milestone.stageId(),
                                        milestone.visit().number())))
                        .doesNotHaveDuplicates());
    }

    /** Without each kind and each way to leave among the stories the agreement would say less than it seems to. */
    @Test
    void theStoriesAreWorthTelling() {
        Set<MilestoneKind> kinds = EnumSet.noneOf(MilestoneKind.class);
        Set<Movement> movements = EnumSet.noneOf(Movement.class);
        Set<Integer> wentOnTo = new HashSet<>();
        LongStream.range(0, 5)
                .forEach(seed -> forEachDeal(seed, history -> {
                    for (Milestone milestone : Milestones.of(history)) {
                        kinds.add(milestone.kind());
                        wentOnTo.add(milestone.wentOnTo().size());
                        Movement movement = milestone.movement();
                        if (movement != null) {
                            movements.add(movement);
                        }
                    }
                }));
        assertThat(kinds).containsExactly(MilestoneKind.values());
        assertThat(movements)
                .containsExactly(Movement.ADVANCED, Movement.REGRESSED, Movement.WON, Movement.LOST, Movement.MOVED);
        assertThat(wentOnTo).contains(0, 1, 2);
    }

    private static void forEachDeal(long seed, Consumer<DealHistory> check) {
        RandomDeals.forEachStory(seed, STORIES_PER_SEED, (story, random) -> {
            DealReading reading = Known.from(story).reading();
            if (reading instanceof DealHistory history) {
                check.accept(history);
            }
        });
    }

    private static List<Milestone> milestones(DealHistory history, MilestoneKind... kinds) {
        return Milestones.of(history).stream()
                .filter(milestone -> List.of(kinds).contains(milestone.kind()))
                .toList();
    }

    /** The stages with which conversion pairs an open stage: the next open one, and the one that stands for WON. */
    private static List<String> pairedWith(String stageId, DealHistory history) {
        List<String> open =
                history.pipeline().openStages().stream().map(Stage::stageId).toList();
        return Stream.concat(
                        open.stream().skip(open.indexOf(stageId) + 1).limit(1),
                        history.pipeline().wonStage().stream().map(Stage::stageId))
                .toList();
    }

    private static void forEachSlice(Milestone milestone, Consumer<String> visitor) {
        visitor.accept("all=");
        DIMENSIONS.slices(milestone.fields()).forEach(visitor);
    }

    private static LocalDate dayOf(Milestone milestone) {
        return CALENDAR.dayOf(milestone.at());
    }

    /** What a deal contributes to a family: key columns with the slice as one, the day if it matters, and some of the sums. */
    private static Map<List<Object>, List<Long>> figures(
            String family, DealHistory history, boolean byDay, int... sums) {
        List<String> columns = FAMILIES.named(family).keyColumns();
        assertThat(columns.subList(0, 3)).containsExactly("pipeline_id", "dimension", "dimension_value");
        Sums figures = new Sums();
        for (Contribution each : FAMILIES.contributions(history).toList()) {
            if (each.key().family().equals(family)) {
                List<String> values = each.key().values();
                List<Object> key = new ArrayList<>(List.of(values.get(0), values.get(1) + "=" + values.get(2)));
                key.addAll(values.subList(3, values.size()));
                if (byDay) {
                    key.add(each.day());
                }
                figures.add(
                        key,
                        Arrays.stream(sums)
                                .mapToObj(sum -> each.measures().sum(sum))
                                .toArray(Long[]::new));
            }
        }
        return figures.notZero();
    }
}
