package io.dealpulse.cli.stack;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.clickhouse.local.ClickHouseEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** ClickHouse's engine behind a small HTTP server that runs on Node. */
final class ClickHouseService implements Service {

    private static final int LEAST_NODE_VERSION = 20;

    private final Path home;
    private final Path directory;

    /**
     * @param home Dealpulse's own directory
     * @param directory where its tables go
     */
    ClickHouseService(Path home, Path directory) {
        this.home = home;
        this.directory = directory;
    }

    @Override
    public String title() {
        return "ClickHouse";
    }

    @Override
    public String name() {
        return "clickhouse";
    }

    @Override
    public int defaultPort() {
        return 8123;
    }

    @Override
    public Path dataDirectory() {
        return directory;
    }

    @Override
    public void requireInstalled() {
        requireNode();
        Built.require(home.resolve("infra/clickhouse/local/node_modules"), "The packages of ClickHouse's engine");
    }

    @Override
    public List<String> prepare(int port, Path log) {
        return ClickHouseEngine.command(home, directory, port);
    }

    @Override
    public boolean answers(int port) {
        return Http.answers(address(port) + "/ping");
    }

    @Override
    public String address(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static void requireNode() {
        String version = nodeVersion();
        int major;
        try {
            major = Integer.parseInt(version.replaceFirst("^v(\\d+)\\..*", "$1"));
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    "'node --version' says \"" + version + "\"; ClickHouse's local engine needs Node.js "
                            + LEAST_NODE_VERSION + " or later on the PATH.",
                    e);
        }
        if (major < LEAST_NODE_VERSION) {
            throw new CommandFailure("ClickHouse's local engine needs Node.js " + LEAST_NODE_VERSION
                    + " or later on the PATH; this is " + version + ".");
        }
    }

    private static String nodeVersion() {
        try {
            Process process = new ProcessBuilder("node", "--version")
                    .redirectErrorStream(true)
                    .start();
            String version =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            process.waitFor();
            return version.strip();
        } catch (IOException e) {
            throw new CommandFailure(
                    "ClickHouse's local engine needs Node.js " + LEAST_NODE_VERSION
                            + " or later, but there is no 'node' on the PATH.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted while looking for Node.js", e);
        }
    }
}
