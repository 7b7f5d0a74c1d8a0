package io.dealpulse.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseExtension;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In the engine, counting milestones gives the figures of each day, in every dimension and for each of its values. */
class DealMilestonesIT {

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    private static final MetricOptions OPTIONS = MetricOptions.from(Settings.defaults());

    static Stream<String> dimensions() {
        return Stream.concat(Stream.of(Dimensions.ALL), OPTIONS.dimensions().stream());
    }

    @BeforeAll
    static void writeHistoryOfSeed29() throws Exception {
        List<Table> tables = new ArrayList<>(List.of(Tables.DEAL_MILESTONES, Tables.PIPELINES));
        for (String family : List.of("conversion", "stage_time", "closing", "pipeline_value")) {
            tables.addAll(Tables.of(OPTIONS.families().named(family)));
        }
        HostileTables.write(new HostileHistory(29, 500), OPTIONS, tables, CLICKHOUSE);
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void whatWasReachedIsTheCohort(String dimension) throws Exception {
        assertThat(CLICKHOUSE.query("""
                        SELECT pipeline_id, %s AS value, from_stage_id, to_stage_id, toString(day), toString(count()),
                               toString(countIf(has(went_on_to, to_stage_id))),
                               toString(countIf(NOT has(went_on_to, to_stage_id) AND status = 'lost'))
                        FROM dealpulse.v_deal_milestones AS milestones
                        INNER JOIN (SELECT DISTINCT pipeline_id, from_stage_id, to_stage_id FROM dealpulse.v_conversion_daily)
                            AS pairs ON pairs.pipeline_id = milestones.pipeline_id AND pairs.from_stage_id = stage_id
                        WHERE milestone = 'reached'
                        GROUP BY ALL ORDER BY ALL""".formatted(valueOf(dimension))))
                .hasSizeGreaterThan(200)
                .isEqualTo(CLICKHOUSE.query("""
                        SELECT pipeline_id, dimension_value, from_stage_id, to_stage_id, toString(day), toString(entered),
                               toString(converted), toString(lost)
                        FROM dealpulse.v_conversion_daily WHERE dimension = '%s' ORDER BY ALL""".formatted(dimension)));
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void whatWasLeftIsTimeInStage(String dimension) throws Exception {
        assertThat(CLICKHOUSE.query("""
                        SELECT pipeline_id, %s AS value, stage_id, movement, toString(day), toString(count()),
                               toString(sum(seconds))
                        FROM dealpulse.v_deal_milestones WHERE milestone = 'left'
                        GROUP BY ALL ORDER BY ALL""".formatted(valueOf(dimension))))
                .hasSizeGreaterThan(200)
                .isEqualTo(CLICKHOUSE.query("""
                        SELECT pipeline_id, dimension_value, stage_id, movement, toString(day), toString(exits),
                               toString(seconds)
                        FROM dealpulse.v_stage_exit_daily WHERE dimension = '%s' ORDER BY ALL""".formatted(dimension)));
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void whatIsWonOrLostIsClosings(String dimension) throws Exception {
        assertThat(CLICKHOUSE.query("""
                        SELECT pipeline_id, %s AS value, milestone, currency, toString(day), toString(count()),
                               toString(sum(ifNull(amount, 0))), toString(sum(seconds))
                        FROM dealpulse.v_deal_milestones WHERE milestone IN ('won', 'lost')
                        GROUP BY ALL ORDER BY ALL""".formatted(valueOf(dimension))))
                .hasSizeGreaterThan(100)
                .isEqualTo(CLICKHOUSE.query("""
                        SELECT pipeline_id, dimension_value, outcome, currency, toString(day), toString(deals),
                               toString(amount), toString(seconds)
                        FROM dealpulse.v_closing_daily WHERE dimension = '%s' ORDER BY ALL""".formatted(dimension)));
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void whatIsOpenIsTheOpenPipeline(String dimension) throws Exception {
        assertThat(CLICKHOUSE.query("""
                        SELECT pipeline_id, %s AS value, stage_id, currency, toString(count()), toString(sum(ifNull(amount, 0)))
                        FROM dealpulse.v_deal_milestones WHERE milestone = 'open'
                        GROUP BY ALL ORDER BY ALL""".formatted(valueOf(dimension))))
                .isNotEmpty()
                .isEqualTo(CLICKHOUSE.query("""
                        SELECT pipeline_id, dimension_value, stage_id, currency, toString(open_deals), toString(amount)
                        FROM dealpulse.v_pipeline_value WHERE dimension = '%s' ORDER BY ALL""".formatted(dimension)));
    }

    @Test
    void staysTellSinceWhenTheyLastOrDid() throws Exception {
        assertThat(CLICKHOUSE.query("""
                        SELECT milestone, toString(count() = countIf(entered_at IS NULL)),
                               toString(count() = countIf(entered_at = at)),
                               toString(count() = countIf(dateDiff('millisecond', entered_at, at) >= 1000 * seconds))
                        FROM dealpulse.v_deal_milestones GROUP BY milestone ORDER BY milestone"""))
                .containsExactly(
                        List.of("left", "0", "0", "1"),
                        List.of("left_before", "0", "0", "1"),
                        List.of("lost", "1", "0", "0"),
                        List.of("open", "0", "1", "0"),
                        List.of("reached", "1", "0", "0"),
                        List.of("won", "1", "0", "0"));
    }

    @Test
    void everyMilestoneIsThere() throws Exception {
        assertThat(CLICKHOUSE.query("SELECT DISTINCT milestone FROM dealpulse.v_deal_milestones ORDER BY milestone"))
                .containsExactly(
                        List.of("left"),
                        List.of("left_before"),
                        List.of("lost"),
                        List.of("open"),
                        List.of("reached"),
                        List.of("won"));
    }

    /** The value of a dimension among the slices of a milestone. */
    private static String valueOf(String dimension) {
        return dimension.equals(Dimensions.ALL)
                ? "''"
                : "substring(arrayFirst(slice -> startsWith(slice, '%1$s='), slices), length('%1$s=') + 1)"
                        .formatted(dimension);
    }
}
