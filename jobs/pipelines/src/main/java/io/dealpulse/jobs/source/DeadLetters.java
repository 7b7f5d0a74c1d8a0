package io.dealpulse.jobs.source;

import io.dealpulse.schemas.EventTopic;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Dead letters from where a record is rejected to their topic. */
public final class DeadLetters {

    private static final String KEEP_DEAD_LETTERS = "keep-dead-letters";
    private static final String SETTLE_DEAD_LETTERS = "settle-dead-letters";

    private DeadLetters() {}

    /**
     * The dead letters that stay, and the end of those whose deal is erased. What comes of one letter comes from one
     * subtask, in order: a sink that is chained to it, or keyed by place, ends with the letter as it stands.
     *
     * @param rejected all records that were rejected, wherever in the job
     * @param deals what happened to deals, their erasures among it
     */
    public static SingleOutputStreamOperator<LetterChange> keep(
            DataStream<RejectedRecord> rejected, DataStream<DealMessage> deals) {
        DataStream<LetterInput> letters = rejected.<LetterInput>flatMap((letter, out) ->
                        letter.subjects().forEach(subject -> out.collect(LetterInput.of(subject, letter))))
                .returns(LetterInput.TYPE)
                .name("list subjects of dead letters")
                .uid(KEEP_DEAD_LETTERS + "-subjects");
        DataStream<LetterInput> erasures = deals.filter(message -> message.event() == null)
                .name("keep erasures")
                .uid(KEEP_DEAD_LETTERS + "-erasures")
                .map(message -> LetterInput.erasure(message.dealId()))
                .returns(LetterInput.TYPE)
                .name("take erasures")
                .uid(KEEP_DEAD_LETTERS + "-erased");
        DataStream<LetterChange> withoutSubject = rejected.filter(
                        letter -> letter.subjects().isEmpty())
                .name("keep dead letters of no deal")
                .uid(KEEP_DEAD_LETTERS + "-without-subject")
                .map(LetterChange::kept)
                .returns(LetterChange.TYPE)
                .name("take dead letters of no deal")
                .uid(KEEP_DEAD_LETTERS + "-of-no-deal");
        return letters.union(erasures)
                .keyBy(LetterInput::subject, Types.STRING)
                .process(new KeepDeadLetters(), LetterChange.TYPE)
                .name("keep dead letters")
                .uid(KEEP_DEAD_LETTERS)
                .union(withoutSubject)
                .keyBy(change -> change.place().key(), Types.STRING)
                .process(new SettleDeadLetters(), LetterChange.TYPE)
                .name("settle dead letters")
                .uid(SETTLE_DEAD_LETTERS);
    }

    /**
     * Writes dead letters, and their tombstones, to the dead-letter topic, each at least once: after a failure one may be
     * there twice, under the same key. Kafka keeps the order only within one producer, so this must be chained to what
     * {@link #keep} gives.
     */
    public static KafkaSink<LetterChange> kafkaSink(SourceOptions options) {
        return KafkaSink.<LetterChange>builder()
                .setKafkaProducerConfig(options.kafkaProperties())
                .setBootstrapServers(String.valueOf(options.kafka().get("bootstrap.servers")))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new DeadLetterSchema(
                        EventTopic.DEAD_LETTER.topicName(), options.registryUrls(), options.registry()))
                .build();
    }
}
