package io.dealpulse.jobs.metrics;

import io.dealpulse.jobs.JobEnvironment;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseOptions;
import io.dealpulse.jobs.sink.ClickHouseTables;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.source.CrmSources;
import io.dealpulse.jobs.source.DeadLetters;
import io.dealpulse.jobs.source.SourceOptions;
import java.io.IOException;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job {@code deal-metrics}: from CRM events to the tables of deals and of metrics. */
public final class DealMetricsJob {

    /** The job's name. */
    public static final String NAME = "deal-metrics";

    private DealMetricsJob() {}

    /**
     * Runs the job on a cluster, as {@code flink run} does.
     *
     * @param args {@code --option value} for each option that is not left to the environment or its default
     */
    public static void main(String[] args) throws Exception {
        Settings settings = JobEnvironment.settings(args, System.getenv());
        StreamExecutionEnvironment environment = JobEnvironment.onCluster(settings);
        define(environment, settings, false);
        environment.execute(NAME);
    }

    /** All tables that the job makes of events; it reports its own progress besides. */
    public static List<Table> tables(Settings settings) {
        return DealMetricsTopology.tables(MetricOptions.from(settings));
    }

    /**
     * Defines the job.
     *
     * @param untilCaughtUp whether it ends once all that is in the topics at its start is processed and written
     * @throws IOException if ClickHouse can not be asked what was written before
     */
    public static void define(StreamExecutionEnvironment environment, Settings settings, boolean untilCaughtUp)
            throws IOException {
        SourceOptions source = SourceOptions.of(settings, "dealpulse-" + NAME, untilCaughtUp);
        CrmSources crm = CrmSources.connect(environment, source);
        ClickHouseTables tables =
                new ClickHouseTables(ClickHouseOptions.from(settings), settings.get(Options.FLUSH_INTERVAL));
        new DealMetricsTopology(MetricOptions.from(settings), tables)
                .connect(crm)
                .sinkTo(DeadLetters.kafkaSink(source))
                .name("write dead letters")
                .uid("write-dead-letters");
    }
}
