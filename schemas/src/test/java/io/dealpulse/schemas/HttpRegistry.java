package io.dealpulse.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;

/**
 * A real HTTP server that gives the answers of a schema registry, or of a broken one. Ids count from 1; a schema is known by
 * its id whatever its subject.
 */
final class HttpRegistry implements AutoCloseable {

    /** What it was asked, and with which credentials ('' for none). */
    record Request(String method, String path, String authorization, String body) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Outage NONE = exchange -> false;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> schemas = new CopyOnWriteArrayList<>();
    private final Map<Integer, String> types = new ConcurrentHashMap<>();
    private volatile Outage outage = NONE;

    private HttpRegistry(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static HttpRegistry start() throws IOException {
        return on(HttpServer.create(anyPort(), 0));
    }

    static HttpRegistry on(HttpServer server) {
        return new HttpRegistry(server);
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** An address at which nobody listens. */
    static String deserted() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    RegistryClient client() {
        return new RegistryClient(List.of(url()), Map.of("http.read.timeout.ms", "300"));
    }

    /** Makes a schema known, and gives its id. */
    int add(String schema) {
        schemas.add(schema);
        return schemas.size();
    }

    /** Makes a schema known that is none of Avro's, and gives its id. */
    int add(String type, String schema) {
        int id = add(schema);
        types.put(id, type);
        return id;
    }

    void answers(int status, String body) {
        outage = exchange -> {
            send(exchange, status, body);
            return true;
        };
    }

    /** From now on it accepts requests and keeps silent. */
    void hangs() {
        outage = exchange -> {
            closed.await();
            return true;
        };
    }

    void recovers() {
        outage = NONE;
    }

    List<Request> requests() {
        return requests;
    }

    Request lastRequest() {
        return requests.get(requests.size() - 1);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(
                    new Request(exchange.getRequestMethod(), path, authorization == null ? "" : authorization, body));
            if (!outage.replaces(exchange)) {
                answer(exchange, path, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String path, String body) throws IOException {
        if (path.startsWith("/schemas/ids/")) {
            giveSchema(exchange, Integer.parseInt(path.substring("/schemas/ids/".length())));
        } else if (path.matches("/subjects/[^/]+/versions")) {
            String schema = schemaIn(body);
            int known = idOf(schema);
            send(exchange, 200, JSON.createObjectNode().put("id", known > 0 ? known : add(schema)));
        } else if (path.matches("/subjects/[^/]+")) {
            int id = idOf(schemaIn(body));
            if (id > 0) {
                send(exchange, 200, JSON.createObjectNode().put("id", id).put("version", 1));
            } else {
                send(exchange, 404, error(40401, "Subject not found."));
            }
        } else if (path.matches("/config/[^/]+")) {
            send(exchange, 200, body);
        } else {
            send(exchange, 404, error(404, "HTTP 404 Not Found"));
        }
    }

    private void giveSchema(HttpExchange exchange, int id) throws IOException {
        if (id < 1 || id > schemas.size()) {
            send(exchange, 404, error(40403, "Schema " + id + " not found"));
            return;
        }
        var answer = JSON.createObjectNode().put("schema", schemas.get(id - 1));
        String type = types.get(id);
        send(exchange, 200, type == null ? answer : answer.put("schemaType", type));
    }

    /** Registries compare schemas as parsed, not as spelt. */
    private int idOf(String schema) {
        for (int i = 0; i < schemas.size(); i++) {
            if (!types.containsKey(i + 1) && parsed(schemas.get(i)).equals(parsed(schema))) {
                return i + 1;
            }
        }
        return 0;
    }

    private static String parsed(String schema) {
        return new Schema.Parser().parse(schema).toString();
    }

    private static String schemaIn(String body) throws IOException {
        return JSON.readTree(body).get("schema").asText();
    }

    static String error(int code, String message) {
        return JSON.createObjectNode()
                .put("error_code", code)
                .put("message", message)
                .toString();
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        send(exchange, status, body.toString());
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** What goes wrong. */
    private interface Outage {
        /** Answers in the registry's place; false to leave it to the registry. */
        boolean replaces(HttpExchange exchange) throws IOException, InterruptedException;
    }
}
