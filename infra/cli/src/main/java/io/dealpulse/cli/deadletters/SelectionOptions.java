package io.dealpulse.cli.deadletters;

import io.dealpulse.schemas.EventTopic;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The options that choose dead letters; mixed in. */
@CommandLine.Command
final class SelectionOptions {

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "Only letters of this reason, such as unknown_schema_id; may be repeated.")
    private List<String> reasons = new ArrayList<>();

    @CommandLine.Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Only letters of records of this topic, such as crm.deal.changed.v1.")
    private @Nullable String topic;

    @CommandLine.Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only letters of records whose Kafka timestamp is this or later, such as 2025-01-31T08:00Z.")
    private @Nullable OffsetDateTime from;

    @CommandLine.Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Only letters of records whose Kafka timestamp is earlier.")
    private @Nullable OffsetDateTime to;

    @CommandLine.Option(
            names = "--place",
            paramLabel = "TOPIC/PARTITION/OFFSET",
            description = "Only the letter of the record that lies there; may be repeated.")
    private List<String> places = new ArrayList<>();

    /**
     * What the options choose.
     *
     * @throws CommandLine.ParameterException if one of them makes no sense
     */
    Selection selection() {
        if (topic != null && EventTopic.named(topic).isEmpty()) {
            throw wrong("--topic: Dealpulse has no topic %s.".formatted(topic));
        }
        Instant first = from == null ? null : from.toInstant();
        Instant end = to == null ? null : to.toInstant();
        if (first != null && end != null && !first.isBefore(end)) {
            throw wrong("--to is not after --from.");
        }
        Set<SourcePlace> chosen = new LinkedHashSet<>();
        for (String place : places) {
            chosen.add(SourcePlace.parse(place)
                    .orElseThrow(
                            () -> wrong("--place: '%s' is not like crm.deal.changed.v1/0/17: topic, partition, offset."
                                    .formatted(place))));
        }
        return new Selection(new LinkedHashSet<>(reasons), topic, first, end, chosen);
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
