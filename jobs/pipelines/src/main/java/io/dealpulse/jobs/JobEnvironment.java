package io.dealpulse.jobs;

import io.dealpulse.jobs.options.InvalidOptionException;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** How Flink runs our jobs: what every job sets, in this process or on a cluster. */
public final class JobEnvironment {

    /** Saved state is cut into so many parts; it can never be changed without losing state. */
    private static final int MAX_PARALLELISM = 128;

    private static final int ANY_PORT = 0;
    private static final String LOOPBACK = "127.0.0.1";

    private JobEnvironment() {}

    /**
     * Reads the settings of a job on a cluster.
     *
     * @param args {@code --option value} pairs
     * @param environment variables, of which those that begin with {@code DEALPULSE_} count
     * @throws InvalidOptionException if an argument is no option or its value is not allowed
     */
    public static Settings settings(String[] args, Map<String, String> environment) {
        Settings.Builder builder = Settings.builder().environment(environment);
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                throw new InvalidOptionException("Expected --option value, not: " + args[i]);
            }
            builder.set(args[i].substring(2), args[i + 1]);
        }
        return builder.build();
    }

    /**
     * An environment on the cluster that runs this code. Where checkpoints are kept is the cluster's matter, and so is the
     * parallelism unless it is given as an option.
     */
    public static StreamExecutionEnvironment onCluster(Settings settings) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(common(settings));
        if (settings.isGiven(Options.PARALLELISM)) {
            environment.setParallelism(settings.get(Options.PARALLELISM));
        }
        return environment;
    }

    /** An environment in this process, whose web page nobody is told of. */
    public static StreamExecutionEnvironment inThisProcess(
            Settings settings, URI checkpoints, Optional<String> restoreFrom) {
        return inThisProcess(settings, checkpoints, restoreFrom, ANY_PORT);
    }

    /**
     * An environment in this process.
     *
     * @param checkpoints where its checkpoints go
     * @param restoreFrom the checkpoint to begin with; empty to begin without state
     * @param webPort where Flink shows the job on 127.0.0.1, if its pages are on the class path; 0 for any free one
     */
    public static StreamExecutionEnvironment inThisProcess(
            Settings settings, URI checkpoints, Optional<String> restoreFrom, int webPort) {
        Configuration configuration = common(settings);
        configuration.set(RestOptions.ADDRESS, LOOPBACK);
        configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        configuration.set(RestOptions.BIND_PORT, String.valueOf(webPort));
        // To look at: only this process begins and ends its jobs.
        configuration.set(WebOptions.SUBMIT_ENABLE, false);
        configuration.set(WebOptions.CANCEL_ENABLE, false);
        configuration.set(WebOptions.RESCALE_ENABLE, false);
        configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toString());
        // Accumulators, which tell that a job has caught up, travel with heartbeats.
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(500));
        restoreFrom.ifPresent(checkpoint -> {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint);
            // The checkpoint becomes the new run's own, which deletes it once it has a newer one.
            configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        });
        return StreamExecutionEnvironment.createLocalEnvironment(settings.get(Options.PARALLELISM), configuration);
    }

    private static Configuration common(Settings settings) {
        Configuration configuration = new Configuration();
        // A missing uid or a type without a serializer of ours is found when the job is defined, not when it is
        // upgraded.
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        // All our records are immutable, so that handing on the same object is safe.
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.get(Options.CHECKPOINT_INTERVAL));
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // While a sink or the registry is away, checkpoints time out; the job must wait, not restart.
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofSeconds(1));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        return configuration;
    }
}
