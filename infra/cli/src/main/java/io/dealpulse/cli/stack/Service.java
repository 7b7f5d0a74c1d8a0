package io.dealpulse.cli.stack;

import java.nio.file.Path;
import java.util.List;

/** One part of the local stack: a server that runs as a process of its own, with its data in its own directory. */
interface Service {

    /** Name for people. */
    String title();

    /** Name in file names: lower case. */
    String name();

    /** The port when none is asked for. */
    int defaultPort();

    /** The command-line flag that chooses the port. */
    default String portFlag() {
        return "--" + name() + "-port";
    }

    /** Where its data lies; made by the service itself. */
    Path dataDirectory();

    /**
     * Makes sure that what it needs to run is there.
     *
     * @throws io.dealpulse.cli.CommandFailure saying what is missing and how to get it
     */
    void requireInstalled();

    /**
     * Makes its data directory and configuration ready.
     *
     * @param port its port on 127.0.0.1
     * @param log where what is run for it prints to
     * @return the command that runs it in the foreground
     */
    List<String> prepare(int port, Path log);

    /** Whether it answers requests on that port; waits 2 s at most. */
    boolean answers(int port);

    /** The address that clients are given. */
    String address(int port);
}
