package io.dealpulse.cli.deadletters;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.cli.ProgressLine;
import io.dealpulse.cli.publish.EventPublisher;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.source.TopicReplay;
import io.dealpulse.schemas.EventTopic;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import picocli.CommandLine;

/** Sends the records of dead letters again. */
@CommandLine.Command(
        name = "replay",
        description =
                "Send the records of dead letters to their topics once more, byte by byte, so that the jobs read them"
                        + " again: after the cause is mended, and where a run from scratch would take too long. Choose the"
                        + " letters by filters, or take --all. The letters stay: their records are still where they were.")
final class ReplayCommand extends LetterCommand {

    @CommandLine.Option(names = "--all", description = "All letters that can be sent again.")
    private boolean all;

    @CommandLine.Option(names = "--dry-run", description = "Show what would be sent, and send nothing.")
    private boolean dryRun;

    @CommandLine.Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "50",
            description =
                    "Of how many letters it is shown where they went. All that are chosen are sent (default: ${DEFAULT-VALUE}).")
    private int shown;

    @Override
    void check(Selection selection) {
        if (shown < 0) {
            throw wrong("--show must be 0 or greater.");
        }
        if (selection.isEverything() && !all) {
            throw wrong("Choose what to send: --reason, --topic, --from, --to, --place, or --all.");
        }
        if (all && !selection.isEverything()) {
            throw wrong("--all is for all letters: leave it out, or the filters.");
        }
        for (String reason : selection.reasons()) {
            Obstacle.of(reason).ifPresent(obstacle -> {
                throw wrong("--reason %s: %s.".formatted(reason, obstacle.explanation()));
            });
        }
    }

    @Override
    Set<EventTopic> topics() {
        Set<EventTopic> topics = EnumSet.copyOf(TopicReplay.TOPICS);
        topics.add(EventTopic.DEAD_LETTER);
        return topics;
    }

    @Override
    int run(Settings settings, LetterTopic letters, Selection selection) throws InterruptedException {
        Map<SourcePlace, LetterHead> standing = letters.heads();
        requireAll(selection.places(), standing);
        List<LetterHead> chosen = standing.values().stream().filter(selection).toList();
        if (chosen.isEmpty()) {
            throw new CommandFailure(text(
                    "No dead letter is as asked for, of %,d that there are: 'dead-letters list' shows them. Nothing was sent.",
                    standing.size()));
        }
        Set<String> topics = chosen.stream()
                .map(head -> head.place().topic())
                .filter(ReplayRules::lastCounts)
                .collect(Collectors.toSet());
        ReplayRules rules = new ReplayRules(LastRecords.read(settings, topics));
        return dryRun
                ? show(letters, chosen, rules, !selection.places().isEmpty())
                : send(settings, letters, chosen, rules, !selection.places().isEmpty());
    }

    private static void requireAll(Set<SourcePlace> places, Map<SourcePlace, LetterHead> standing) {
        Set<String> missing = new TreeSet<>();
        places.stream().filter(place -> !standing.containsKey(place)).forEach(place -> missing.add(place.toString()));
        if (!missing.isEmpty()) {
            throw new CommandFailure(
                    "There is no dead letter of %s: its record was not rejected, or its deal is erased. Nothing was sent."
                            .formatted(String.join(", ", missing)));
        }
    }

    private int show(LetterTopic letters, List<LetterHead> chosen, ReplayRules rules, boolean named)
            throws InterruptedException {
        PrintWriter out = commandLine().getOut();
        Omissions omissions = new Omissions();
        long[] count = {0};
        letters.visit(
                chosen,
                (head, letter) -> rules.take(letter)
                        .ifPresentOrElse(obstacle -> omissions.add(obstacle, head.place()), () -> {
                            if (++count[0] <= shown) {
                                out.println("would send %s (%s)"
                                        .formatted(head.place(), ShownLetter.printable(head.reason())));
                            }
                        }));
        tellMore(count[0]);
        omissions.tell(out);
        out.println(text("Dry run: %s would be sent, nothing was.", records(count[0])));
        out.flush();
        return exitCode(omissions, named);
    }

    private int send(Settings settings, LetterTopic letters, List<LetterHead> chosen, ReplayRules rules, boolean named)
            throws InterruptedException {
        PrintWriter out = commandLine().getOut();
        PrintWriter err = commandLine().getErr();
        ProgressLine progress = new ProgressLine(err);
        Omissions omissions = new Omissions();
        try (LetterSender sender =
                new LetterSender(new KafkaProducer<>(EventPublisher.producerSettings(settings)), shown, out, err)) {
            try {
                letters.visit(chosen, (head, letter) -> {
                    rules.take(letter)
                            .ifPresentOrElse(
                                    obstacle -> omissions.add(obstacle, head.place()),
                                    () -> sender.send(head.place(), letter));
                    progress.say("sent %,d records", sender.sent());
                });
            } finally {
                // However it ended, what is on its way is told of.
                sender.flush();
                tellMore(sender.sent());
                omissions.tell(out);
                out.println(text("%s sent.", records(sender.sent())));
                out.flush();
            }
            if (sender.failed() > 0) {
                throw new CommandFailure(text(
                        "%s could not be sent, as told above. To send others twice is harmless.",
                        records(sender.failed())));
            }
        }
        return exitCode(omissions, named);
    }

    /** Who names a letter wants to know that it is left. */
    private static int exitCode(Omissions omissions, boolean named) {
        return named && !omissions.isEmpty() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private void tellMore(long count) {
        if (count > shown) {
            commandLine().getOut().println(text("and %,d more", count - shown));
        }
    }

    private static String records(long count) {
        return count == 1 ? "1 record" : text("%,d records", count);
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(commandLine(), message);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Letters that are not sent, by what keeps them. */
    private static final class Omissions {

        private static final int MOST_PLACES = 3;

        private final Map<Obstacle, List<SourcePlace>> examples = new EnumMap<>(Obstacle.class);
        private final Map<Obstacle, Long> counts = new EnumMap<>(Obstacle.class);

        void add(Obstacle obstacle, SourcePlace place) {
            counts.merge(obstacle, 1L, Long::sum);
            List<SourcePlace> places = examples.computeIfAbsent(obstacle, none -> new ArrayList<>());
            if (places.size() < MOST_PLACES) {
                places.add(place);
            }
        }

        boolean isEmpty() {
            return counts.isEmpty();
        }

        void tell(PrintWriter out) {
            counts.forEach((obstacle, count) -> {
                List<SourcePlace> places = examples.getOrDefault(obstacle, List.of());
                out.println(text(
                        "left    %s%s: %s",
                        places.stream().map(SourcePlace::toString).collect(Collectors.joining(", ")),
                        count > places.size() ? text(" and %,d more", count - places.size()) : "",
                        obstacle.explanation()));
            });
        }
    }
}
