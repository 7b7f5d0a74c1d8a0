package io.dealpulse.cli.deadletters;

import io.dealpulse.cli.report.ReportFormat;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/** Lists dead letters. */
@CommandLine.Command(
        name = "list",
        description =
                "List dead letters, newest first, and count them by reason and topic. Reads Kafka and the registry,"
                        + " and writes nothing but its report. The bytes of records may be personal data: they are shown only with"
                        + " --payload.")
final class ListCommand extends LetterCommand {

    private static final int LARGEST_LIMIT = 10_000;

    /** A record may have 900 kB. */
    private static final int LARGEST_LIMIT_OF_PAYLOADS = 50;

    @CommandLine.Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many letters are shown, the newest ones (default: ${DEFAULT-VALUE}).")
    private int limit;

    @CommandLine.Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ReportFormat format;

    @CommandLine.Option(
            names = "--payload",
            description = "Show the records' keys and values too, in Base64; with --format csv or json.")
    private boolean payload;

    @Override
    void check(Selection selection) {
        int largest = payload ? LARGEST_LIMIT_OF_PAYLOADS : LARGEST_LIMIT;
        if (limit < 0 || limit > largest) {
            throw new CommandLine.ParameterException(
                    commandLine(),
                    "--limit must be from 0 to %d%s.".formatted(largest, payload ? " with --payload" : ""));
        }
        if (payload && format == ReportFormat.table) {
            throw new CommandLine.ParameterException(commandLine(), "--payload needs --format csv or json.");
        }
    }

    @Override
    Set<EventTopic> topics() {
        return EnumSet.of(EventTopic.DEAD_LETTER);
    }

    @Override
    int run(Settings settings, LetterTopic letters, Selection selection) throws InterruptedException {
        Map<SourcePlace, LetterHead> standing = letters.heads();
        List<LetterHead> chosen = standing.values().stream().filter(selection).toList();
        List<LetterHead> shown =
                chosen.stream().sorted(NEWEST_FIRST).limit(limit).toList();
        Map<SourcePlace, ShownLetter> contents = new HashMap<>();
        letters.visit(shown, (head, letter) -> contents.put(head.place(), ShownLetter.of(letter, payload)));
        List<ShownLetter> rows = new ArrayList<>();
        for (LetterHead head : shown) {
            ShownLetter row = contents.get(head.place());
            if (row != null) {
                rows.add(row);
            }
        }
        LetterReport report = new LetterReport(standing.values(), chosen, rows, payload);
        PrintWriter out = commandLine().getOut();
        out.print(format.write(report));
        out.flush();
        if (format == ReportFormat.csv && report.more() > 0) {
            commandLine().getErr().println(report.moreLine());
        }
        return CommandLine.ExitCode.OK;
    }

    /** Of the same time, in the order of their places, so that two lists are alike. */
    static final Comparator<LetterHead> NEWEST_FIRST = Comparator.comparing(LetterHead::timestamp)
            .reversed()
            .thenComparing(head -> head.place().topic())
            .thenComparing(head -> head.place().partition())
            .thenComparing(head -> head.place().offset());
}
