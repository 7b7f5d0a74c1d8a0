package io.dealpulse.cli.serve;

import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.CtrlC;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Serves the dashboard and its API until Ctrl-C. */
@CommandLine.Command(
        name = "serve",
        description =
                "Serve the dashboard and the read-only HTTP API that it is made from, until Ctrl-C. See docs/api.md.")
public final class ServeCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @CommandLine.Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on, 0 for any free one (default: 8090).")
    private @Nullable String port;

    @CommandLine.Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "The address to listen on (default: 127.0.0.1, which this machine alone reaches).")
    private @Nullable String bind;

    @CommandLine.Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description = "A further name that the server goes by, behind a proxy for example; may be repeated.")
    private List<String> allowedHosts = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = common.settings(this::addFlags);
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch ended = new CountDownLatch(1);
        try (CtrlC ctrlC = CtrlC.does(ended::countDown);
                Dashboard dashboard = Dashboard.start(settings)) {
            out.println("Dashboard and API at " + dashboard.address() + " (Ctrl-C ends them)");
            dashboard.warnings().forEach(out::println);
            out.flush();
            ended.await();
            return ctrlC.pressed() ? CtrlC.EXIT_CODE : CommandLine.ExitCode.OK;
        }
    }

    private void addFlags(Settings.Builder builder) {
        if (port != null) {
            builder.flag("--port", Options.SERVE_PORT, port);
        }
        if (bind != null) {
            builder.flag("--bind", Options.SERVE_BIND, bind);
        }
        if (!allowedHosts.isEmpty()) {
            builder.flag("--allow-host", Options.SERVE_ALLOWED_HOSTS, String.join(",", allowedHosts));
        }
    }
}
