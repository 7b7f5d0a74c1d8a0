package io.dealpulse.cli.run;

import io.dealpulse.cli.stack.Ports;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import java.net.URI;
import java.util.Optional;

/**
 * Flink's web pages of the jobs in this process: each job is a cluster of its own, and has a page of its own.
 *
 * @param firstPort that of the first job, those of the others follow; 0: no pages
 */
public record FlinkPages(int firstPort) {

    /** As the settings say. */
    public static FlinkPages of(Settings settings) {
        return new FlinkPages(settings.get(Options.FLINK_PORT));
    }

    /**
     * The address of a job's page; empty if there are no pages.
     *
     * @param index which of the jobs it is, from 0
     */
    public Optional<URI> page(int index) {
        return firstPort == 0 ? Optional.empty() : Optional.of(URI.create("http://127.0.0.1:" + port(index) + "/"));
    }

    /**
     * Returns if the ports of so many jobs are free, or there are no pages.
     *
     * @throws io.dealpulse.cli.CommandFailure that names the one that is not
     */
    public void requireFree(int jobs) {
        for (int index = 0; index < jobs && firstPort > 0; index++) {
            Ports.requireFree(port(index), "for Flink's web page", FlinkPortOption.NAME);
        }
    }

    /** The port of a job's page; 0 if there are no pages. */
    int port(int index) {
        return firstPort == 0 ? 0 : firstPort + index;
    }
}
