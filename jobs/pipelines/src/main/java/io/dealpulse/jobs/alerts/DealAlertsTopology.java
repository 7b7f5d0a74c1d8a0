package io.dealpulse.jobs.alerts;

import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.jobs.deals.DealInput;
import io.dealpulse.jobs.deals.DealInputs;
import io.dealpulse.jobs.deals.Definitions;
import io.dealpulse.jobs.metrics.BucketMessage;
import io.dealpulse.jobs.metrics.MetricKeyCodec;
import io.dealpulse.jobs.progress.ReportProgress;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.sink.Generations;
import io.dealpulse.jobs.sink.ReconcileRows;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.RowKeyCodec;
import io.dealpulse.jobs.sink.RowSink;
import io.dealpulse.jobs.sink.StampRows;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.TableRowCodec;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.CrmSources;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * How the job's data flows: events and activities tell what calls for alerts of a deal; won deals teach how long is too long;
 * both, and the clock, make alerts. What former runs have told, in table or topic, comes in beside.
 */
final class DealAlertsTopology {

    /** All that the job makes of events. */
    static final List<Table> TABLES = List.of(Tables.DEAL_ALERTS);

    private static final TypeInformation<TableRow> ROW =
            new CodecTypeInformation<>(TableRow.class, new TableRowCodec());
    private static final TypeInformation<RowKey> ROW_KEY = new CodecTypeInformation<>(RowKey.class, new RowKeyCodec());
    private static final TypeInformation<MetricKey> STAGE =
            new CodecTypeInformation<>(MetricKey.class, new MetricKeyCodec());

    private static final String ASSESS_DEALS = "assess-deals";
    private static final String LEARN_THRESHOLDS = "learn-thresholds";
    private static final String RAISE_ALERTS = "raise-alerts";
    private static final String RECONCILE_ROWS = "reconcile-rows";
    private static final String READ_PUBLISHED_ALERTS = "read-published-alerts";

    private final AlertOptions options;
    private final RowSink sink;
    private final PublishedAlerts published;
    private final Generations generations;

    DealAlertsTopology(AlertOptions options, RowSink sink, PublishedAlerts published) {
        this.options = options;
        this.sink = sink;
        this.published = published;
        this.generations = sink.generations(DealAlertsJob.NAME, TABLES);
    }

    /**
     * Builds the flow from the events to the table.
     *
     * @return what is to be told, for the alert topic
     * @throws IOException if the sink can not be asked what was written before
     */
    DataStream<AlertMessage> connect(CrmSources crm) throws IOException {
        SingleOutputStreamOperator<AlertInput> causes = assessDeals(crm);
        DataStream<ThresholdMessage> thresholds = learnThresholds(causes.getSideOutput(AssessDeals.WON_STAGE_TIMES));
        SingleOutputStreamOperator<TableRow> alerts =
                raiseAlerts(causes.union(staleRows(crm), publishedAlerts(crm)), reference(crm, thresholds));
        SingleOutputStreamOperator<Void> stamped = alerts.process(new StampRows(generations), Types.VOID)
                .name("stamp rows")
                .uid(RAISE_ALERTS + "-stamp");
        sink.write(stamped, TABLES, RAISE_ALERTS + "-write");
        ReportProgress.connect(
                DealAlertsJob.NAME,
                options.flushInterval(),
                alerts.getSideOutput(RaiseAlerts.REACHED),
                sink,
                generations);
        return alerts.getSideOutput(RaiseAlerts.MESSAGES);
    }

    private SingleOutputStreamOperator<AlertInput> assessDeals(CrmSources crm) {
        return DealInputs.events(crm)
                .union(DealInputs.activities(crm))
                .keyBy(DealInput::dealId, Types.STRING)
                .connect(crm.pipelines().broadcast(Definitions.STATE))
                .process(new AssessDeals(options), AlertInput.TYPE)
                .name("assess deals")
                .uid(ASSESS_DEALS);
    }

    private DataStream<ThresholdMessage> learnThresholds(DataStream<BucketMessage> wonStageTimes) {
        return wonStageTimes
                .keyBy(BucketMessage::key, STAGE)
                .transform("learn thresholds", ThresholdMessage.TYPE, new LearnThresholds(options))
                .uid(LEARN_THRESHOLDS);
    }

    private SingleOutputStreamOperator<TableRow> raiseAlerts(
            DataStream<AlertInput> inputs, DataStream<AlertReference> reference) {
        return inputs.keyBy(AlertInput::dealId, Types.STRING)
                .connect(reference.broadcast())
                .transform("raise alerts", ROW, new RaiseAlerts(options))
                .uid(RAISE_ALERTS);
    }

    /** What all subtasks are told: the time, and what is learnt. */
    private static DataStream<AlertReference> reference(CrmSources crm, DataStream<ThresholdMessage> thresholds) {
        DataStream<AlertReference> time = crm.clock()
                .map(AlertReference::of)
                .returns(AlertReference.TYPE)
                .setParallelism(1)
                .name("take the time")
                .uid("reference-clock");
        DataStream<AlertReference> learnt = thresholds
                .map(AlertReference::of)
                .returns(AlertReference.TYPE)
                .name("take thresholds")
                .uid("reference-thresholds");
        return time.union(learnt);
    }

    private DataStream<AlertInput> staleRows(CrmSources crm) throws IOException {
        return crm.clock()
                .transform(
                        "reconcile rows",
                        ROW_KEY,
                        new ReconcileRows(sink.staleRows(), generations, TABLES, generations.highest()))
                .uid(RECONCILE_ROWS)
                .setParallelism(1)
                .map(AlertInput::stale)
                .returns(AlertInput.TYPE)
                .setParallelism(1)
                .name("take stale rows")
                .uid(RECONCILE_ROWS + "-stale");
    }

    private DataStream<AlertInput> publishedAlerts(CrmSources crm) {
        return crm.clock()
                .transform("read published alerts", AlertInput.TYPE, new ReadPublishedAlerts(published))
                .uid(READ_PUBLISHED_ALERTS)
                .setParallelism(1);
    }
}
