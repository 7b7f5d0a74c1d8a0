package io.dealpulse.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs the benchmarks, all or those that match a pattern, with JMH's own options ({@code -h} lists them), and then says
 * what was run, on what, and with which spread: figures without these mean nothing.
 */
public final class Benchmarks {

    private static final double CONFIDENCE = 0.999;

    private Benchmarks() {}

    public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
        CommandLineOptions options = new CommandLineOptions(arguments);
        if (options.shouldHelp() || options.shouldList()) {
            help(options);
            return;
        }
        Collection<RunResult> results = new Runner(options).run();
        report(results, System.out);
    }

    private static void help(CommandLineOptions options) throws CommandLineOptionException {
        if (options.shouldHelp()) {
            try {
                options.showHelp();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            new Runner(options).list();
        }
    }

    private static void report(Collection<RunResult> results, PrintStream out) {
        out.println();
        out.println("Command: " + ProcessHandle.current().info().commandLine().orElse("not known"));
        out.println("Machine: " + Runtime.getRuntime().availableProcessors() + " cores, "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", load average "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        results.stream().findFirst().ifPresent(result -> configuration(result.getParams(), out));
        out.println();
        out.println("| benchmark | parameters | p5 | median | p95 | mean | ± | unit |");
        out.println("|---|---|---|---|---|---|---|---|");
        results.forEach(result -> out.println(row(result)));
    }

    private static void configuration(BenchmarkParams run, PrintStream out) {
        out.println("JVM:     " + run.getVmName() + " " + run.getVmVersion() + ", options "
                + List.copyOf(run.getJvmArgs()));
        out.println(
                "Each:    " + run.getForks() + " forks of " + run.getWarmup().getCount() + " × "
                        + run.getWarmup().getTime() + " to warm up and "
                        + run.getMeasurement().getCount() + " × "
                        + run.getMeasurement().getTime() + " measured, " + run.getThreads()
                        + " thread; ± is the half-width of the "
                        + CONFIDENCE * 100 + " % confidence interval of the mean");
    }

    private static String row(RunResult result) {
        Statistics spread = result.getPrimaryResult().getStatistics();
        BenchmarkParams run = result.getParams();
        TreeMap<String, String> parameters = new TreeMap<>();
        run.getParamsKeys().forEach(name -> parameters.put(name, run.getParam(name)));
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | %.1f | %.1f | %.1f | %s |",
                result.getPrimaryResult().getLabel(),
                parameters.toString().replaceAll("[{}]", ""),
                spread.getPercentile(5),
                spread.getPercentile(50),
                spread.getPercentile(95),
                spread.getMean(),
                spread.getMeanErrorAt(CONFIDENCE),
                result.getPrimaryResult().getScoreUnit());
    }
}
