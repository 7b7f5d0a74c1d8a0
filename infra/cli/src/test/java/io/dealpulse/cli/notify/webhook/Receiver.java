package io.dealpulse.cli.notify.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A web server on 127.0.0.1 that takes webhooks and answers as badly as it is told to. */
public final class Receiver implements AutoCloseable {

    /** What it does with a request. */
    @FunctionalInterface
    public interface Reply {
        /** Answers, or does not; the connection is closed afterwards. */
        void write(OutputStream out) throws IOException;
    }

    /**
     * A request that came whole.
     *
     * @param number counted from 0
     * @param headers by name in lower case
     */
    public record Request(int number, String path, Map<String, String> headers, String body) {

        /** A header that must be there. */
        public String header(String name) {
            String value = headers.get(name);
            if (value == null) {
                throw new AssertionError("no header " + name + " in " + headers);
            }
            return value;
        }

        public String webhookId() {
            return header("webhook-id");
        }

        /** Whether the sender says that it may have been delivered before. */
        public boolean repeat() {
            return "1".equals(headers.get("dealpulse-repeat"));
        }
    }

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Function<Request, Reply> replies;

    private Receiver(Function<Request, Reply> replies) throws IOException {
        this.replies = replies;
    }

    /** Starts one. */
    public static Receiver start(Function<Request, Reply> replies) throws IOException {
        Receiver receiver = new Receiver(replies);
        receiver.threads.execute(receiver::listen);
        return receiver;
    }

    /** An answer as it should be. */
    public static Reply status(int status, String body, String... headers) {
        return out -> {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\nconnection: close\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            byte[] bytes = body.getBytes(UTF_8);
            head.append("content-length: ").append(bytes.length).append("\r\n\r\n");
            out.write(head.toString().getBytes(ISO_8859_1));
            out.write(bytes);
            out.flush();
        };
    }

    /** Everything as given, then the end of the connection. */
    public static Reply raw(String bytes) {
        return out -> {
            out.write(bytes.getBytes(ISO_8859_1));
            out.flush();
        };
    }

    /** A body that never ends, as fast as it is read. */
    public static Reply endless(int status) {
        return out -> {
            out.write(("HTTP/1.1 " + status + " Status\r\n\r\n").getBytes(ISO_8859_1));
            byte[] piece = "and on ".repeat(100).getBytes(ISO_8859_1);
            // Until the other side closes the connection, which is what it should do.
            while (true) {
                out.write(piece);
            }
        };
    }

    /** These bytes, then nothing more until this is closed. */
    public Reply hangAfter(String bytes) {
        return out -> {
            raw(bytes).write(out);
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed: the loop's condition says so.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Request request = read(socket.getInputStream());
            if (request != null) {
                replies.apply(request).write(socket.getOutputStream());
            }
        } catch (IOException e) {
            // The other side has gone: that is its right.
        } finally {
            open.remove(socket);
        }
    }

    private @Nullable Request read(InputStream stream) throws IOException {
        InputStream in = new BufferedInputStream(stream);
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            return null;
        }
        synchronized (requests) {
            Request request = new Request(requests.size(), first.split(" ", -1)[1], headers, new String(body, UTF_8));
            requests.add(request);
            return request;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Its address with a path. */
    public String url(String path) {
        return "http://127.0.0.1:" + listening.getLocalPort() + path;
    }

    /** All that came so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        try {
            listening.close();
            closed.countDown();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
