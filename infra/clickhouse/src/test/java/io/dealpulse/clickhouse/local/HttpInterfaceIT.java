package io.dealpulse.clickhouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dealpulse.clickhouse.local.HttpCaller.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine as curl sees it. */
class HttpInterfaceIT {

    @RegisterExtension
    static final EngineExtension ENGINE = new EngineExtension();

    private static final HttpCaller CALLER = HttpCaller.ofThisMachine();

    @BeforeAll
    static void createTable() throws Exception {
        ENGINE.execute("CREATE DATABASE web");
        ENGINE.execute("CREATE TABLE web.visits (id Int32, page String) ENGINE = MergeTree ORDER BY id");
    }

    @Test
    void pingAnswersFromTheEngine() throws Exception {
        assertThat(get("/ping").text()).isEqualTo("Ok.\n");
    }

    @Test
    void aQueryMayStandInTheAddressOrTheBody() throws Exception {
        assertThat(get("/?query=SELECT%201").text()).isEqualTo("1\n");
        assertThat(post("/", "SELECT 1").text()).isEqualTo("1\n");
        assertThat(post("/?query=SELECT%201,", "2").text()).isEqualTo("1\t2\n");
    }

    @Test
    void whatWasReadIsKeptUnpackedForWhoAsksForThat() throws Exception {
        ENGINE.execute("CREATE TABLE web.words (word String) ENGINE = MergeTree ORDER BY ()");
        ENGINE.execute("INSERT INTO web.words SELECT toString(number) FROM numbers(10000)");
        long before = hitsOfUncompressedCache();
        for (int i = 0; i < 2; i++) {
            assertThat(post("/?use_uncompressed_cache=1", "SELECT max(word) FROM web.words")
                            .text())
                    .isEqualTo("9999\n");
        }
        assertThat(hitsOfUncompressedCache()).isGreaterThan(before);
    }

    private static long hitsOfUncompressedCache() throws Exception {
        String sql = "SELECT sum(value) FROM system.events WHERE event = 'UncompressedCacheHits'";
        return Long.parseLong(post("/", sql).text().strip());
    }

    @Test
    void settingsParametersDatabaseAndFormatStandInTheAddress() throws Exception {
        assertThat(post(
                                "/?database=web&default_format=CSV&max_block_size=77&param_word=it's%5Ct%5C%5C",
                                "SELECT currentDatabase(), getSetting('max_block_size'), {word: String}")
                        .text())
                .isEqualTo("\"web\",77,\"it's\t\\\"\n");
    }

    @Test
    void headersTellFormatQueryAndSummary() throws Exception {
        Answer inserted = post("/?query_id=abc", "INSERT INTO web.visits VALUES (1, 'a')");
        assertThat(inserted.header("X-ClickHouse-Query-Id")).isEqualTo("abc");
        assertThat(inserted.header("X-ClickHouse-Summary")).contains("\"written_rows\":\"1\"");
        Answer selected = post("/", "SELECT 1 FORMAT JSON");
        assertThat(selected.header("X-ClickHouse-Format")).isEqualTo("JSON");
        assertThat(selected.header("Content-Type")).startsWith("application/json");
    }

