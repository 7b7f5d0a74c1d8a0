package io.dealpulse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.CommandLineRun;
import io.dealpulse.cli.stack.LocalStack;
import io.dealpulse.cli.stack.PortChoice;
import io.dealpulse.cli.stack.Progress;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One test's own Dealpulse on a stack that several share: empty topics, its database, its checkpoints and logs. */
final class Deployment {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LocalStack stack;
    private final Path directory;
    private final Map<String, String> options;

    private Deployment(LocalStack stack, Path directory, String name, Map<String, String> options) {
        this.stack = stack;
        this.directory = directory.resolve(name);
        this.options = new LinkedHashMap<>(stack.options());
        this.options.put(Options.DATA_DIR.key(), this.directory.toString());
        this.options.put(Options.CLICKHOUSE_DATABASE.key(), name);
        this.options.putAll(options);
    }

    /** A deployment for which nothing was set up: whatever was in the topics is gone, and so are the topics. */
    static Deployment withoutSetup(LocalStack stack, Path directory, String name, Map<String, String> options)
            throws ExecutionException, InterruptedException {
        Deployment deployment = new Deployment(stack, directory, name, options);
        deployment.deleteTopics();
        return deployment;
    }

    /** A deployment that is set up, with empty topics and tables. */
    static Deployment of(LocalStack stack, Path directory, String name, Map<String, String> options)
            throws ExecutionException, InterruptedException {
        Deployment deployment = withoutSetup(stack, directory, name, options);
        deployment.succeed("setup");
        return deployment;
    }

    private void deleteTopics() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(settings().kafkaProperties())) {
            List<String> ours = new ArrayList<>(admin.listTopics().names().get());
            ours.retainAll(Arrays.stream(EventTopic.values())
                    .map(EventTopic::topicName)
                    .toList());
            admin.deleteTopics(ours).all().get();
            Awaitility.await().until(() -> {
                Set<String> left = admin.listTopics().names().get();
                return ours.stream().noneMatch(left::contains);
            });
        }
    }

    /** Where its checkpoints and its log are. */
    Path directory() {
        return directory;
    }

    /** The log of its commands. */
    Path log() {
        return directory.resolve("logs/dealpulse.log");
    }

    Settings settings() {
        return Settings.of(options);
    }

    /** The words of a command line for this deployment. */
    List<String> commandLine(String... words) {
        return Stream.concat(
                        Arrays.stream(words),
                        options.entrySet().stream()
                                .flatMap(option -> Stream.of("--set", option.getKey() + "=" + option.getValue())))
                .toList();
    }

    /** Runs a command in this process. */
    CommandLineRun run(String... words) {
        return CommandLineRun.of(commandLine(words).toArray(String[]::new));
    }

    /** Runs a command in this process that must succeed. */
    CommandLineRun succeed(String... words) {
        CommandLineRun run = run(words);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run;
    }

    /** A client of its schema registry; the caller's to close. */
    RegistryClient registry() {
        List<String> urls =
                settings().get(Options.REGISTRY).stream().map(URI::toString).toList();
        return new RegistryClient(urls, settings().registryClientSettings());
    }

    /** A producer of records as they are; the caller's to close. */
    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(settings().kafkaProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** All that is committed in a topic, each partition in order. */
    List<ConsumerRecord<byte[], byte[]>> records(EventTopic topic) {
        Properties properties = settings().kafkaProperties();
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** Lets each of Kafka's consumers have so many bytes a second in the long run, or, empty, as many as it can take. */
    void limitConsumers(Optional<Double> bytesPerSecond) throws ExecutionException, InterruptedException {
        // The default of all client ids.
        Map<String, @Nullable String> consumers = new HashMap<>();
        consumers.put(ClientQuotaEntity.CLIENT_ID, null);
        ClientQuotaAlteration.Op limit =
                new ClientQuotaAlteration.Op("consumer_byte_rate", bytesPerSecond.orElse(null));
        try (Admin admin = Admin.create(settings().kafkaProperties())) {
            admin.alterClientQuotas(
                            List.of(new ClientQuotaAlteration(new ClientQuotaEntity(consumers), List.of(limit))))
                    .all()
                    .get();
        }
    }

    /** Kills a part of the stack, as {@code kill -9} does, and waits until it is dead. */
    void kill(String part) {
        ProcessHandle process = stack.status().stream()
                .filter(status -> status.part().equals(part))
                .findFirst()
                .flatMap(status -> status.pid().flatMap(ProcessHandle::of))
                .orElseThrow(() -> new AssertionError(part + " does not run"));
        process.destroyForcibly();
        Awaitility.await().until(() -> !process.isAlive());
    }

    /** Starts again, on the same data and port, whatever was killed. */
    void startStackAgain() {
        stack.up(PortChoice.none(), Progress.silent());
    }

    /** The cells of the first column of each row, as text. */
    List<String> column(String query) {
        return rows(query).stream().map(row -> row.get(0)).toList();
    }

    /** The rows that a query gives, each cell as ClickHouse writes it in tab-separated text. */
    List<List<String>> rows(String query) {
        return send("", BodyPublishers.ofString(query + " FORMAT TabSeparated"))
                .lines()
                .map(line -> List.of(line.split("\t", -1)))
                .toList();
    }

    long count(String query) {
        return Long.parseLong(column(query).get(0));
    }

    /** Runs a statement that gives no rows. */
    void execute(String statement) {
        send("", BodyPublishers.ofString(statement));
    }

    /** Puts a CSV file with a header into a table. */
    void insertCsv(String table, Path file) throws IOException {
        String query = URLEncoder.encode("INSERT INTO " + table + " FORMAT CSVWithNames", StandardCharsets.UTF_8);
        send("&query=" + query, BodyPublishers.ofFile(file));
    }

    private String send(String parameters, BodyPublisher body) {
        URI uri = URI.create(settings().get(Options.CLICKHOUSE) + "/?database="
                + settings().get(Options.CLICKHOUSE_DATABASE) + parameters);
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT).POST(body).build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new AssertionError("ClickHouse does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
