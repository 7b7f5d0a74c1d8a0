package io.dealpulse.cli.deadletters;

import picocli.CommandLine;

/** Dead letters: what there are, and sending their records again. */
@CommandLine.Command(
        name = "dead-letters",
        description =
                "Look at dead letters, the records that could not be read or make no sense, and send these records"
                        + " again (docs/operations.md).",
        synopsisHeading = "Usage: ",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {ListCommand.class, ReplayCommand.class})
public final class DeadLettersCommand {}
