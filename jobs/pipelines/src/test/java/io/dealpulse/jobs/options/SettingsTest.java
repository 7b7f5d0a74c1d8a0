package io.dealpulse.jobs.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @TempDir
    Path directory;

    @Test
    void defaultsAreTheLocalStacks() {
        Settings settings = Settings.defaults();

        assertThat(settings.get(Options.KAFKA)).isEqualTo("127.0.0.1:9092");
        assertThat(settings.get(Options.REGISTRY)).containsExactly(URI.create("http://127.0.0.1:8081/apis/ccompat/v7"));
        assertThat(settings.get(Options.CLICKHOUSE)).isEqualTo(URI.create("http://127.0.0.1:8123"));
        assertThat(settings.get(Options.CLICKHOUSE_DATABASE)).isEqualTo("dealpulse");
        assertThat(settings.get(Options.CLICKHOUSE_USER)).isEqualTo("default");
        assertThat(settings.get(Options.CLICKHOUSE_PASSWORD)).isEmpty();
        assertThat(settings.get(Options.BASE_CURRENCY).getCurrencyCode()).isEqualTo("EUR");
        assertThat(settings.get(Options.REPORTING_ZONE).normalized()).isEqualTo(ZoneOffset.UTC);
        assertThat(settings.get(Options.DIMENSIONS))
                .containsExactly("owner", "segment", "source", "territory", "product");
        assertThat(settings.get(Options.WINDOWS)).containsExactly(7, 30, 90);
        assertThat(settings.get(Options.MAX_FUTURE)).isEqualTo(Duration.ofDays(1));
        assertThat(settings.get(Options.CLOCK)).isEqualTo(ClockMode.LIVE);
        assertThat(settings.get(Options.CLOCK_LATENESS)).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.get(Options.CHECKPOINT_INTERVAL)).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.get(Options.PARALLELISM)).isEqualTo(2);
        assertThat(settings.get(Options.FLUSH_INTERVAL)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void flagWinsOverSetOverEnvironmentOverFileOverDefault() throws IOException {
        Path file = config(
                "# a comment",
                "",
                "kafka = file:1",
                "base.currency = USD",
                "parallelism=4",
                "clickhouse.user = writer");
        Map<String, String> environment = Map.of(
                "DEALPULSE_KAFKA", "environment:1",
                "DEALPULSE_BASE_CURRENCY", "GBP",
                "DEALPULSE_PARALLELISM", "5",
                "DEALPULSE_HOME", "/somewhere",
                "DEALPULSE_JAVA_OPTS", "-Xmx1g",
                "PATH", "/bin");

        Settings settings = Settings.builder()
                .flag("--kafka", Options.KAFKA, "flag:1")
                .set("kafka", "set:1")
                .set("base.currency", "CHF")
                .environment(environment)
                .configFile(file)
                .build();

        assertThat(settings.get(Options.KAFKA)).isEqualTo("flag:1");
        assertThat(settings.get(Options.BASE_CURRENCY).getCurrencyCode()).isEqualTo("CHF");
        assertThat(settings.get(Options.PARALLELISM)).isEqualTo(5);
        assertThat(settings.get(Options.CLICKHOUSE_USER)).isEqualTo("writer");
        assertThat(settings.get(Options.CLICKHOUSE_DATABASE)).isEqualTo("dealpulse");
    }

    @Test
    void everyDefaultIsAllowed() {
        assertThat(Options.all()).allSatisfy(option -> Settings.defaults().get(option));
    }

    @Test
    void passesOnWhatTheClientsUnderstand() {
        Settings settings = Settings.builder()
                .set("kafka", "a:1, b:2")
                .set("kafka.security.protocol", "SSL")
                .set("registry.basic.auth.credentials.source", "USER_INFO")
                .environment(Map.of("DEALPULSE_KAFKA_CLIENT_ID", "desk"))
                .build();

        assertThat(settings.kafkaProperties())
                .containsOnly(
                        Map.entry("bootstrap.servers", "a:1,b:2"),
                        Map.entry("security.protocol", "SSL"),
                        Map.entry("client.id", "desk"));
        assertThat(settings.registryClientSettings())
                .containsOnly(Map.entry("basic.auth.credentials.source", "USER_INFO"));
    }

    @Test
    void unknownKeyNamesTheNearestOne() {
        assertThatThrownBy(() -> Settings.of(Map.of("base.curency", "EUR")))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("Unknown option base.curency (from --set). Did you mean base.currency?");
        assertThatThrownBy(() -> Settings.builder().environment(Map.of("DEALPULSE_WINDOW", "7")))
                .hasMessage(
                        "Unknown option window (from environment variable DEALPULSE_WINDOW). Did you mean windows?");
    }

    @Test
    void pathOfTheBootstrapServersIsTheOptionKafka() {
        assertThatThrownBy(() -> Settings.of(Map.of("kafka.bootstrap.servers", "a:1")))
                .hasMessage("Option kafka.bootstrap.servers (from --set) is set by option kafka.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka|localhost",
                "kafka|localhost:99999",
                "kafka|a:1,,b:2",
                "registry|127.0.0.1:8081",
                "registry|ftp://x",
                "clickhouse|http:///nowhere",
                "clickhouse.database|a-b",
                "base.currency|eur",
                "base.currency|EURO",
                "reporting.zone|Mars/Base",
                "dimensions|owner,owner",
                "dimensions|owner,all",
                "dimensions|owner,a=b",
                "windows|0",
                "windows|7,07",
                "windows|7;30",
                "max.future|1",
                "max.future|9999 d",
                "clock|LIVE",
                "clock|wall",
                "checkpoint.interval|0 s",
                "parallelism|0",
                "parallelism|two",
                "flush.interval|2 h"
            })
    void valueThatIsNotAllowedSaysWhatIs(String key, String value) {
        Option<?> option = Options.find(key).orElseThrow();

        assertThatThrownBy(() -> Settings.of(Map.of(key, value)))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("Option %s: \"%s\" (from --set) is not allowed. Allowed is %s."
                        .formatted(key, value, option.type().allowed()));
    }

    @Test
    void errorInAFileNamesTheLine() throws IOException {
        Path wrongValue = config("kafka = a:1", "clock = wall");
        assertThatThrownBy(() -> Settings.builder().configFile(wrongValue).build())
                .hasMessageContaining("(from " + wrongValue + ", line 2)");

        Path noAssignment = config("kafka");
        assertThatThrownBy(() -> Settings.builder().configFile(noAssignment))
                .hasMessage(noAssignment + ", line 1: not a line of the form option = value.");

        assertThatThrownBy(() -> Settings.builder().configFile(directory.resolve("none")))
                .hasMessage("Config file " + directory.resolve("none") + " does not exist.");
    }

    @Test
    void emptyListOfDimensionsIsAllowed() {
        assertThat(Settings.of(Map.of("dimensions", "")).get(Options.DIMENSIONS))
                .isEmpty();
    }

    @Test
    void printingMasksSecrets() {
        Settings settings = Settings.of(Map.of(
                "clickhouse.password", "hush-1",
                "kafka.sasl.jaas.config", "hush-2",
                "registry.basic.auth.user.info", "hush-3",
                "registry", "http://user:hush-4@registry:8081",
                "kafka.client.id", "desk"));

        assertThat(settings.toString())
                .doesNotContain("hush")
                .contains(
                        "clickhouse.password = ****** (--set)",
                        "kafka.client.id = desk (--set)",
                        "registry = http://******@registry:8081 (--set)",
                        "windows = 7,30,90 (default)");
        assertThatThrownBy(() -> Settings.of(Map.of("clickhouse", "ftp://user:hush@host")))
                .hasMessageNotContaining("hush");
    }

    @Test
    void dataDirectoryLiesInDealpulsesOwnByDefault() {
        Path home = Path.of(System.getProperty("dealpulse.home")).toAbsolutePath();

        assertThat(Settings.defaults().dataDirectory()).isEqualTo(home.resolve(".dealpulse"));
        assertThat(Settings.defaults().checkpointDirectory())
                .isEqualTo(home.resolve(".dealpulse/checkpoints").toUri());
        assertThat(Settings.of(Map.of("data.dir", "data")).dataDirectory())
                .isEqualTo(Path.of("data").toAbsolutePath());
    }

    @Test
    void checkpointsMayLieInAnObjectStore() {
        assertThat(Settings.of(Map.of("checkpoint.dir", "s3://bucket/checkpoints"))
                        .checkpointDirectory())
                .isEqualTo(URI.create("s3://bucket/checkpoints"));
    }

    private Path config(String... lines) throws IOException {
        return Files.write(Files.createTempFile(directory, "dealpulse", ".conf"), List.of(lines));
    }
}
