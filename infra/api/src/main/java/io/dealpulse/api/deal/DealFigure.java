package io.dealpulse.api.deal;

import io.dealpulse.api.http.Parameters;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import io.dealpulse.api.slice.Stage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The figures whose deals can be listed, each with the condition that finds them. */
enum DealFigure {
    /** Deals that are open now, or were at the end of a day. */
    OPEN("stage", "on") {
        @Override
        DealSelection select(Request request, Slice slice, ZoneId zone) {
            LocalDate on = request.dayUpToToday("on");
            Stage stage =
                    request.parameters().has("stage") ? request.requiredOpenStage("stage", slice.pipeline()) : null;
            if (on.equals(request.reference().today())) {
                DealSelection open = DealSelection.ofPipeline(slice).and(new DealSelection("status = 'open'"));
                return stage == null ? open : open.and(new DealSelection("stage_id = ?", stage.stageId()));
            }
            Instant end = DayRange.endOf(on, zone);
            DealSelection then = new DealSelection(
                    "entered_at < fromUnixTimestamp64Milli(?, 'UTC')"
                            + " AND (exited_at IS NULL OR exited_at >= fromUnixTimestamp64Milli(?, 'UTC'))",
                    end,
                    end);
            return visited(slice, stage == null ? openStage(slice) : ofStage(stage), then);
        }
    },

    /** Deals closed in the range. */
    CLOSED("outcome", "from", "to", "min_cycle_days", "max_cycle_days") {
        @Override
        DealSelection select(Request request, Slice slice, ZoneId zone) {
            DayRange range = request.range();
            Outcome outcome = request.parameters().choice("outcome", Outcome.class, Outcome.ANY);
            DealSelection closed = DealSelection.ofPipeline(slice)
                    .and(new DealSelection(outcome.sql))
                    .and(within("closed_at", range, zone));
            Double least = request.parameters().decimal("min_cycle_days");
            Double most = request.parameters().decimal("max_cycle_days");
            if (least != null) {
                closed = closed.and(new DealSelection(CYCLE_SECONDS + " >= ?", Math.round(least * SECONDS_PER_DAY)));
            }
            return most == null
                    ? closed
                    : closed.and(new DealSelection(CYCLE_SECONDS + " < ?", Math.round(most * SECONDS_PER_DAY)));
        }
    },

    /** Deals that reached a stage in the range, by what became of them. */
    COHORT("stage", "to_stage", "result", "from", "to") {
        @Override
        DealSelection select(Request request, Slice slice, ZoneId zone) {
            DayRange range = request.range();
            Stage from = request.requiredOpenStage("stage", slice.pipeline());
            Result result = request.parameters().choice("result", Result.class, Result.ENTERED);
            Stage to =
                    request.parameters().has("to_stage") ? request.requiredStage("to_stage", slice.pipeline()) : null;
            if (to == null || to.kind().equals("won")) {
                DealSelection entered =
                        DealSelection.ofPipeline(slice).and(reached(slice, from, range, zone, ANY_ENTERED, from));
                return switch (result) {
                    case ENTERED -> entered;
                    case CONVERTED -> entered.and(new DealSelection("status = 'won'"));
                    case LOST -> entered.and(new DealSelection("status = 'lost'"));
                    case OPEN -> entered.and(new DealSelection("status = 'open'"));
                };
            }
            if (!to.isOpen() || to.position() <= from.position()) {
                throw Parameters.wrongValue(
                        "to_stage", to.stageId(), "an open stage after " + from.stageId() + ", or a won one");
            }
            return DealSelection.ofPipeline(slice)
                    .and(
                            switch (result) {
                                case ENTERED -> reached(slice, from, range, zone, ANY_ENTERED, from);
                                case CONVERTED -> reached(slice, from, range, zone, CONVERTED_ENTERED, to);
                                case LOST ->
                                    reached(slice, from, range, zone, UNCONVERTED_ENTERED, to)
                                            .and(new DealSelection("status = 'lost'"));
                                case OPEN ->
                                    reached(slice, from, range, zone, UNCONVERTED_ENTERED, to)
                                            .and(new DealSelection("status = 'open'"));
                            });
        }
    },

