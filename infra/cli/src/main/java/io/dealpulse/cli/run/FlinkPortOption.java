package io.dealpulse.cli.run;

import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The option of those commands that run jobs in their process; mixed in. */
@CommandLine.Command
public final class FlinkPortOption {

    /** The option's name. */
    public static final String NAME = "--flink-port";

    @CommandLine.Option(
            names = NAME,
            paramLabel = "PORT",
            description = "Port on 127.0.0.1 of Flink's web page of the first job; the second job takes the next one.")
    private @Nullable String port;

    /** Adds what was given to the settings. */
    public void addTo(Settings.Builder settings) {
        if (port != null) {
            settings.flag(NAME, Options.FLINK_PORT, port);
        }
    }
}
