package io.dealpulse.cli.run;

import io.dealpulse.jobs.alerts.DealAlertsJob;
import io.dealpulse.jobs.metrics.DealMetricsJob;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.Table;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The jobs that can be run. */
public enum RunnableJob {
    /** Deals, and the metrics over them. */
    DEAL_METRICS(DealMetricsJob.NAME) {
        @Override
        void define(StreamExecutionEnvironment environment, Settings settings, boolean untilCaughtUp)
                throws IOException {
            DealMetricsJob.define(environment, settings, untilCaughtUp);
        }

        @Override
        public List<Table> tables(Settings settings) {
            return DealMetricsJob.tables(settings);
        }
    },
    /** Alerts of stalled deals. */
    DEAL_ALERTS(DealAlertsJob.NAME) {
        @Override
        void define(StreamExecutionEnvironment environment, Settings settings, boolean untilCaughtUp)
                throws IOException {
            DealAlertsJob.define(environment, settings, untilCaughtUp);
        }

        @Override
        public List<Table> tables(Settings settings) {
            return DealAlertsJob.tables();
        }
    };

    private final String jobName;

    RunnableJob(String jobName) {
        this.jobName = jobName;
    }

    /** The job's name. */
    public String jobName() {
        return jobName;
    }

    /** The job of that name. */
    static Optional<RunnableJob> named(String name) {
        return Arrays.stream(values()).filter(job -> job.jobName.equals(name)).findFirst();
    }

    /** All names. */
    static List<String> names() {
        return Arrays.stream(values()).map(RunnableJob::jobName).toList();
    }

    /** All tables that the job writes. */
    public abstract List<Table> tables(Settings settings);

    abstract void define(StreamExecutionEnvironment environment, Settings settings, boolean untilCaughtUp)
            throws IOException;

    /** The names, for {@code --help}. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }
}
