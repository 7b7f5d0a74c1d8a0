package io.dealpulse.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The genuine client against a real HTTP server. */
class RegistryClientTest {

    private static final EventTopic TOPIC = EventTopic.FX_RATE_SET;
    private static final String PASSWORD = "changeit";

    private HttpRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = HttpRegistry.start();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void registersAndFindsSchemas() {
        try (RegistryClient client = registry.client()) {
            int id = client.register(TOPIC.subject(), TOPIC.schemaText());

            assertThat(client.register(TOPIC.subject(), TOPIC.schemaText())).isEqualTo(id);
            assertThat(client.idOf(TOPIC)).isEqualTo(id);
            assertThat(client.schemaById(id)).contains("FxRateSet", "\"doc\"", "decimal");
        }
    }

    @Test
    void asksForIdsAndSchemasOnce() {
        int id = registry.add(TOPIC.schemaText());
        try (RegistryClient writer = registry.client();
                RegistryClient reader = registry.client()) {
            for (int i = 0; i < 3; i++) {
                writer.idOf(TOPIC);
                reader.schemaById(id);
            }
        }

        assertThat(registry.requests())
                .extracting(HttpRegistry.Request::path)
                .containsExactly("/subjects/" + TOPIC.subject(), "/schemas/ids/" + id);
    }

    @Test
    void setsTheCompatibilityOfASubject() {
        try (RegistryClient client = registry.client()) {
            client.setCompatibility(TOPIC.subject(), "FULL_TRANSITIVE");
        }

        assertThat(registry.lastRequest().method()).isEqualTo("PUT");
        assertThat(registry.lastRequest().path()).isEqualTo("/config/" + TOPIC.subject());
        assertThat(registry.lastRequest().body()).contains("\"FULL_TRANSITIVE\"");
    }

    @Test
    void anIdThatTheRegistryLacksIsUnknownAndMayBecomeKnown() {
        try (RegistryClient client = client(Map.of("missing.id.cache.ttl.sec", "0"))) {
            assertThatExceptionOfType(UnknownSchemaIdException.class)
                    .isThrownBy(() -> client.schemaById(1))
                    .withMessageContaining("id 1")
                    .withMessageContaining(registry.url());

            registry.add(TOPIC.schemaText());
            assertThat(client.schemaById(1)).contains("FxRateSet");
        }
    }

