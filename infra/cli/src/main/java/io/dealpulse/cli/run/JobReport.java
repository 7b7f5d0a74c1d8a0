package io.dealpulse.cli.run;

import io.dealpulse.jobs.source.CrmSources;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;

/** Tells now and then how a running job is doing, and at once when it fails and restarts. */
final class JobReport {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final String job;
    private final boolean showsReach;
    private final Consumer<String> out;

    private JobStatus status = JobStatus.CREATED;
    private long lastLine = System.nanoTime();

    /**
     * Reports on a job.
     *
     * @param showsReach whether it tells how much is read of what was there at the start
     */
    JobReport(String job, boolean showsReach, Consumer<String> out) {
        this.job = job;
        this.showsReach = showsReach;
        this.out = out;
    }

    /** Takes a look at the job. */
    void look(JobStatus present, Map<String, Object> accumulators) {
        if (present == JobStatus.RESTARTING && status != JobStatus.RESTARTING) {
            out.accept(job + " failed and restarts by itself from its last checkpoint; the log says why");
        }
        status = present;
        if (showsReach && System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos()) {
            lastLine = System.nanoTime();
            long held = number(accumulators, CrmSources.HELD);
            if (held > 0) {
                out.accept(
                        "%s has read %,d of %,d records".formatted(job, number(accumulators, CrmSources.READ), held));
            }
        }
    }

    private static long number(Map<String, Object> accumulators, String name) {
        return accumulators.get(name) instanceof Long value ? value : 0;
    }
}
