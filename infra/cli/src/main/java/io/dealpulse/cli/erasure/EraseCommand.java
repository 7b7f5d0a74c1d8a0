package io.dealpulse.cli.erasure;

import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.publish.EventPublisher;
import io.dealpulse.cli.setup.SetupCheck;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Sends the tombstones that erase deals. */
@CommandLine.Command(
        name = "erase",
        description =
                "Erase deals for good: send their tombstones to crm.deal.changed.v1. The jobs then take them out of"
                        + " their state, all figures, alerts and dead letters, and discard whatever else comes for them. This can't be"
                        + " undone. 'purge' makes it physical in ClickHouse.")
public final class EraseCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @CommandLine.Parameters(arity = "1..*", paramLabel = "DEAL_ID", description = "The deals, by id.")
    private List<String> dealIds = List.of();

    @Override
    public Integer call() {
        if (dealIds.contains("")) {
            throw new CommandLine.ParameterException(spec.commandLine(), "A DEAL_ID is empty; nothing was erased.");
        }
        Settings settings = common.settings();
        new SetupCheck(settings).requireTopics(EnumSet.of(EventTopic.DEAL_CHANGED));
        List<String> distinct = dealIds.stream().distinct().toList();
        try (EventPublisher publisher = EventPublisher.open(settings)) {
            distinct.forEach(publisher::eraseDeal);
            publisher.flush();
        }
        PrintWriter out = spec.commandLine().getOut();
        distinct.forEach(dealId -> out.println("deal    '%s': Kafka has its tombstone".formatted(dealId)));
        out.println("The jobs erase %s as soon as they read this; './dealpulse purge' then makes it physical."
                .formatted(distinct.size() == 1 ? "the deal" : "the %,d deals".formatted(distinct.size())));
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