    @Test
    void aFloodOfOneUnknownIdIsNoFloodOfRequests() {
        try (RegistryClient client = client(Map.of("missing.id.cache.ttl.sec", "3600"))) {
            for (int i = 0; i < 50; i++) {
                assertThatExceptionOfType(UnknownSchemaIdException.class).isThrownBy(() -> client.schemaById(9));
            }
        }

        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void aSchemaThatIsNotRegisteredNamesTheWayOut() {
        try (RegistryClient client = registry.client()) {
            assertThatExceptionOfType(SchemaNotRegisteredException.class)
                    .isThrownBy(() -> client.idOf(TOPIC))
                    .withMessageContaining(TOPIC.subject())
                    .withMessageContaining("dealpulse setup");
        }
    }

    @Test
    void anIncompatibleSchemaIsRefusedWithTheRegistrysReason() {
        registry.answers(409, HttpRegistry.error(409, "READER_FIELD_MISSING_DEFAULT_VALUE at /fields/3"));
        try (RegistryClient client = registry.client()) {
            assertThatExceptionOfType(IncompatibleSchemaException.class)
                    .isThrownBy(() -> client.register(TOPIC.subject(), TOPIC.schemaText()))
                    .withMessageContaining(TOPIC.subject())
                    .withMessageContaining("/fields/3");
        }
    }

    @Test
    void textThatIsNoSchemaIsNotSent() {
        try (RegistryClient client = registry.client()) {
            assertThatIllegalArgumentException().isThrownBy(() -> client.register("s-value", "{\"type\": \"wreck\"}"));
        }

        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void aSchemaThatIsNotAvrosIsUnreadableNotUnreachable() {
        int protobuf = registry.add("PROTOBUF", "syntax = \"proto3\"; message Deal {}");
        int broken = registry.add("{\"type\": \"wreck\"}");
        try (RegistryClient client = registry.client()) {
            assertThatExceptionOfType(UnreadableSchemaException.class)
                    .isThrownBy(() -> client.schemaById(protobuf))
                    .withMessageContaining("PROTOBUF");
            assertThatExceptionOfType(UnreadableSchemaException.class).isThrownBy(() -> client.schemaById(broken));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aServerInTroubleIsUnreachableForNow(int status) {
        int id = registry.add(TOPIC.schemaText());
        registry.answers(status, "<html>try later</html>");
        try (RegistryClient client = registry.client()) {
            assertUnreachable(client, id, registry.url());

            registry.recovers();
            assertThat(client.schemaById(id)).contains("FxRateSet");
        }
    }

    @Test
    void anAnswerThatIsNoRegistrysIsUnreachableForNow() {
        registry.answers(200, "<html>welcome</html>");
        try (RegistryClient client = registry.client()) {
            assertUnreachable(client, 1, registry.url());
        }
    }

    @Test
    void silenceEndsWithTheReadTimeout() {
        registry.hangs();
        try (RegistryClient client = registry.client()) {
            assertUnreachable(client, 1, registry.url());
        }
    }

    @Test
    void aRefusedConnectionIsUnreachable() throws IOException {
        String deserted = HttpRegistry.deserted();
        try (RegistryClient client = new RegistryClient(List.of(deserted), Map.of())) {
            assertUnreachable(client, 1, deserted);
        }
    }

    @Test
    void theNextAddressIsTriedWhenOneIsDeserted() throws IOException {
        int id = registry.add(TOPIC.schemaText());
        try (RegistryClient client = new RegistryClient(List.of(HttpRegistry.deserted(), registry.url()), Map.of())) {
            assertThat(client.schemaById(id)).contains("FxRateSet");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void wrongCredentialsAreRefusedNotRetried(int status) {
        registry.answers(status, HttpRegistry.error(status, "Unauthorized"));
        try (RegistryClient client = registry.client()) {
            assertThatExceptionOfType(RegistryRefusedException.class)
                    .isThrownBy(() -> client.schemaById(1))
                    .withMessageContaining("credentials")
                    .satisfies(e -> assertThat(e.status()).isEqualTo(status));
            assertThatExceptionOfType(RegistryRefusedException.class).isThrownBy(() -> client.idOf(TOPIC));
            assertThatExceptionOfType(RegistryRefusedException.class)
                    .isThrownBy(() -> client.register(TOPIC.subject(), TOPIC.schemaText()));
        }
    }

    @Test
    void aWrongPathIsRefusedAndNoUnknownSchema() {
        try (RegistryClient client = new RegistryClient(List.of(registry.url() + "/elsewhere"), Map.of())) {
            assertThatExceptionOfType(RegistryRefusedException.class)
                    .isThrownBy(() -> client.schemaById(1))
                    .withMessageContaining("path");
        }
    }

    @Test
    void sendsBasicCredentials() {
        try (RegistryClient client = client(
                Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "reader:open sesame"))) {
            client.register(TOPIC.subject(), TOPIC.schemaText());
        }

        String credentials = Base64.getEncoder().encodeToString("reader:open sesame".getBytes(StandardCharsets.UTF_8));
        assertThat(registry.lastRequest().authorization()).isEqualTo("Basic " + credentials);
    }

    @Test
    void sendsABearerToken() {
        try (RegistryClient client =
                client(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0ken"))) {
            client.register(TOPIC.subject(), TOPIC.schemaText());
        }

        assertThat(registry.lastRequest().authorization()).isEqualTo("Bearer t0ken");
    }

    @Test
    void fetchesABearerTokenByOauth() throws IOException {
        try (HttpRegistry issuer = HttpRegistry.start();
                RegistryClient client = client(Map.of(
                        "bearer.auth.credentials.source", "OAUTHBEARER",
                        "bearer.auth.issuer.endpoint.url", issuer.url() + "/token",
                        "bearer.auth.client.id", "dealpulse",
                        "bearer.auth.client.secret", "s3cret"))) {
            String token = jwt("{\"sub\":\"dealpulse\",\"iat\":1767355200,\"exp\":4102444800,\"scope\":\"registry\"}");
            issuer.answers(200, "{\"access_token\":\"" + token + "\"}");

            client.register(TOPIC.subject(), TOPIC.schemaText());

            assertThat(registry.lastRequest().authorization()).isEqualTo("Bearer " + token);
        }
    }

    @Test
    void addressesInMessagesAreWithoutCredentials() throws IOException {
        String deserted = HttpRegistry.deserted();
        try (RegistryClient client =
                new RegistryClient(List.of(deserted.replace("//", "//reader:s3cret@")), Map.of())) {
            assertThat(client.url()).isEqualTo(deserted);
            assertUnreachable(client, 1, deserted);
        }
    }

    @Test
    void wrongSettingsAreNamedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client(Map.of("basic.auth.credentials.source", "CRYSTAL_BALL")))
                .withMessageContaining("CRYSTAL_BALL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client(Map.of("http.read.timeout.ms", "soon")))
                .withMessageContaining("http.read.timeout.ms")
                .withMessageContaining("soon");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RegistryClient(List.of(), Map.of()))
                .withMessageContaining("registry");
        assertThatIllegalArgumentException().isThrownBy(() -> new RegistryClient(List.of(" "), Map.of()));
    }

    @Test
    void trustsTheGivenTruststoreAndNoOther(@TempDir Path directory) throws Exception {
        Path store = selfSigned(directory);
        try (HttpRegistry secure = HttpRegistry.on(tlsServer(store))) {
            int id = secure.add(TOPIC.schemaText());
            String url = "https://127.0.0.1:" + secure.port();
            Map<String, String> truststore = Map.of(
                    "ssl.truststore.location",
                    store.toString(),
                    "ssl.truststore.password",
                    PASSWORD,
                    "schema.registry.ssl.truststore.type",
                    "PKCS12");

            try (RegistryClient trusting = new RegistryClient(List.of(url), truststore);
                    RegistryClient wary = new RegistryClient(List.of(url), Map.of())) {
                assertThat(trusting.schemaById(id)).contains("FxRateSet");
                assertUnreachable(wary, id, url);
            }
        }
    }

    private static Path selfSigned(Path directory) throws IOException, InterruptedException {
        Path store = directory.resolve("registry.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "registry",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=registry",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        return store;
    }

    private static HttpsServer tlsServer(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(store)) {
            keys.load(input, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(HttpRegistry.anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    private static String jwt(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString("signature".getBytes(StandardCharsets.UTF_8));
    }

    private RegistryClient client(Map<String, String> settings) {
        return new RegistryClient(List.of(registry.url()), settings);
    }

    private static void assertUnreachable(RegistryClient client, int id, String url) {
        assertThatExceptionOfType(RegistryUnreachableException.class)
                .isThrownBy(() -> client.schemaById(id))
                .withMessageContaining(url)
                .satisfies(e -> assertThat(e.url()).isEqualTo(url))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cret"));
    }
}
