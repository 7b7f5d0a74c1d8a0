package io.dealpulse.cli.verify;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.DimensionsOption;
import io.dealpulse.cli.setup.SetupCheck;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.verify.Verification;
import io.dealpulse.schemas.RegistryException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;

/** Compares the tables with a fresh computation from the topics. */
@CommandLine.Command(
        name = "verify",
        description =
                "Compute every table anew from the topics, in batch and without Flink, and compare with ClickHouse"
                        + " row by row: exit code 0 only if there is no difference. Run it while no job is at work, with the"
                        + " options that the jobs were given.")
public final class VerifyCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @CommandLine.Mixin
    private final DimensionsOption dimensions = new DimensionsOption();

    @CommandLine.Option(
            names = "--differences",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many differences of each table are shown (default: ${DEFAULT-VALUE}).")
    private int differences;

    @Override
    public Integer call() throws InterruptedException {
        if (differences < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--differences must be 0 or greater.");
        }
        Settings settings = common.settings(dimensions::addTo);
        new SetupCheck(settings).requireDone();
        VerifyReport report = new VerifyReport(spec.commandLine().getOut());
        report.conclude(verify(settings, report));
        return CommandLine.ExitCode.OK;
    }

    private Verification.Outcome verify(Settings settings, VerifyReport report) throws InterruptedException {
        try {
            return new Verification(settings, differences).run(report);
        } catch (KafkaException e) {
            throw new CommandFailure(
                    "Kafka at %s can't be read: %s".formatted(settings.get(Options.KAFKA), e.getMessage()), e);
        } catch (RegistryException e) {
            throw new CommandFailure(e.getMessage(), e);
        } catch (SQLException e) {
            throw new CommandFailure(
                    "ClickHouse at %s can't be read: %s".formatted(settings.get(Options.CLICKHOUSE), e.getMessage()),
                    e);
        }
    }
}
