package io.dealpulse.api.deal;

import io.dealpulse.api.deal.DealList.Telling;
import io.dealpulse.api.http.Parameters;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Pipeline;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import io.dealpulse.api.slice.Stage;
import io.dealpulse.core.metric.milestone.StayClass;
import io.dealpulse.core.metric.pipelineflow.FlowCause;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures whose deals can be listed, each with the query that finds them. */
enum DealFigure {
    /** Deals that are open now, or were at the end of a day. */
    OPEN("stage", "on") {
        @Override
        DealList list(Request request, Slice slice, ZoneId zone) {
            LocalDate on = request.dayUpToToday("on");
            LocalDate today = request.reference().today();
            DealSelection open = on.equals(today) ? new DealSelection("milestone = 'open'") : openOn(on, today, zone);
            if (request.parameters().has("stage")) {
                open = open.and(ofStage(request.requiredOpenStage("stage", slice.pipeline())));
            }
            return DealList.ofMilestones(slice, open, Telling.SINCE_WHEN);
        }

        /** In a stage that they left later, or are still in. */
        private DealSelection openOn(LocalDate on, LocalDate today, ZoneId zone) {
            List<Object> parameters = new ArrayList<>(List.of(on, DayRange.endOf(on, zone)));
            List<String> stays = new ArrayList<>();
            List<Integer> anyExit = new ArrayList<>();
            for (StayClass stay : StayClass.ALL) {
                LocalDate last = stay.lastExit(on).orElse(today);
                if (last.isBefore(today)) {
                    stays.add("stay_below_days = " + stay.belowDays() + " AND day <= toDate32(?)");
                    parameters.add(last);
                } else {
                    anyExit.add(stay.belowDays());
                }
            }
            // A bound that leaves nothing out would take time to plan all the same.
            stays.add("stay_below_days IN ("
                    + anyExit.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")");
            parameters.add(on);
            return new DealSelection(OPEN_ON.formatted(String.join(" OR ", stays)), parameters);
        }
    },

    /** Deals closed in the range. */
    CLOSED("outcome", "from", "to", "min_cycle_days", "max_cycle_days") {
        @Override
        DealList list(Request request, Slice slice, ZoneId zone) {
            Outcome outcome = request.parameters().choice("outcome", Outcome.class, Outcome.ANY);
            DealSelection days = within(request.range());
            DealSelection closed = new DealSelection("milestone" + outcome.sql).and(days);
            Double least = request.parameters().decimal("min_cycle_days");
            Double most = request.parameters().decimal("max_cycle_days");
            if (least != null) {
                closed = closed.and(new DealSelection("seconds >= ?", Math.round(least * DealRow.SECONDS_PER_DAY)));
            }
            if (most != null) {
                closed = closed.and(new DealSelection("seconds < ?", Math.round(most * DealRow.SECONDS_PER_DAY)));
            }
            DealList list = DealList.ofMilestones(slice, closed, Telling.WHEN);
            return least == null && most == null
                    ? list.countedBy(FigureCount.of(
                            slice,
                            "deals",
                            "v_closing_daily_stored",
                            new DealSelection("outcome" + outcome.sql).and(days)))
                    : list;
        }
    },

    /** Deals that reached a stage in the range, by what became of them. */
    COHORT("stage", "to_stage", "result", "from", "to") {
        @Override
        DealList list(Request request, Slice slice, ZoneId zone) {
            Stage from = request.requiredOpenStage("stage", slice.pipeline());
            Result result = request.parameters().choice("result", Result.class, Result.ENTERED);
            Stage to = to(request, slice, from);
            DealSelection days = within(request.range());
            DealSelection cohort = new DealSelection("milestone = 'reached'")
                    .and(ofStage(from))
                    .and(days);
            DealList list = DealList.ofMilestones(
                    slice, result == Result.ENTERED ? cohort : cohort.and(became(result, to)), Telling.WHEN);
            return counted(slice.pipeline(), from, to)
                    .map(counted -> new DealSelection(
                            "from_stage_id = ? AND to_stage_id = ?", from.stageId(), counted.stageId()))
                    .map(pair -> list.countedBy(FigureCount.of(
                            slice, Parameters.word(result), "v_conversion_daily_stored", pair.and(days))))
                    .orElse(list);
        }

        /** The stage under which the figure counts them, if it does: it has each open stage with the next, and with the win. */
        private Optional<Stage> counted(Pipeline pipeline, Stage from, @Nullable Stage to) {
            if (to == null) {
                return pipeline.won();
            }
            List<Stage> open = pipeline.openStages();
            return open.indexOf(to) == open.indexOf(from) + 1 ? Optional.of(to) : Optional.empty();
        }

        /** @param to null: won */
        private DealSelection became(Result result, @Nullable Stage to) {
            if (to == null) {
                return new DealSelection("status = ?", result == Result.CONVERTED ? "won" : Parameters.word(result));
            }
            return result == Result.CONVERTED
                    ? new DealSelection("has(went_on_to, ?)", to.stageId())
                    : new DealSelection("status = ? AND NOT has(went_on_to, ?)", Parameters.word(result), to.stageId());
        }

        /** The stage that converts; null: a won one. */
        private @Nullable Stage to(Request request, Slice slice, Stage from) {
            if (!request.parameters().has("to_stage")) {
                return null;
            }
            Stage to = request.requiredStage("to_stage", slice.pipeline());
            if (to.kind().equals("won")) {
                return null;
            }
            if (!to.isOpen() || to.position() <= from.position()) {
                throw Parameters.wrongValue(
                        "to_stage", to.stageId(), "an open stage after " + from.stageId() + ", or a won one");
            }
            return to;
        }
    },