    /** Deals that left an open stage in the range. */
    EXITS("stage", "movement", "from", "to") {
        @Override
        DealSelection select(Request request, Slice slice, ZoneId zone) {
            Stage stage = request.requiredOpenStage("stage", slice.pipeline());
            Movement movement = request.parameters().choice("movement", Movement.class, Movement.ANY);
            return DealSelection.ofPipeline(slice)
                    .and(visited(
                            slice,
                            ofStage(stage),
                            new DealSelection(movement.sql).and(within("exited_at", request.range(), zone))));
        }
    },

    /** Deals with steps of one cause in the range that changed the open pipeline, or what it weighs. */
    FLOW("cause", "from", "to") {
        @Override
        DealSelection select(Request request, Slice slice, ZoneId zone) {
            DayRange range = request.range();
            Cause cause = request.parameters().choice("cause", Cause.class);
            if (cause == null) {
                throw Parameters.wrong("cause", "Parameter cause is missing: %s.", Cause.listed());
            }
            return new DealSelection(
                            "pipeline_id = ? AND cause = ? AND day BETWEEN toDate32(?) AND toDate32(?)"
                                    + " AND dimension IN ('', ?)",
                            slice.pipeline().pipelineId(),
                            Parameters.word(cause),
                            range.from(),
                            range.to(),
                            slice.isAll() ? "" : slice.dimension())
                    .and(DealSelection.ofDimension(slice))
                    .in("deal_id IN (SELECT deal_id FROM v_deal_flows WHERE %s)");
        }

        /** Flows know the value at each step. */
        @Override
        DealSelection ofDimension(Slice slice) {
            return new DealSelection("1 = 1");
        }
    },

    /** Deals with open alerts. */
    ALERTS("kind") {
        @Override
        DealSelection select(Request request, Slice slice, ZoneId zone) {
            AlertKind kind = request.parameters().choice("kind", AlertKind.class);
            DealSelection open = new DealSelection("state = 'open'");
            return DealSelection.ofPipeline(slice)
                    .and((kind == null ? open : open.and(new DealSelection("kind = ?", Parameters.word(kind))))
                            .in("deal_id IN (SELECT deal_id FROM v_deal_alerts WHERE %s)"));
        }
    };

    private static final double SECONDS_PER_DAY = 86_400;

    private static final String CYCLE_SECONDS = "dateDiff('second', created_at, closed_at)";

    /**
     * Deals that reached a stage in a range: by their earliest entry into an open stage of its position or a later one, since
     * they last came into the pipeline; or by being won without such an entry. All visits are read but once: for each deal
     * come the states that it may be in now to belong here.
     */
    private static final String REACHED = """
            (
                deal_id,
                multiIf(
                    status != 'won', 'not won',
                    closed_at >= fromUnixTimestamp64Milli(?, 'UTC') AND closed_at < fromUnixTimestamp64Milli(?, 'UTC'), 'won in range',
                    'won')
            ) IN
            (
                SELECT deal_id,
                       arrayJoin(multiIf(
                           notEmpty(entries), if(arrayMin(entries) >= ? AND arrayMin(entries) < ?, %s, []),
                           wins > 0, ['won in range'],
                           [])) AS state
                FROM
                (
                    SELECT deal_id,
                           ifNull(maxIf(toUnixTimestamp64Milli(exited_at), movement = 'moved'), toInt64(0)) AS left_at,
                           arrayFilter(
                               entry -> entry >= left_at,
                               groupArrayIf(toUnixTimestamp64Milli(entered_at), stage_id IN
                               (
                                   SELECT stage_id FROM v_pipelines
                                   WHERE pipeline_id = ? AND kind = 'open' AND position >= ?
                               ))) AS entries,
                           arrayFilter(
                               entry -> entry >= left_at,
                               groupArrayIf(toUnixTimestamp64Milli(entered_at), stage_id IN
                               (
                                   SELECT stage_id FROM v_pipelines
                                   WHERE pipeline_id = ? AND kind = 'open' AND position >= ?
                               ))) AS later_entries,
                           countIf(stage_id IN
                           (
                               SELECT stage_id FROM v_pipelines WHERE pipeline_id = ? AND kind = 'won'
                           )) AS wins
                    FROM v_stage_visits
                    WHERE pipeline_id = ?
                          AND (movement = 'moved' OR stage_id IN
                          (
                              SELECT stage_id FROM v_pipelines
                              WHERE pipeline_id = ? AND (kind = 'won' OR (kind = 'open' AND position >= ?))
                          ))
                    GROUP BY deal_id
                )
            )
            """;

