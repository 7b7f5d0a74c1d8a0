package io.dealpulse.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dealpulse.cli.CommandLineRun;
import io.dealpulse.cli.generate.CrmTraffic;
import io.dealpulse.cli.generate.Scenario;
import io.dealpulse.cli.publish.EventPublisher;
import io.dealpulse.cli.stack.LocalStack;
import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.jobs.Checkpoints;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.schemas.AvroDecoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of events, by the commands that users give, on the real Kafka, registry and ClickHouse engine. */
class EndToEndIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final double SLOW_BYTES_PER_SECOND = 6_000;

    private static final int DEALS = 400;

    @TempDir
    static Path directory;

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    private static LocalStack stack;

    @BeforeAll
    static void takeStack() {
        stack = STACK.stack();
    }

    @Test
    void jobThatCanNotStartSaysWhatIsMissingAndTheWayOut() throws Exception {
        Deployment fresh = Deployment.withoutSetup(stack, directory, "fresh", Map.of());
        String[] run = {"run", "deal-metrics", "--until-caught-up"};

        assertRefused(fresh.run(run), "lacks the topics crm.deal.changed.v1, ", "'./dealpulse setup' makes them");
        Deployment.of(stack, directory, "another", Map.of());
        assertRefused(
                fresh.run(run), "lacks migrations of database fresh, from 0001_deals.sql on", "'./dealpulse setup'");
        for (String part : List.of("kafka", "registry", "clickhouse")) {
            String nobody = "127.0.0.1:" + portOfNobody();
            String address = part.equals("kafka") ? nobody : "http://" + nobody;
            assertRefused(fresh.run("run", "deal-metrics", "--" + part, address), "can't be reached at", "--" + part);
        }
    }

    private static void assertRefused(CommandLineRun run, String... reasons) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(reasons).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void importedFilesGiveTheFiguresOfPlainSqlOnThemAndASecondTimeChangesNothing() throws Exception {
        Map<String, String> options = Map.of("reporting.zone", "Europe/Amsterdam", "dimensions", "owner,region");
        Deployment bicycles = Deployment.of(stack, directory, "bicycles", options);
        Path deals = resource("bicycle_deals.csv");
        Path reps = resource("bicycle_reps.csv");
        Path rejects = directory.resolve("rejects.csv");
        String[] importing = {
            "import",
            "--mapping",
            resource("bicycles.yaml").toString(),
            "--rejects",
            rejects.toString(),
            deals.toString(),
            reps.toString()
        };

        importFiles(bicycles, importing);
        bicycles.succeed("run", "deal-metrics", "--until-caught-up");

        assertThat(Files.readString(rejects)).contains("'zz' is not in bicycle_reps.csv", "next week");
        ImportedBicyclesSql sql = new ImportedBicyclesSql(bicycles, deals, reps);
        assertThat(bicycles.rows("SELECT stage_id, count() FROM v_deals GROUP BY stage_id ORDER BY stage_id"))
                .isEqualTo(sql.stages());
        assertSameClosings(closings(bicycles), sql.closings());
        assertThat(bicycles.count("SELECT count() FROM v_dead_letters")).isZero();
        assertThat(bicycles.count("SELECT count() FROM v_waiting_deals")).isZero();

        Map<String, List<List<String>>> before = contentsOfViews(bicycles);
        importFiles(bicycles, importing);
        bicycles.succeed("run", "deal-metrics", "--until-caught-up");

        assertThat(contentsOfViews(bicycles)).isEqualTo(before);
    }

    @Test
    void recordOfEachKindOfGarbageCostsExactlyThatRecord() throws Exception {
        Deployment kites = Deployment.of(stack, directory, "kites", Map.of());
        List<List<String>> expected = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> sound = new ArrayList<>();
        try (RegistryClient registry = kites.registry();
                KafkaProducer<byte[], byte[]> producer = kites.producer()) {
            for (Garbage.Message message : new Garbage(registry).messages()) {
                RecordMetadata place = producer.send(message.record()).get();
                if (message.isSound()) {
                    sound.add(message.record());
                } else {
                    expected.add(List.of(
                            place.topic(),
                            "0",
                            "" + place.offset(),
                            message.reason(),
                            message.field(),
                            HexFormat.of().formatHex(message.record().value())));
                }
            }
        }

        kites.succeed("run", "deal-metrics", "--until-caught-up");

        assertThat(kites.rows("""
                SELECT topic, partition, offset, reason, extract(detail, '^[^:]*:'), lower(hex(assumeNotNull(payload)))
                FROM v_dead_letters
                """))
                .containsExactlyInAnyOrderElementsOf(expected)
                .hasSize(15);
        assertThat(deadLettersIn(kites)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(kites.rows("SELECT deal_id, status, amount, activities FROM v_deals"))
                .containsExactly(List.of(Garbage.DEAL, "won", "106", "2"));
        assertThat(kites.rows(
                        "SELECT day, deals, amount, amount_base, seconds FROM v_closing_daily WHERE dimension = 'all'"))
                .containsExactly(List.of(
                        "2025-03-09",
                        "1",
                        "106",
                        "96.36",
                        "" + Duration.ofDays(6).toSeconds()));
        assertThat(kites.rows("SELECT stage_id FROM v_pipelines ORDER BY position"))
                .containsExactly(List.of("open"), List.of("won"));
        kites.succeed("verify");

        Map<String, List<List<String>>> amongGarbage = contentsOfViews(kites);
        Deployment clean = Deployment.of(stack, directory, "clean_kites", Map.of());
        try (KafkaProducer<byte[], byte[]> producer = clean.producer()) {
            for (ProducerRecord<byte[], byte[]> record : sound) {
                producer.send(record).get();
            }
        }
        clean.succeed("run", "deal-metrics", "--until-caught-up");
        Map<String, List<List<String>>> alone = contentsOfViews(clean);
        amongGarbage.remove("v_dead_letters");
        assertThat(alone.remove("v_dead_letters")).isEmpty();
        assertThat(alone).isEqualTo(amongGarbage);
    }

    @Test
    void killedJobEndsWithTheFiguresOfOneThatWasNot() throws Exception {
        Deployment demo = Deployment.of(stack, directory, "killed", Map.of("checkpoint.interval", "200 ms"));
        Map<String, String> smallBatches = Map.of("batch.size", "1000", "compression.type", "none");
        try (RegistryClient registry = demo.registry();
                EventPublisher publisher =
                        EventPublisher.open(demo.settings().get(Options.KAFKA), smallBatches, registry)) {
            publish(history(DEALS), publisher);
        }
        // One small batch a fetch, and so many bytes a second that there is a middle.
        demo.limitConsumers(Optional.of(SLOW_BYTES_PER_SECOND));
        String[] slowRun = {
            "run",
            "deal-metrics",
            "--until-caught-up",
            "--set",
            "kafka.fetch.max.bytes=1",
            "--set",
            "kafka.max.partition.fetch.bytes=1",
            "--set",
            "flush.interval=50 ms"
        };

        long seen = 0;
        for (int round = 1; round <= 2; round++) {
            long before = seen;
            try (JobProcess job = JobProcess.start(demo, slowRun)) {
                Awaitility.await()
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> {
                            assertThat(job.isRunning()).as(job.output()).isTrue();
                            return dealsIn(demo) > before + 20 && hasCheckpoint(demo);
                        });
                job.kill();
                assertThat(job.output()).contains(round == 1 ? "without state" : "from checkpoint");
            }
            seen = dealsIn(demo);
            assertThat(seen).isLessThan(DEALS);
        }
        demo.limitConsumers(Optional.empty());
        demo.succeed("run", "deal-metrics", "--until-caught-up");

        demo.succeed("verify");
    }

    @Test
    void jobWaitsForAPartThatIsDownAndLosesNothing() throws Exception {
        Deployment live = Deployment.of(stack, directory, "live", Map.of("clock", "event"));
        try (RegistryClient registry = live.registry();
                EventPublisher publisher = EventPublisher.open(live.settings().get(Options.KAFKA), Map.of(), registry);
                JobProcess job = JobProcess.start(live, "run", "deal-metrics")) {
            // Known from now on to the publisher, which is to work without the registry.
            Arrays.stream(EventTopic.values()).forEach(registry::idOf);
            awaitThat(job, () -> live.count("SELECT count() FROM writer_generations") > 0);

            live.kill("Schema registry");
            publish(history(30), publisher);
            awaitThat(job, () -> Files.readString(live.log()).contains("next attempt in"));
            assertThat(dealsIn(live)).isZero();
            live.startStackAgain();
            awaitThat(job, () -> dealsIn(live) > 0);

            live.kill("ClickHouse");
            publish(history(60), publisher);
            awaitThat(job, () -> Files.readString(live.log()).contains("waiting for it"));
            live.startStackAgain();
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> live.succeed("verify"));

            assertThat(job.isRunning()).isTrue();
            assertThat(live.count("SELECT count() FROM v_dead_letters")).isZero();
        }
    }

    @Test
    void jobsTellHowFarTheyAreAndThatTheyAreAlive() throws Exception {
        Deployment told =
                Deployment.of(stack, directory, "told", Map.of("clock", "event", "checkpoint.interval", "200 ms"));
        String progress = "SELECT job, clock, caught_up FROM v_job_progress ORDER BY job";
        try (RegistryClient registry = told.registry();
                EventPublisher publisher = EventPublisher.open(told.settings().get(Options.KAFKA), Map.of(), registry);
                JobProcess jobs = JobProcess.start(told, "run", "deal-metrics", "deal-alerts")) {
            awaitThat(
                    jobs,
                    () -> told.rows(progress)
                            .equals(List.of(List.of("deal-alerts", "\\N", "1"), List.of("deal-metrics", "\\N", "1"))));

            for (Scenario history : List.of(history(30), history(60))) {
                long deals = dealsOf(history);
                publish(history, publisher);
                awaitThat(jobs, () -> told.count("""
                                SELECT countIf(clock >= (SELECT max(entered_at) FROM v_stage_visits) - INTERVAL 1 MINUTE)
                                FROM v_job_progress WHERE caught_up
                                """) == 2 && dealsIn(told) == deals);
            }
            List<List<String>> reached = told.rows(progress);
            String writtenAt = "SELECT toUnixTimestamp64Milli(min(written_at)) FROM v_job_progress";
            long before = told.count(writtenAt);
            awaitThat(jobs, () -> told.count(writtenAt) > before + 1000);
            assertThat(told.rows(progress)).as("without traffic").isEqualTo(reached);
        }
        told.succeed("run", "deal-metrics", "deal-alerts", "--until-caught-up");
        assertThat(told.count("""
                SELECT countIf(caught_up AND clock = (SELECT max(entered_at) FROM v_stage_visits)) FROM v_job_progress
                """)).isEqualTo(2);
    }

    private static void publish(Scenario scenario, EventPublisher publisher) {
        new CrmTraffic(scenario).forEachRemaining(delivery -> publisher.publish(delivery.event()));
        publisher.flush();
    }

    private static void importFiles(Deployment deployment, String... words) {
        CommandLineRun run = deployment.run(words);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static void awaitThat(JobProcess job, Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(() -> {
            assertThat(job.isRunning()).as(job.output()).isTrue();
            return condition.call();
        });
    }

    private static Scenario history(int deals) {
        return new Scenario(
                20_260_101,
                deals,
                LocalDate.of(2025, 1, 1),
                200,
                false,
                Scenario.Shares.DEMO,
                Scenario.DEMO_CURRENCIES);
    }

    /** How many deals it tells of: one that arrives at its very end may have no event yet. */
    private static long dealsOf(Scenario scenario) {
        Set<String> deals = new HashSet<>();
        new CrmTraffic(scenario).forEachRemaining(delivery -> {
            if (delivery.event() instanceof DealChanged deal) {
                deals.add(deal.getDealId());
            }
        });
        return deals.size();
    }

    private static long dealsIn(Deployment deployment) {
        return deployment.count("SELECT count() FROM v_deals");
    }

    private static boolean hasCheckpoint(Deployment deployment) throws Exception {
        URI directory = deployment.settings().checkpointDirectory();
        return Checkpoints.newest(directory.resolve(directory.getPath() + "/deal-metrics"))
                .isPresent();
    }

    private static void assertSameClosings(List<List<String>> actual, List<List<String>> expected) {
        // The last two columns are percentiles, known within 1 %.
        assertThat(actual.stream().map(row -> row.subList(0, 8)).toList())
                .isEqualTo(expected.stream().map(row -> row.subList(0, 8)).toList())
                .hasSizeGreaterThan(100);
        for (int i = 0; i < expected.size(); i++) {
            for (int percentile = 8; percentile <= 9; percentile++) {
                double exact = Double.parseDouble(expected.get(i).get(percentile));
                assertThat(Double.parseDouble(actual.get(i).get(percentile)))
                        .as("%s", actual.get(i))
                        .isCloseTo(exact, within(exact * 0.01));
            }
        }
    }

    /** The columns of {@link ImportedBicyclesSql#closings}. */
    private static List<List<String>> closings(Deployment deployment) {
        return deployment.rows("""
                SELECT dimension, dimension_value, if(monthly, toString(toStartOfMonth(day)), '') AS month, outcome,
                    currency, sum(deals), toInt64(sum(amount) * 100), sum(seconds),
                    dp_quantile(sumMap(histogram), 0.5), dp_quantile(sumMap(histogram), 0.9)
                FROM v_closing_daily
                ARRAY JOIN [0, 1] AS monthly
                GROUP BY dimension, dimension_value, month, outcome, currency
                ORDER BY dimension, dimension_value, month, outcome, currency
                """);
    }

    private static Map<String, List<List<String>>> contentsOfViews(Deployment deployment) {
        Map<String, List<List<String>>> contents = new TreeMap<>();
        List<String> views = deployment.column(
                "SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, 'v_')"
                        // Comes with time, not with events.
                        + " AND name != 'v_job_progress'");
        for (String view : views) {
            contents.put(view, deployment.rows("SELECT * FROM " + view + " ORDER BY ALL"));
        }
        assertThat(contents).containsKeys("v_deals", "v_stage_visits", "v_closing_daily", "v_rolling_closing");
        return contents;
    }

    private static List<List<String>> deadLettersIn(Deployment deployment) throws Exception {
        List<List<String>> letters = new ArrayList<>();
        try (RegistryClient registry = deployment.registry()) {
            AvroDecoder<DeadLetter> decoder = new AvroDecoder<>(EventTopic.DEAD_LETTER, registry);
            for (ConsumerRecord<byte[], byte[]> record : deployment.records(EventTopic.DEAD_LETTER)) {
                DeadLetter letter = decoder.decode(record.value());
                assertThat(new String(record.key(), UTF_8))
                        .isEqualTo(letter.getTopic() + "/" + letter.getPartition() + "/" + letter.getOffset());
                byte[] value = new byte[letter.getValue().remaining()];
                letter.getValue().get(value);
                letters.add(List.of(
                        letter.getTopic(),
                        "" + letter.getPartition(),
                        "" + letter.getOffset(),
                        letter.getReason(),
                        letter.getDetail().replaceFirst(":.*", ":"),
                        HexFormat.of().formatHex(value)));
            }
        }
        return letters;
    }

    private static Path resource(String name) throws Exception {
        return Path.of(EndToEndIT.class.getResource(name).toURI());
    }
}
