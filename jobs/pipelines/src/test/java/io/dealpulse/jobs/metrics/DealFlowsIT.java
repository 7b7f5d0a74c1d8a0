package io.dealpulse.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseExtension;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.Tables;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In the engine, the steps of deals add up to the flows of each day, in every dimension and for each of its values. */
class DealFlowsIT {

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    private static final MetricOptions OPTIONS = MetricOptions.from(Settings.defaults());

    static List<String> dimensions() {
        return OPTIONS.dimensions();
    }

    @BeforeAll
    static void writeHistoryOfSeed23() throws Exception {
        List<Table> tables = new ArrayList<>(List.of(Tables.DEAL_FLOWS));
        tables.addAll(Tables.of(OPTIONS.families().named("pipeline_flow")));
        HostileTables.write(new HostileHistory(23, 500), OPTIONS, tables, CLICKHOUSE);
    }

    @Test
    void stepsThatCountEverywhereAddUpToTheFlowsOfAll() throws Exception {
        assertThat(stepsByDay("''", "dimension = ''")).hasSizeGreaterThan(1_000).isEqualTo(flowsByDay(Dimensions.ALL));
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void withThoseOfADimensionTheyAddUpToTheFlowsOfEachOfItsValues(String dimension) throws Exception {
        String value = dimension.equals("owner") ? "owner_id" : "attributes['%s']".formatted(dimension);
        assertThat(stepsByDay(value, "dimension IN ('', '%s')".formatted(dimension)))
                .hasSizeGreaterThan(1_000)
                .isEqualTo(flowsByDay(dimension));
    }

    @Test
    void everyCauseIsThereAndADimensionIsNamedWhereADealIsReassignedAlone() throws Exception {
        assertThat(CLICKHOUSE.query("SELECT DISTINCT cause FROM dealpulse.v_pipeline_flow_daily ORDER BY cause"))
                .hasSize(14)
                .isEqualTo(CLICKHOUSE.query("SELECT DISTINCT cause FROM dealpulse.v_deal_flows ORDER BY cause"));
        assertThat(
                        CLICKHOUSE.query(
                                "SELECT DISTINCT dimension FROM dealpulse.v_deal_flows WHERE cause = 'reassigned' ORDER BY ALL"))
                .containsExactly(List.of("owner"), List.of("segment"));
        assertThat(CLICKHOUSE.query(
                        "SELECT count() FROM dealpulse.v_deal_flows WHERE cause != 'reassigned' AND dimension != ''"))
                .containsExactly(List.of("0"));
    }

    @Test
    void theStepsOfADealAreNumberedInTheOrderOfTime() throws Exception {
        assertThat(CLICKHOUSE.query("""
                        SELECT countIf(steps != range(1, length(steps) + 1)), max(length(steps)) > 10
                        FROM (SELECT deal_id, arraySort(groupArray(step)) AS steps FROM dealpulse.v_deal_flows GROUP BY deal_id)""")).containsExactly(List.of("0", "1"));
        assertThat(CLICKHOUSE.query("""
                        SELECT countIf(at < former) FROM (
                            SELECT at, lagInFrame(at, 1, at) OVER (PARTITION BY deal_id ORDER BY step) AS former
                            FROM dealpulse.v_deal_flows)""")).containsExactly(List.of("0"));
    }

    private static List<List<String>> stepsByDay(String value, String steps) throws Exception {
        return CLICKHOUSE.query("""
                        SELECT pipeline_id, %s AS value, stage_id, currency, cause, toString(day), toString(sum(deals)),
                               toString(sum(amount)), toString(sum(amount_at_stage_probability)),
                               toString(sum(weighted_own))
                        FROM dealpulse.v_deal_flows
                        WHERE %s
                        GROUP BY pipeline_id, value, stage_id, currency, cause, day
                        HAVING sum(deals) != 0 OR sum(amount) != 0 OR sum(amount_at_stage_probability) != 0
                            OR sum(weighted_own) != 0
                        ORDER BY ALL""".formatted(value, steps));
    }

    private static List<List<String>> flowsByDay(String dimension) throws Exception {
        return CLICKHOUSE.query("""
                        SELECT pipeline_id, dimension_value, stage_id, currency, cause, toString(day), toString(deals),
                               toString(amount), toString(amount_at_stage_probability), toString(weighted_own)
                        FROM dealpulse.v_pipeline_flow_daily
                        WHERE dimension = '%s'
                        ORDER BY ALL""".formatted(dimension));
    }
}