    private static final String ANY_ENTERED = "['not won', 'won in range', 'won']";

    /** Whoever is won has passed every stage. */
    private static final String CONVERTED_ENTERED =
            "if(notEmpty(later_entries), ['not won', 'won in range', 'won'], ['won in range', 'won'])";

    private static final String UNCONVERTED_ENTERED = "if(empty(later_entries), ['not won'], [])";

    private enum Outcome {
        WON("status = 'won'"),
        LOST("status = 'lost'"),
        ANY("status IN ('won', 'lost')");

        private final String sql;

        Outcome(String sql) {
            this.sql = sql;
        }
    }

    private enum Result {
        ENTERED,
        CONVERTED,
        LOST,
        OPEN
    }

    private enum Movement {
        ADVANCED("movement = 'advanced'"),
        REGRESSED("movement = 'regressed'"),
        WON("movement = 'won'"),
        LOST("movement = 'lost'"),
        ANY("movement IN ('advanced', 'regressed', 'won', 'lost')");

        private final String sql;

        Movement(String sql) {
            this.sql = sql;
        }
    }

    private enum Cause {
        CREATED,
        REOPENED,
        RESTORED,
        MOVED,
        REASSIGNED,
        INCREASED,
        DECREASED,
        REDENOMINATED,
        REWEIGHTED,
        WON,
        LOST,
        DELETED,
        ADVANCED,
        REGRESSED;

        static String listed() {
            return Arrays.stream(values()).map(Parameters::word).collect(Collectors.joining(", "));
        }
    }

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
     * The condition that finds the deals, whatever their dimension.
     *
     * @param zone of days
     */
    abstract DealSelection select(Request request, Slice slice, ZoneId zone);

    /** The condition that the deals have the slice's value: the present one, where nothing is known of another time. */
    DealSelection ofDimension(Slice slice) {
        return DealSelection.ofDimension(slice);
    }

    private static DealSelection within(String column, DayRange range, ZoneId zone) {
        return new DealSelection(
                column + " >= fromUnixTimestamp64Milli(?, 'UTC') AND " + column
                        + " < fromUnixTimestamp64Milli(?, 'UTC')",
                range.start(zone),
                range.end(zone));
    }

    /** Deals with a visit to a stage of the pipeline, both as conditions say. */
    private static DealSelection visited(Slice slice, DealSelection stage, DealSelection visit) {
        return new DealSelection("pipeline_id = ?", slice.pipeline().pipelineId())
                .and(stage)
                .and(visit)
                .in("deal_id IN (SELECT deal_id FROM v_stage_visits WHERE %s)");
    }

    private static DealSelection openStage(Slice slice) {
        return new DealSelection(
                "stage_id IN (SELECT stage_id FROM v_pipelines WHERE pipeline_id = ? AND kind = 'open')",
                slice.pipeline().pipelineId());
    }

    private static DealSelection ofStage(Stage stage) {
        return new DealSelection("stage_id = ?", stage.stageId());
    }

    /**
     * Deals that reached a stage in a range.
     *
     * @param states SQL of the states that those among them are in which entered it
     * @param later the stage whose entries {@code states} may ask for
     */
    private static DealSelection reached(
            Slice slice, Stage stage, DayRange range, ZoneId zone, String states, Stage later) {
        String pipelineId = slice.pipeline().pipelineId();
        Instant start = range.start(zone);
        Instant end = range.end(zone);
        return new DealSelection(
                REACHED.formatted(states),
                start,
                end,
                start,
                end,
                pipelineId,
                stage.position(),
                pipelineId,
                later.position(),
                pipelineId,
                pipelineId,
                pipelineId,
                stage.position());
    }
}
