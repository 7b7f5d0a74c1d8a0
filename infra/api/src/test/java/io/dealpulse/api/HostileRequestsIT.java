package io.dealpulse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends: it gets a figure or a problem of its own making, and ClickHouse none but our statements. */
class HostileRequestsIT {

    private static final int REQUESTS = 3_000;

    private static final List<String> VALUES = List.of(
            "' OR 1=1 --",
            "'; DROP TABLE deals; --",
            "\\' UNION ALL SELECT 1 --",
            "?",
            "{value:String}",
            "$1",
            "sales') OR ('1'='1",
            "all",
            "owner",
            "segment",
            "sales",
            "many",
            "lead",
            "customer",
            "ann",
            "",
            " ",
            "0",
            "-1",
            "1",
            "99999999999999999999",
            "1e309",
            "NaN",
            "0x10",
            "2026-03-01",
            "2026-02-30",
            "0000-00-00",
            "9999-12-31",
            "2026-3-1",
            "null",
            "true",
            "[]",
            "{\"$gt\":0}",
            "../../etc/passwd",
            "<script>alert(1)</script>",
            "\0",
            "a\0b",
            "\n",
            "\u202e",
            "\ud83d\ude80",
            "İıſK",
            "x".repeat(501),
            "é".repeat(400));

    private static final List<String> RAW =
            List.of("%", "%zz", "%c3%28", "%ed%a0%80", "%00", "%u0041", "+", "%2527", "&&", "=", "a=b=c");

    @RegisterExtension
    static final ServedStory STORY = new ServedStory();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 20260318)
    void hostileRequestsGetAFigureOrAProblem(long seed) throws Exception {
        RecordedQueries asked = new RecordedQueries();
        try (ApiServer server = STORY.serve("", Duration.ofHours(1), asked::watch)) {
            for (String request : ValidRequests.all()) {
                Response response = send(server, request);
                assertThat(response.status())
                        .as(request + "\n" + response.body())
                        .isEqualTo(200);
            }
            Set<String> allowed = asked.distinct();
            Random random = new Random(seed);
            int refused = 0;
            for (int n = 0; n < REQUESTS; n++) {
                String request = hostile(random);
                Response response = send(server, request);
                if (response.status() == 200) {
                    OpenApi.requireValid(decodedPath(request), ServedStory.JSON.readTree(response.body()));
                } else {
                    refused++;
                    assertThat(response.status())
                            .as(request + "\n" + response.body())
                            .isBetween(400, 499);
                    assertThat(response.contentType()).as(request).isEqualTo("application/problem+json");
                    OpenApi.requireValidAgainst("Problem", ServedStory.JSON.readTree(response.body()), request);
                }
            }
            assertThat(refused).as("most are wrong").isGreaterThan(REQUESTS / 2);
            assertThat(asked.distinct()).isSubsetOf(allowed);
        }
        assertThat(STORY.ask("SELECT count() FROM v_deals")).isEqualTo("1240");
    }

    /** A valid request with one to three of its parameters replaced, repeated, added or taken away. */
    private static String hostile(Random random) {
        List<String> valid = ValidRequests.all();
        String request = valid.get(random.nextInt(valid.size()));
        String path = request.replaceFirst("\\?.*", "");
        Map<String, String> parameters = new LinkedHashMap<>();
        if (request.contains("?")) {
            for (String pair : request.substring(path.length() + 1).split("&", -1)) {
                parameters.put(pair.replaceFirst("=.*", ""), pair.replaceFirst("[^=]*=", ""));
            }
        }
        List<String> extra = new ArrayList<>();
        for (int change = random.nextInt(3); change >= 0; change--) {
            List<String> names = new ArrayList<>(parameters.keySet());
            String name = names.isEmpty() || random.nextInt(8) == 0
                    ? List.of("pipeline", "page", "value", "x", "order by").get(random.nextInt(5))
                    : names.get(random.nextInt(names.size()));
            switch (random.nextInt(6)) {
                case 0 -> parameters.remove(name);
                case 1 -> extra.add(encode(name) + "=" + encode(pick(VALUES, random)));
                case 2 -> parameters.put(name, pick(RAW, random));
                case 3 ->
                    path = random.nextInt(4) == 0
                            ? "/api/v1/" + encode(pick(VALUES, random)) + "/"
                                    + pick(RAW, random).replace("&", "")
                            : path;
                default -> parameters.put(encode(name), encode(pick(VALUES, random)));
            }
        }
        parameters.forEach((name, value) -> extra.add(name.replace(" ", "%20") + "=" + value));
        return path + (extra.isEmpty() ? "" : extra.stream().collect(Collectors.joining("&", "?", "")));
    }

    private static String decodedPath(String request) {
        return request.replaceFirst("\\?.*", "");
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record Response(int status, String contentType, String body) {}

    /** By hand: a client of the JDK's sends no request that is not well-formed. */
    private static Response send(ApiServer server, String target) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + target + " HTTP/1.1\r\nHost: localhost:" + server.port()
                            + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int headEnd = response.indexOf("\r\n\r\n");
            String head = response.substring(0, headEnd);
            String contentType = head.lines()
                    .filter(line -> line.regionMatches(true, 0, "Content-Type: ", 0, 14))
                    .map(line -> line.substring(14))
                    .findFirst()
                    .orElse("");
            return new Response(Integer.parseInt(head.split(" ", 3)[1]), contentType, response.substring(headEnd + 4));
        }
    }
}
