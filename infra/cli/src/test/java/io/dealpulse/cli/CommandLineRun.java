package io.dealpulse.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * One run of the command, within this process.
 *
 * @param exitCode what it ended with
 * @param out what it printed
 * @param err what it complained of
 */
public record CommandLineRun(int exitCode, String out, String err) {

    /** Runs the command with these words. */
    public static CommandLineRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Dealpulse.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return new CommandLineRun(exitCode, out.toString(), err.toString());
    }
}
