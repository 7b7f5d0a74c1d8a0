package io.dealpulse.cli.endtoend;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Many open dashboards: each asks all paths once a second, one after the other on a connection that stays open, with the ETag
 * of its last answer. Plain sockets and threads, so that it costs little beside the server that is measured.
 */
final class PollingClients {

    private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

    private final URI server;
    private final List<String> paths;

    PollingClients(URI server, List<String> paths) {
        this.server = server;
        this.paths = List.copyOf(paths);
    }

    /**
     * What clients saw.
     *
     * @param latencies of all answers in nanoseconds, in order
     * @param unchanged how many answers were 304
     * @param errors what was neither that nor 200, and exchanges that failed
     * @param late how many rounds began more than 100 ms after their second, for want of an answer or of a processor
     */
    record Outcome(List<Long> latencies, long unchanged, List<String> errors, long late) {}

    /** Lets so many clients ask for so long, their rounds spread evenly over the second. */
    Outcome run(int clients, Duration time) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long start = System.nanoTime();
            List<Future<Outcome>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                long first = start + PERIOD_NANOS * client / clients;
                running.add(threads.submit(() -> poll(first, time)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> each : running) {
                outcomes.add(each.get());
            }
            return new Outcome(
                    outcomes.stream()
                            .flatMap(each -> each.latencies().stream())
                            .sorted()
                            .toList(),
                    outcomes.stream().mapToLong(Outcome::unchanged).sum(),
                    outcomes.stream().flatMap(each -> each.errors().stream()).toList(),
                    outcomes.stream().mapToLong(Outcome::late).sum());
        } finally {
            threads.shutdownNow();
        }
    }

    private Outcome poll(long first, Duration time) throws IOException {
        List<Long> latencies = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        Map<String, String> tags = new HashMap<>();
        long unchanged = 0;
        long late = 0;
        Connection connection = new Connection();
        try {
            long end = first + time.toNanos();
            for (long round = first; round < end; round += PERIOD_NANOS) {
                for (long wait = round - System.nanoTime(); wait > 0; wait = round - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                if (System.nanoTime() - round > PERIOD_NANOS / 10) {
                    late++;
                }
                for (String path : paths) {
                    long begun = System.nanoTime();
                    try {
                        Answer answer = connection.get(path, tags.getOrDefault(path, ""));
                        latencies.add(System.nanoTime() - begun);
                        if (answer.status() == 304) {
                            unchanged++;
                        } else if (answer.status() == 200) {
                            tags.put(path, answer.tag());
                        } else {
                            errors.add(answer.status() + " " + path);
                        }
                    } catch (IOException e) {
                        errors.add(e + " " + path);
                        connection.close();
                        connection = new Connection();
                    }
                }
            }
        } finally {
            connection.close();
        }
        return new Outcome(latencies, unchanged, errors, late);
    }

    private record Answer(int status, String tag) {}

    /** One connection that stays open. */
    private final class Connection implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;

        Connection() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
        }

        Answer get(String path, String tag) throws IOException {
            String condition = tag.isEmpty() ? "" : "If-None-Match: " + tag + "\r\n";
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.getPort() + "\r\n" + condition
                                    + "\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            int status = Integer.parseInt(line().split(" ", 3)[1]);
            long length = -1;
            boolean chunked = false;
            String etag = "";
            for (String header = line(); !header.isEmpty(); header = line()) {
                int colon = header.indexOf(':');
                String value = header.substring(colon + 1).strip();
                switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                    case "content-length" -> length = Long.parseLong(value);
                    case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                    case "etag" -> etag = value;
                    default -> {}
                }
            }
            if (chunked) {
                for (long chunk = chunkLength(); chunk > 0; chunk = chunkLength()) {
                    in.skipNBytes(chunk);
                    line();
                }
                line();
            } else if (status != 304 && status != 204) {
                in.skipNBytes(length);
            }
            return new Answer(status, etag);
        }

        private long chunkLength() throws IOException {
            return Long.parseLong(line(), 16);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder(64);
            for (int read = in.read(); read != '\n'; read = in.read()) {
                if (read < 0) {
                    throw new EOFException("The server has closed the connection");
                }
                if (read != '\r') {
                    line.append((char) read);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
