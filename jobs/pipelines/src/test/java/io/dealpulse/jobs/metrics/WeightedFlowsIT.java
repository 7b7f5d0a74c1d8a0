package io.dealpulse.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseExtension;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.Tables;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In the engine, weighted as docs/metrics.md says, the flows up to today are what the open pipeline is worth. */
class WeightedFlowsIT {

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    private static final MetricOptions OPTIONS = MetricOptions.from(Settings.defaults());

    @Test
    void flowsUpToTodayWeighToTheCentWhatThePipelineDoes() throws Exception {
        List<Table> tables = new ArrayList<>(List.of(Tables.PIPELINES));
        tables.addAll(Tables.of(OPTIONS.families().named("pipeline_flow")));
        tables.addAll(Tables.of(OPTIONS.families().named("pipeline_value")));
        HostileTables.write(new HostileHistory(11, 400), OPTIONS, tables, CLICKHOUSE);

        List<List<String>> flows = CLICKHOUSE.query("""
                        SELECT pipeline_id, dimension, dimension_value, stage_id, currency,
                               toString(sum(deals)), toString(sum(amount)),
                               toString(round(sum(amount_at_stage_probability) * toDecimal128(toString(any(probability)), 9)
                                   + sum(weighted_own), 2))
                        FROM dealpulse.v_pipeline_flow_daily
                        INNER JOIN dealpulse.v_pipelines USING (pipeline_id, stage_id)
                        GROUP BY ALL
                        HAVING sum(deals) != 0
                        ORDER BY ALL""");
        List<List<String>> values = CLICKHOUSE.query("""
                        SELECT pipeline_id, dimension, dimension_value, stage_id, currency,
                               toString(open_deals), toString(amount), toString(weighted_amount)
                        FROM dealpulse.v_pipeline_value
                        ORDER BY ALL""");
        assertThat(flows).hasSizeGreaterThan(100).isEqualTo(values);
        // Parts of cents are among them, or rounding would not be tried.
        assertThat(CLICKHOUSE.query("""
                        SELECT count() > 100 FROM dealpulse.v_pipeline_flow_daily
                        WHERE weighted_own != round(weighted_own, 2)""")).containsExactly(List.of("1"));
    }
}
