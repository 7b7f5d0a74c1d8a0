package io.dealpulse.clickhouse.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sends HTTP requests as a user at a terminal would: with curl, or with Java's client where there is no curl. */
interface HttpCaller {

    /**
     * What came back.
     *
     * @param headers by name, in whatever case
     * @param latin1 the body with one character for each byte
     */
    record Answer(int status, Map<String, String> headers, String latin1) {

        byte[] body() {
            return latin1.getBytes(StandardCharsets.ISO_8859_1);
        }

        String text() {
            return new String(body(), StandardCharsets.UTF_8);
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    Answer call(String method, String url, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException;

    static HttpCaller ofThisMachine() {
        try {
            new ProcessBuilder("curl", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Curl();
        } catch (IOException thereIsNoCurl) {
            return new JavaClient();
        }
    }

    final class Curl implements HttpCaller {

        @Override
        public Answer call(String method, String url, Map<String, String> headers, byte[] body)
                throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(
                    List.of("curl", "--silent", "--show-error", "--globoff", "--include", "--request", method));
            // Else curl waits for "100 Continue", and prints it, where the body is long.
            command.addAll(List.of("--header", "Expect:"));
            headers.forEach((name, value) -> command.addAll(List.of("--header", name + ": " + value)));
            if (body.length > 0) {
                command.addAll(List.of("--data-binary", "@-"));
            }
            command.add(url);
            Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var standardInput = curl.getOutputStream()) {
                standardInput.write(body);
            }
            byte[] output = curl.getInputStream().readAllBytes();
            int exit = curl.waitFor();
            if (exit != 0) {
                throw new IOException(
                        "curl ended with status " + exit + ": " + new String(output, StandardCharsets.UTF_8));
            }
            return parse(output);
        }

        private static Answer parse(byte[] output) {
            String[] headAndBody = new String(output, StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2);
            List<String> head = headAndBody[0].lines().toList();
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String line : head.subList(1, head.size())) {
                String[] nameAndValue = line.split(": *", 2);
                headers.put(nameAndValue[0], nameAndValue[1]);
            }
            return new Answer(Integer.parseInt(head.get(0).split(" ", 3)[1]), headers, headAndBody[1]);
        }
    }

    final class JavaClient implements HttpCaller {

        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        @Override
        public Answer call(String method, String url, Map<String, String> headers, byte[] body)
                throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> answered = response.headers().map().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            header -> String.join(", ", header.getValue()),
                            (first, second) -> first,
                            () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
            return new Answer(
                    response.statusCode(), answered, new String(response.body(), StandardCharsets.ISO_8859_1));
        }
    }
}
