package io.dealpulse.cli;

import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The option of those commands that make figures; mixed in. */
public final class DimensionsOption {

    @CommandLine.Option(
            names = "--dimensions",
            paramLabel = "NAME,...",
            description = "What figures are split by: owner or any attribute of deals.")
    private @Nullable String dimensions;

    /** Adds what was given to the settings. */
    public void addTo(Settings.Builder settings) {
        if (dimensions != null) {
            settings.flag("--dimensions", Options.DIMENSIONS, dimensions);
        }
    }
}