    /** Four is how many threads libuv has unless it is told otherwise before its first one starts. */
    @Test
    void moreThanFourQueriesRunAtATime() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Answer>> naps = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                naps.add(callers.submit(() -> post("/", "SELECT sleep(3)")));
            }
            await().until(() -> post("/", "SELECT count() FROM system.processes WHERE query = 'SELECT sleep(3)'")
                    .text()
                    .equals("8\n"));
            for (Future<Answer> nap : naps) {
                assertThat(nap.get().text()).isEqualTo("0\n");
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/?query=CREATE%20DATABASE%20other",
        "/?query=CREATE%20DATABASE%20other&readonly=0",
        "/?query=SET%20readonly%3D0",
        "/?query=INSERT%20INTO%20web.visits%20VALUES%20(2%2C'b')",
    })
    void getIsReadOnly(String path) throws Exception {
        assertThat(get(path).header("X-ClickHouse-Exception-Code")).isEqualTo("164");
    }

    @Test
    void getMayChangeSettingsOfItsQuery() throws Exception {
        assertThat(get("/?query=SELECT%201%20SETTINGS%20max_threads%3D1").text())
                .isEqualTo("1\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | SELEC 1 | 400 | 62",
                "/ | SELECT 1; SELECT 2 | 400 | 62",
                "/ | SELECT * FROM web.missing | 404 | 60",
                "/?database=missing | SELECT 1 | 404 | 81",
                "/?no_such_setting=1 | SELECT 1 | 404 | 115",
                "/ | SELECT {missing: String} | 400 | 456",
                "/ | SELECT throwIf(1) | 500 | 395",
                "/ | INSERT INTO web.visits VALUES ('many') | 400 | 62",
                "/?session_id=1 | SELECT 1 | 501 | 48",
            })
    void errorsHaveAStatusACodeAndAText(String path, String sql, int status, int code) throws Exception {
        Answer answer = post(path, sql);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("X-ClickHouse-Exception-Code")).isEqualTo(Integer.toString(code));
        assertThat(answer.text()).startsWith("Code: " + code + ". DB::Exception: ");
    }

    @Test
    void credentialsAreTakenAndNotChecked() throws Exception {
        byte[] query = utf8("SELECT 1");
        assertThat(post("/?user=anyone&password=any", "SELECT 1").text()).isEqualTo("1\n");
        assertThat(post("/", query, Map.of("Authorization", "Basic YW55b25lOmFueQ=="))
                        .text())
                .isEqualTo("1\n");
        assertThat(post("/", query, Map.of("X-ClickHouse-User", "anyone", "X-ClickHouse-Key", "any"))
                        .text())
                .isEqualTo("1\n");
    }

    @Test
    void textAndBinaryRowsAreInserted() throws Exception {
        ENGINE.execute("CREATE TABLE web.rows (id Int32, bytes String) ENGINE = MergeTree ORDER BY id");
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        ByteBuffer row = ByteBuffer.allocate(4 + 2 + 256).order(ByteOrder.LITTLE_ENDIAN);
        row.putInt(1).put((byte) 0x80).put((byte) 0x02).put(everyByte);
        String insert = "/?query=INSERT%20INTO%20web.rows%20FORMAT%20";
        post(insert + "RowBinary", row.array(), Map.of());
        post(insert + "TSV", gzip("2\tzipped\n"), Map.of("Content-Encoding", "gzip"));
        post("/", "INSERT INTO web.rows (bytes, id) VALUES ('values', 1 + 2)");
        assertThat(post("/", """
                                SELECT
                                    id,
                                    length(bytes),
                                    hex(bytes) = hex(arrayStringConcat(arrayMap(i -> char(i), range(256))))
                                FROM web.rows
                                ORDER BY id
                                """).text()).isEqualTo("1\t256\t1\n2\t6\t0\n3\t6\t0\n");
    }

    @Test
    void anInsertThatFailsInTheMiddleLeavesNothing() throws Exception {
        ENGINE.execute("CREATE TABLE web.whole (id Int32) ENGINE = MergeTree ORDER BY id");
        Answer answer = post("/?query=INSERT%20INTO%20web.whole%20FORMAT%20TSV", "1\n2\nthree\n");
        assertThat(answer.header("X-ClickHouse-Exception-Code")).isEqualTo("27");
        assertThat(answer.text())
                .startsWith("Code: 27. DB::Exception: Cannot parse")
                .contains("three")
                // Where the rows wait for the engine is no business of the client's.
                .doesNotContain("incoming");
        assertThat(get("/?query=SELECT%20count()%20FROM%20web.whole").text()).isEqualTo("0\n");
    }

    @Test
    @SuppressWarnings("deprecation") // The driver's own writer of blocks, which it has no other public way to.
    void compressedBlocksOfTheDriverAreRead() throws Exception {
        ENGINE.execute("CREATE TABLE web.blocks (id Int32, text String) ENGINE = MergeTree ORDER BY id");
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder();
        for (int id = 0; id < 20_000; id++) {
            // Some of it repeats and some does not, so that there are matches near and far, long and short.
            rows.append(id)
                    .append("\tdeal ")
                    .append(random.nextInt(1 << (1 + id % 30)))
                    .append('\n');
        }
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (var blocks = new com.clickhouse.data.stream.Lz4OutputStream(compressed, 100_000, null)) {
            blocks.write(utf8(rows.toString()));
        }
        post("/?decompress=1&query=INSERT%20INTO%20web.blocks%20FORMAT%20TSV", compressed.toByteArray(), Map.of());
        assertThat(get("/?query=SELECT%20*%20FROM%20web.blocks%20ORDER%20BY%20id")
                        .text())
                .isEqualTo(rows.toString());
    }

    @Test
    void anInsertWhoseClientGoesAwayLeavesNothing() throws Exception {
        ENGINE.execute("CREATE TABLE web.torn (id Int32) ENGINE = MergeTree ORDER BY id");
        Path incoming = ENGINE.dataDirectory().resolve("incoming");
        String request = "POST /?query=INSERT%20INTO%20web.torn%20FORMAT%20TSV HTTP/1.1\r\nHost: local\r\n"
                + "Content-Length: 1000000\r\n\r\n" + "1\n".repeat(100_000);
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), ENGINE.engine().port())) {
            client.getOutputStream().write(utf8(request));
            client.getOutputStream().flush();
            await().until(() -> !isEmpty(incoming));
        }
        await().until(() -> isEmpty(incoming));
        assertThat(get("/?query=SELECT%20count()%20FROM%20web.torn").text()).isEqualTo("0\n");
    }

    @Test
    void anAnswerIsZippedWhereAskedFor() throws Exception {
        Map<String, String> accept = Map.of("Accept-Encoding", "gzip");
        Answer zipped = post("/?enable_http_compression=1", utf8("SELECT 'zipped'"), accept);
        assertThat(zipped.header("Content-Encoding")).isEqualTo("gzip");
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(stream.readAllBytes()).isEqualTo(utf8("zipped\n"));
        }
        assertThat(post("/", utf8("SELECT 'plain'"), accept).text()).isEqualTo("plain\n");
    }

    private static Answer get(String path) throws IOException, InterruptedException {
        return CALLER.call("GET", ENGINE.engine().httpUrl() + path, Map.of(), new byte[0]);
    }

    private static Answer post(String path, String body) throws IOException, InterruptedException {
        return post(path, utf8(body), Map.of());
    }

    private static Answer post(String path, byte[] body, Map<String, String> headers)
            throws IOException, InterruptedException {
        return CALLER.call("POST", ENGINE.engine().httpUrl() + path, headers, body);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(zipped)) {
            stream.write(utf8(text));
        }
        return zipped.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
