package io.dealpulse.cli.run;

import io.dealpulse.jobs.metrics.DealMetricsJob;
import io.dealpulse.jobs.options.Settings;
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