    /** Deals that left an open stage in the range, each as often as it did. */
    EXITS("stage", "movement", "from", "to") {
        @Override
        DealList list(Request request, Slice slice, ZoneId zone) {
            Stage stage = request.requiredOpenStage("stage", slice.pipeline());
            Movement movement = request.parameters().choice("movement", Movement.class, Movement.ANY);
            DealSelection exits = ofStage(stage).and(within(request.range()));
            if (movement != Movement.ANY) {
                exits = exits.and(new DealSelection("movement = ?", Parameters.word(movement)));
            }
            return DealList.ofMilestones(
                            slice, new DealSelection("milestone = 'left'").and(exits), Telling.WHEN_AND_HOW_LONG)
                    .countedBy(FigureCount.of(slice, "exits", "v_stage_exit_daily_stored", exits));
        }
    },

    /** Deals with steps of one cause in the range that changed the open pipeline, or what it weighs; each as often as it had. */
    FLOW("cause", "from", "to") {
        @Override
        DealList list(Request request, Slice slice, ZoneId zone) {
            FlowCause cause = request.parameters().choice("cause", FlowCause.class);
            if (cause == null) {
                throw Parameters.wrong("cause", "Parameter cause is missing: %s.", CAUSES);
            }
            DealSelection steps = new DealSelection("cause = ?", Parameters.word(cause)).and(within(request.range()));
            return switch (rowsOf(cause)) {
                case COUNTED ->
                    DealList.ofSteps(slice, steps, request.reference())
                            .countedBy(FigureCount.of(slice, "abs(deals)", "v_pipeline_flow_daily", steps));
                case SINGLE -> DealList.ofSteps(slice, steps, request.reference());
                case PAIRED -> DealList.ofPairedSteps(slice, steps, request.reference());
            };
        }

        private StepRows rowsOf(FlowCause cause) {
            return switch (cause) {
                case CREATED, REOPENED, RESTORED, WON, LOST, DELETED -> StepRows.COUNTED;
                case MOVED, REASSIGNED, INCREASED, DECREASED, REWEIGHTED -> StepRows.SINGLE;
                case REDENOMINATED, ADVANCED, REGRESSED -> StepRows.PAIRED;
            };
        }
    },

    /** Deals with open alerts. */
    ALERTS("kind") {
        @Override
        DealList list(Request request, Slice slice, ZoneId zone) {
            AlertKind kind = request.parameters().choice("kind", AlertKind.class);
            return DealList.ofAlerts(
                    slice, kind == null ? DealSelection.ANY : new DealSelection("kind = ?", Parameters.word(kind)));
        }
    };

    /**
     * The rows of deals that were in an open stage at the end of a day. The longest stays end years later, so how long after it one
     * may have ended is said for each class: they are in the table's key. Its parameters are the day, its end, the last day of
     * each class that has one before today, and the day.
     */
    private static final String OPEN_ON = """
            ((milestone IN ('left', 'left_before') AND day > toDate32(?) AND entered_at < fromUnixTimestamp64Milli(?, 'UTC') AND (%s))
             OR (milestone = 'open' AND day <= toDate32(?)))
            """;

    private enum Outcome {
        WON(" = 'won'"),
        LOST(" = 'lost'"),
        ANY(" IN ('won', 'lost')");

        private final String sql;

        Outcome(String sql) {
            this.sql = sql;
        }
    }

    /** Also the columns of v_conversion_daily_stored that count them. */
    private enum Result {
        ENTERED,
        CONVERTED,
        LOST,
        OPEN
    }

    private enum Movement {
        ADVANCED,
        REGRESSED,
        WON,
        LOST,
        ANY
    }

    /** What stands of a step in v_deal_flows, as seen from one slice. */
    private enum StepRows {
        /** A row, in which the deal always comes in, or always goes out: as many of them as the figure has deals. */
        COUNTED,
        /** A row. */
        SINGLE,
        /** A row out of a stage or currency, and one into another. */
        PAIRED
    }

    private static final String CAUSES =
            Arrays.stream(FlowCause.values()).map(Parameters::word).collect(Collectors.joining(", "));

    @SuppressWarnings("ImmutableEnumChecker") // An immutable list
    private final List<String> parameters;

    DealFigure(String... parameters) {
        this.parameters = List.of(parameters);
    }

    /** The parameters of any figure. */
    static List<String> allParameters() {
        return Arrays.stream(values())
                .flatMap(figure -> figure.parameters.stream())
                .distinct()
                .toList();
    }

    /** Whether it counts what deals did in a range of days, so that what happened last comes first unless asked otherwise. */
    final boolean tellsOfDays() {
        return this == CLOSED || this == COHORT || this == EXITS || this == FLOW;
    }

    /** Refuses what another figure takes. */
    final void requireOwnParameters(Parameters given) {
        for (String name : allParameters()) {
            if (given.has(name) && !parameters.contains(name)) {
                throw Parameters.wrong(
                        name,
                        "Figure %s takes no parameter %s. It takes: %s.",
                        Parameters.word(this),
                        name,
                        String.join(", ", parameters));
            }
        }
    }

    /**
     * The deals of a slice.
     *
     * @param zone of days
     */
    abstract DealList list(Request request, Slice slice, ZoneId zone);

    private static DealSelection within(DayRange range) {
        return new DealSelection("day BETWEEN toDate32(?) AND toDate32(?)", range.from(), range.to());
    }

    private static DealSelection ofStage(Stage stage) {
        return new DealSelection("stage_id = ?", stage.stageId());
    }
}
