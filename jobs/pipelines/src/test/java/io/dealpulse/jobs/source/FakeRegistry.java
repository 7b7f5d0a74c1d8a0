package io.dealpulse.jobs.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A schema registry that knows schemas by id, and can be out of order. */
final class FakeRegistry implements AutoCloseable {

    private final HttpServer server;
    private final Map<Integer, String> schemas = new ConcurrentHashMap<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean down;

    FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/schemas/ids/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Registers a schema. */
    FakeRegistry with(int id, String schemaText) {
        schemas.put(id, schemaText);
        return this;
    }

    /** From now on every request fails with HTTP 503, or no more. */
    void down(boolean isDown) {
        down = isDown;
    }

    /** How many requests it has failed. */
    int refusals() {
        return refusals.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/", -1);
        String schema = schemas.get(Integer.parseInt(path[3]));
        if (down) {
            refusals.incrementAndGet();
            send(exchange, 503, "{\"error_code\": 50301, \"message\": \"out of order\"}");
        } else if (schema == null) {
            send(exchange, 404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}");
        } else {
            send(exchange, 200, "{\"schema\": \"" + escaped(schema) + "\"}");
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
