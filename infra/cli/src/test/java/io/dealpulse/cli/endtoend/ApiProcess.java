package io.dealpulse.cli.endtoend;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code dealpulse serve} in a process of its own. */
final class ApiProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final JobProcess process;
    private final URI address;

    private ApiProcess(JobProcess process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Waits until a command that was started serves.
     *
     * @param process ended here if it does not
     */
    static ApiProcess of(JobProcess process) throws IOException {
        try {
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> ADDRESS.matcher(process.output()).find() || !process.isRunning());
            Matcher address = ADDRESS.matcher(process.output());
            if (!address.find()) {
                throw new AssertionError("serve has ended: " + process.output());
            }
            return new ApiProcess(process, URI.create(address.group()));
        } catch (IOException | RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /** Where it serves. */
    URI address() {
        return address;
    }

    JobProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
