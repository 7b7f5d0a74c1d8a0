package io.dealpulse.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.jobs.options.Settings;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrmSourcesTest {

    @ParameterizedTest(name = "until caught up: {0}")
    @ValueSource(booleans = {true, false})
    void everyOperatorHasAUidAndATypeOfOurs(boolean untilCaughtUp) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(4);
        SourceOptions options =
                SourceOptions.of(Settings.of(Map.of("kafka.sasl.jaas.config", "secret")), "test", untilCaughtUp);

        CrmSources sources = CrmSources.connect(env, options);
        sources.clock()
                .broadcast()
                .sinkTo(new DiscardingSink<>())
                .name("discard")
                .uid("discard");
        DeadLetters.keep(sources.rejected(), sources.deals())
                .sinkTo(DeadLetters.kafkaSink(options))
                .name("letters")
                .uid("letters");
        StreamGraph graph = env.getStreamGraph();

        // The job graph is what refuses operators without uid.
        assertThat(graph.getJobGraph().getVertices()).isNotEmpty();
        assertThat(graph.getStreamNodes())
                .filteredOn(node -> node.getOperatorName().contains(CrmSources.ADVANCE_CLOCK))
                .singleElement()
                .extracting(StreamNode::getParallelism)
                .isEqualTo(1);
        assertThat(options.toString()).doesNotContain("secret");
    }
}
