package io.dealpulse.jobs.source;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.schemas.EventTopic;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * All that a job reads: the company's topics as typed records, what could not be read, and the pipeline's clock. Flink's
 * watermarks are not used: the clock's ticks are a stream of their own, to be broadcast.
 *
 * @param deals what happened to deals
 * @param activities what sales people did
 * @param pipelines definitions of pipelines
 * @param fxRates exchange rates
 * @param rejected the dead letters of all topics
 * @param clock the pipeline's clock, from one subtask
 */
public record CrmSources(
        DataStream<DealMessage> deals,
        DataStream<ActivityMessage> activities,
        DataStream<PipelineMessage> pipelines,
        DataStream<FxRateMessage> fxRates,
        DataStream<RejectedRecord> rejected,
        DataStream<ClockTick> clock) {

    /**
     * The accumulator, a counter, that is 1 once a job has read, though perhaps not yet written, all that was in the
     * topics at its start.
     */
    public static final String CAUGHT_UP = "caught-up";

    /** The accumulator, a maximum, of how many of the offsets that the topics held at the job's start lie behind it. */
    public static final String READ = "offsets-read";

    /** The accumulator, a maximum, of how many offsets the topics held at the job's start. */
    public static final String HELD = "offsets-held";

    static final String READ_DEALS = "read-deals";
    static final String DECODE_DEALS = "decode-deals";
    static final String READ_ACTIVITIES = "read-activities";
    static final String DECODE_ACTIVITIES = "decode-activities";
    static final String READ_PIPELINES = "read-pipelines";
    static final String DECODE_PIPELINES = "decode-pipelines";
    static final String READ_FX_RATES = "read-fx-rates";
    static final String DECODE_FX_RATES = "decode-fx-rates";
    static final String ADVANCE_CLOCK = "advance-clock";

    private static final Duration PARTITION_DISCOVERY = Duration.ofMinutes(1);

    /** How long a partition that is read to its end still holds the clock back. */
    private static final Duration IDLE_AFTER = Duration.ofSeconds(5);

    /** How long all must be quiet before the clock follows the wall clock. */
    private static final Duration QUIET_AFTER = Duration.ofSeconds(5);

    private static final Set<EventTopic> CLOCK_TOPICS = Set.of(EventTopic.DEAL_CHANGED, EventTopic.ACTIVITY_LOGGED);
    private static final Set<EventTopic> ALL_TOPICS = Set.of(
            EventTopic.DEAL_CHANGED, EventTopic.ACTIVITY_LOGGED, EventTopic.PIPELINE_DEFINED, EventTopic.FX_RATE_SET);

    /** Adds the sources, their decoders and the clock to a job. */
    public static CrmSources connect(StreamExecutionEnvironment env, SourceOptions options) {
        Topics topics = new Topics(env, options);
        SingleOutputStreamOperator<DealMessage> deals = topics.<DealChanged, DealMessage>read(
                EventTopic.DEAL_CHANGED,
                READ_DEALS,
                DECODE_DEALS,
                DealMessage.TYPE,
                new DealEventReader(options.maxFuture()));
        SingleOutputStreamOperator<ActivityMessage> activities = topics.<ActivityLogged, ActivityMessage>read(
                EventTopic.ACTIVITY_LOGGED,
                READ_ACTIVITIES,
                DECODE_ACTIVITIES,
                ActivityMessage.TYPE,
                new ActivityReader(options.maxFuture()));
        SingleOutputStreamOperator<PipelineMessage> pipelines = topics.<PipelineDefined, PipelineMessage>read(
                EventTopic.PIPELINE_DEFINED,
                READ_PIPELINES,
                DECODE_PIPELINES,
                PipelineMessage.TYPE,
                new PipelineDefinitionReader());
        SingleOutputStreamOperator<FxRateMessage> fxRates = topics.<FxRateSet, FxRateMessage>read(
                EventTopic.FX_RATE_SET, READ_FX_RATES, DECODE_FX_RATES, FxRateMessage.TYPE, new FxRateReader());

        DataStream<RejectedRecord> rejected = deals.getSideOutput(DecodeRecords.REJECTED)
                .union(
                        activities.getSideOutput(DecodeRecords.REJECTED),
                        pipelines.getSideOutput(DecodeRecords.REJECTED),
                        fxRates.getSideOutput(DecodeRecords.REJECTED));
        DataStream<Progress> progress = deals.getSideOutput(DecodeRecords.PROGRESS)
                .union(
                        activities.getSideOutput(DecodeRecords.PROGRESS),
                        pipelines.getSideOutput(DecodeRecords.PROGRESS),
                        fxRates.getSideOutput(DecodeRecords.PROGRESS));
        return new CrmSources(deals, activities, pipelines, fxRates, rejected, clock(progress, options));
    }

    private static DataStream<ClockTick> clock(DataStream<Progress> progress, SourceOptions options) {
        PipelineClock.Rules rules = new PipelineClock.Rules(
                options.clockMode(),
                options.clockLateness(),
                IDLE_AFTER,
                QUIET_AFTER,
                options.untilCaughtUp(),
                names(CLOCK_TOPICS));
        Map<String, String> kafka = options.kafka();
        Set<String> names = names(ALL_TOPICS);
        return progress.transform(
                        ADVANCE_CLOCK,
                        ClockTick.TYPE,
                        new AdvanceClock(rules, () -> KafkaTopicEnds.connect(kafka, names)))
                .uid(ADVANCE_CLOCK)
                .setParallelism(1)
                .setMaxParallelism(1);
    }

    private static Set<String> names(Set<EventTopic> topics) {
        return topics.stream().map(EventTopic::topicName).collect(Collectors.toUnmodifiableSet());
    }

    /** How one topic joins the job. */
    private record Topics(StreamExecutionEnvironment env, SourceOptions options) {

        <R extends SpecificRecord, T> SingleOutputStreamOperator<T> read(
                EventTopic topic,
                String readName,
                String decodeName,
                TypeInformation<T> type,
                MessageReader<R, T> messages) {
            RecordDecoder.Factory<R> decoders =
                    RecordDecoder.Factory.of(topic, options.registryUrls(), options.registry());
            return env.fromSource(source(topic, readName), WatermarkStrategy.noWatermarks(), readName, RawRecord.TYPE)
                    .uid(readName)
                    .transform(decodeName, type, new DecodeRecords<>(decoders, messages))
                    .uid(decodeName);
        }

        private KafkaSource<RawRecord> source(EventTopic topic, String readName) {
            KafkaSourceBuilder<RawRecord> source = KafkaSource.<RawRecord>builder()
                    .setProperties(options.kafkaProperties())
                    .setTopics(topic.topicName())
                    .setGroupId(options.consumerGroup())
                    // Names the clients in logs and metrics, and keeps those of several sources apart.
                    .setClientIdPrefix(options.consumerGroup() + "-" + readName)
                    .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                    .setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false")
                    .setProperty(
                            KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
                            String.valueOf(PARTITION_DISCOVERY.toMillis()))
                    // Never bounded: a bounded source keeps in saved state where it ends, and no later run reads on.
                    .setStartingOffsets(new FromBeginning())
                    .setDeserializer(new RawRecordSchema());
            return source.build();
        }
    }
}
