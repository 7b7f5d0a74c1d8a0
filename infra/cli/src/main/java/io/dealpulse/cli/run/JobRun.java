package io.dealpulse.cli.run;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.cli.setup.SetupCheck;
import io.dealpulse.jobs.Checkpoints;
import io.dealpulse.jobs.JobEnvironment;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.StampRows;
import io.dealpulse.jobs.source.CrmSources;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run of jobs in this process, from start to end. */
public final class JobRun {

    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    private static final Duration POLLING = Duration.ofMillis(200);
    private static final Duration STOPPING = Duration.ofSeconds(20);

    private record Running(RunnableJob job, JobClient client, CompletableFuture<JobExecutionResult> result) {}

    private final Settings settings;
    private final boolean untilCaughtUp;
    private final boolean fromScratch;
    private final FlinkPages pages;
    private final PrintWriter out;

    /** The most heap in use that was seen, what is to be collected included. */
    private long mostHeapBytes;

    /**
     * A run under these settings.
     *
     * @param untilCaughtUp whether the jobs end once all that is in the topics at the start is processed and written
     * @param fromScratch whether checkpoints are left aside
     * @param out where it is told how the jobs are doing
     */
    public JobRun(Settings settings, boolean untilCaughtUp, boolean fromScratch, PrintWriter out) {
        this.settings = settings;
        this.untilCaughtUp = untilCaughtUp;
        this.fromScratch = fromScratch;
        this.pages = FlinkPages.of(settings);
        this.out = out;
    }

    /**
     * Runs the jobs until they end; stops them when this thread is interrupted.
     *
     * @throws CommandFailure if what the jobs need is not there, or one can not start or fails for good
     * @throws InterruptedException if this thread was interrupted; the jobs are stopped then
     */
    public void run(List<RunnableJob> jobs) throws InterruptedException {
        long start = System.nanoTime();
        new SetupCheck(settings).requireDone();
        pages.requireFree(jobs.size());
        List<Running> running = new ArrayList<>();
        try {
            for (RunnableJob job : jobs) {
                running.add(start(job, running.size()));
            }
            for (Running job : running) {
                await(job);
            }
        } finally {
            running.forEach(JobRun::cancel);
        }
        say("%s after %.1f s; heap in use at most %d MB of %d MB"
                .formatted(
                        untilCaughtUp ? "caught up" : "ended",
                        (System.nanoTime() - start) / 1e9,
                        mostHeapBytes >> 20,
                        Runtime.getRuntime().maxMemory() >> 20));
    }

    private Running start(RunnableJob job, int index) {
        URI checkpoints = checkpointsOf(job);
        try {
            Optional<String> checkpoint = fromScratch ? Optional.empty() : Checkpoints.newest(checkpoints);
            say("%s starts %s"
                    .formatted(
                            job.jobName(),
                            checkpoint.map(path -> "from checkpoint " + path).orElse("without state")));
            StreamExecutionEnvironment environment =
                    JobEnvironment.inThisProcess(settings, checkpoints, checkpoint, pages.port(index));
            job.define(environment, settings, untilCaughtUp);
            JobClient client = environment.executeAsync(job.jobName());
            pages.page(index).ifPresent(page -> say("%s is shown by Flink at %s".formatted(job.jobName(), page)));
            return new Running(job, client, client.getJobExecutionResult());
        } catch (IOException e) {
            throw new CommandFailure(job.jobName() + " can't start: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new CommandFailure(job.jobName() + " can't start: " + rootMessage(e), e);
        }
    }

    private URI checkpointsOf(RunnableJob job) {
        URI directory = settings.checkpointDirectory();
        return directory.resolve(directory.getPath() + "/" + job.jobName());
    }

    private void await(Running running) throws InterruptedException {
        JobReport report = new JobReport(running.job.jobName(), untilCaughtUp, this::say);
        Optional<String> savepoint = Optional.empty();
        while (!running.result.isDone()) {
            lookAtHeap();
            try {
                Map<String, Object> accumulators =
                        running.client.getAccumulators().get();
                report.look(running.client.getJobStatus().get(), accumulators);
                if (untilCaughtUp && Integer.valueOf(1).equals(accumulators.get(CrmSources.CAUGHT_UP))) {
                    savepoint = Optional.of(drain(running));
                }
            } catch (ExecutionException | IllegalStateException e) {
                // Between two states of the job; if it has ended, and its cluster with it, its result says how.
                LOG.info("Could not look after {}", running.job.jobName(), e);
            }
            Thread.sleep(POLLING.toMillis());
        }
        try {
            JobExecutionResult result = running.result.get();
            reportRows(running.job, result.getAllAccumulatorResults());
            if (savepoint.isPresent()) {
                Checkpoints.keepOnly(checkpointsOf(running.job), savepoint.get());
            }
        } catch (ExecutionException e) {
            throw new CommandFailure(running.job.jobName() + " failed: " + rootMessage(e), e);
        } catch (IOException e) {
            throw new CommandFailure(
                    running.job.jobName() + " is done, but former checkpoints can't be deleted: " + e.getMessage(), e);
        }
    }

    private void reportRows(RunnableJob job, Map<String, Object> accumulators) {
        if (accumulators.get(StampRows.ROWS_MADE) instanceof Long rows
                && accumulators.get(CrmSources.READ) instanceof Long records) {
            say("%s has written %,d rows; %,d records are read".formatted(job.jobName(), rows, records));
        }
    }

    /** Has all that is still on its way written, and then a savepoint, from which the next run goes on. */
    private String drain(Running running) throws InterruptedException, ExecutionException {
        return running.client
                .stopWithSavepoint(true, checkpointsOf(running.job).toString(), SavepointFormatType.NATIVE)
                .get();
    }

    private static void cancel(Running running) {
        if (running.result.isDone()) {
            return;
        }
        try {
            running.client.cancel().get(STOPPING.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            // It ended by itself meanwhile, or ends with the process; its checkpoints hold what it needs.
            LOG.info("Could not cancel {}", running.job.jobName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = ExceptionUtils.stripExecutionException(failure);
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private void lookAtHeap() {
        mostHeapBytes = Math.max(mostHeapBytes, MEMORY.getHeapMemoryUsage().getUsed());
    }
}
