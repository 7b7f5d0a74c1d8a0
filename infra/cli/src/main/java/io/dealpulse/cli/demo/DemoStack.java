package io.dealpulse.cli.demo;

import io.dealpulse.cli.setup.Setup;
import io.dealpulse.cli.stack.LocalStack;
import io.dealpulse.cli.stack.PortChoice;
import io.dealpulse.cli.stack.Progress;
import io.dealpulse.cli.stack.ServiceStatus;
import io.dealpulse.jobs.options.Settings;
import java.util.Map;

/** The local stack for the time of the demo, set up: one that ran before runs on afterwards. */
final class DemoStack implements AutoCloseable {

    private static final int PARTITIONS = 4;
    private static final short REPLICAS = 1;

    private final LocalStack stack;
    private final boolean ranBefore;
    private final Progress progress;

    private DemoStack(LocalStack stack, boolean ranBefore, Progress progress) {
        this.stack = stack;
        this.ranBefore = ranBefore;
        this.progress = progress;
    }

    /**
     * Starts what doesn't run.
     *
     * @throws io.dealpulse.cli.CommandFailure if a part does not start; what this call started is stopped then
     */
    static DemoStack up(LocalStack stack, PortChoice ports, Progress progress) {
        boolean ranBefore = stack.status().stream().anyMatch(part -> part.state() == ServiceStatus.State.UP);
        try {
            stack.up(ports, progress);
        } catch (RuntimeException e) {
            new DemoStack(stack, ranBefore, Progress.silent()).close();
            throw e;
        }
        return new DemoStack(stack, ranBefore, progress);
    }

    /** The options by which clients find it. */
    Map<String, String> options() {
        return stack.options();
    }

    /** Makes topics, schemas and tables where they are missing. */
    void setUp(Settings settings) {
        new Setup(settings, PARTITIONS, REPLICAS).run(line -> {});
        progress.report("Set-up", "topics, schemas and tables are there");
    }

    @Override
    public void close() {
        if (!ranBefore) {
            stack.down(progress);
        }
    }
}
