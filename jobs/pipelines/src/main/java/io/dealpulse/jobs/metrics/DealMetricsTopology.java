package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.MetricFamily;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.jobs.deals.DealInput;
import io.dealpulse.jobs.deals.DealInputs;
import io.dealpulse.jobs.deals.Definitions;
import io.dealpulse.jobs.deals.ResolveActivities;
import io.dealpulse.jobs.progress.Reached;
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
import io.dealpulse.jobs.source.DeadLetters;
import io.dealpulse.jobs.source.LetterChange;
import io.dealpulse.jobs.source.PipelineMessage;
import io.dealpulse.jobs.source.RejectedRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * How the job's data flows: of each activity the version that stands goes to its deal; events and activities become
 * changes of deals, those become rows and deltas, deltas become rows of days, windows and balances, and all rows go to
 * their tables. Rows that a restart may have left wrong come in beside
 * the events. How far the clock has got is a row too.
 */
final class DealMetricsTopology {

    private static final TypeInformation<TableRow> ROW =
            new CodecTypeInformation<>(TableRow.class, new TableRowCodec());
    private static final TypeInformation<RowKey> ROW_KEY = new CodecTypeInformation<>(RowKey.class, new RowKeyCodec());
    private static final TypeInformation<MetricKey> METRIC_KEY =
            new CodecTypeInformation<>(MetricKey.class, new MetricKeyCodec());

    private static final String RECONCILE_ROWS = "reconcile-rows";
    private static final String REFERENCE = "reference";
    private static final String UPDATE_DEALS = "update-deals";
    private static final String AGGREGATE_DELTAS = "aggregate-deltas";
    private static final String PUBLISH_ROWS = "publish-rows";

    private static final List<Table> REFERENCE_TABLES = List.of(Tables.PIPELINES, Tables.FX_RATES, Tables.DEAD_LETTERS);

    private final MetricOptions options;
    private final RowSink sink;
    private final List<MetricFamily> families;
    private final List<Table> metricTables;
    private final Generations generations;

    DealMetricsTopology(MetricOptions options, RowSink sink) {
        this.options = options;
        this.sink = sink;
        this.families = families(options);
        this.metricTables = metricTables(families);
        this.generations = sink.generations(DealMetricsJob.NAME, allTables());
    }

    /**
     * Builds the flow from the events to the tables.
     *
     * @return the dead letters that stay and the end of the others, for their topic
     * @throws IOException if the sink can not be asked what was written before
     */
    DataStream<LetterChange> connect(CrmSources crm) throws IOException {
        DataStream<RowKey> staleRows = reconcileRows(crm);
        DataStream<ReferenceMessage> reference = reference(crm);
        SingleOutputStreamOperator<DealInput> activities = DealInputs.activities(crm);
        SingleOutputStreamOperator<TableRow> dealRows = updateDeals(crm, activities, reference, staleRows);
        DataStream<BucketMessage> deltas =
                dealRows.getSideOutput(UpdateDeals.DELTAS).union(countActivities(activities));
        SingleOutputStreamOperator<TableRow> metricRows = aggregateDeltas(deltas, reference, staleRows);
        DataStream<LetterChange> deadLetters = DeadLetters.keep(rejected(crm, dealRows), crm.deals());
        SingleOutputStreamOperator<TableRow> referenceRows = publishRows(crm, deadLetters, staleRows);
        write(dealRows, Tables.DEAL_BY_DEAL, UPDATE_DEALS);
        write(metricRows, metricTables, AGGREGATE_DELTAS);
        write(referenceRows, REFERENCE_TABLES, PUBLISH_ROWS);
        reportProgress(crm);
        return deadLetters;
    }

    private DataStream<RowKey> reconcileRows(CrmSources crm) throws IOException {
        return crm.clock()
                .transform(
                        "reconcile rows",
                        ROW_KEY,
                        new ReconcileRows(sink.staleRows(), generations, allTables(), generations.highest()))
                .uid(RECONCILE_ROWS)
                .setParallelism(1);
    }

    private DataStream<BucketMessage> countActivities(SingleOutputStreamOperator<DealInput> activities) {
        return activities
                .getSideOutput(ResolveActivities.CHANGES)
                .flatMap(new CountActivities(options))
                .returns(BucketMessage.TYPE)
                .name("count activities")
                .uid("count-activities");
    }

    private SingleOutputStreamOperator<TableRow> updateDeals(
            CrmSources crm,
            DataStream<DealInput> activities,
            DataStream<ReferenceMessage> reference,
            DataStream<RowKey> staleRows) {
        return DealInputs.events(crm)
                .union(activities, only(Tables.DEAL_BY_DEAL, staleRows, DealInput::stale, DealInput.TYPE, UPDATE_DEALS))
                .keyBy(DealInput::dealId, Types.STRING)
                .connect(reference.broadcast(Definitions.STATE))
                .process(new UpdateDeals(options), ROW)
                .name("update deals")
                .uid(UPDATE_DEALS);
    }

    private SingleOutputStreamOperator<TableRow> aggregateDeltas(
            DataStream<BucketMessage> deltas, DataStream<ReferenceMessage> reference, DataStream<RowKey> staleRows) {
        return deltas.union(only(
                        metricTables,
                        staleRows,
                        new TakeStaleMetricRows(families),
                        BucketMessage.TYPE,
                        AGGREGATE_DELTAS))
                .keyBy(BucketMessage::key, METRIC_KEY)
                .connect(reference.broadcast())
                .transform("aggregate deltas", ROW, new AggregateDeltas(options))
                .uid(AGGREGATE_DELTAS);
    }

    /** What all subtasks are told: the time, the rates and the definitions. */
    private static DataStream<ReferenceMessage> reference(CrmSources crm) {
        DataStream<ReferenceMessage> time = crm.clock()
                .map(ReferenceMessage::of)
                .returns(ReferenceMessage.TYPE)
                .setParallelism(1)
                .name("take the time")
                .uid(REFERENCE + "-clock");
        DataStream<ReferenceMessage> rates = crm.fxRates()
                .map(ReferenceMessage::of)
                .returns(ReferenceMessage.TYPE)
                .name("take exchange rates")
                .uid(REFERENCE + "-rates");
        DataStream<ReferenceMessage> pipelines = crm.pipelines()
                .map(ReferenceMessage::of)
                .returns(ReferenceMessage.TYPE)
                .name("take definitions")
                .uid(REFERENCE + "-definitions");
        return time.union(rates, pipelines);
    }

    /** What could not be read, and what came too late. */
    private static DataStream<RejectedRecord> rejected(CrmSources crm, SingleOutputStreamOperator<TableRow> dealRows) {
        return crm.rejected()
                .union(dealRows.getSideOutput(UpdateDeals.TOO_LATE)
                        .map(DealInput::tooLate)
                        .returns(RejectedRecord.TYPE)
                        .name("reject what is too late")
                        .uid(UPDATE_DEALS + "-too-late"));
    }

    private SingleOutputStreamOperator<TableRow> publishRows(
            CrmSources crm, DataStream<LetterChange> letters, DataStream<RowKey> staleRows) {
        DataStream<TableRow> stages = crm.pipelines()
                .keyBy(PipelineMessage::pipelineId, Types.STRING)
                .process(new ListStages(), ROW)
                .name("list stages")
                .uid(PUBLISH_ROWS + "-stages");
        DataStream<TableRow> rates = crm.fxRates()
                .map(ReferenceRows::of)
                .returns(ROW)
                .name("list exchange rates")
                .uid(PUBLISH_ROWS + "-rates");
        DataStream<TableRow> deadLetters = letters.map(ReferenceRows::of)
                .returns(ROW)
                .name("list dead letters")
                .uid(PUBLISH_ROWS + "-dead-letters");
        return stages.union(rates, deadLetters)
                .map(PublishedRow::of)
                .returns(PublishedRow.TYPE)
                .name("take rows")
                .uid(PUBLISH_ROWS + "-rows")
                .union(only(REFERENCE_TABLES, staleRows, PublishedRow::stale, PublishedRow.TYPE, PUBLISH_ROWS))
                .keyBy(PublishedRow::key, ROW_KEY)
                .process(new PublishRows(), ROW)
                .name("publish rows")
                .uid(PUBLISH_ROWS);
    }

    /** All operators make what is due at a tick before the next barrier passes, so the clock says how far they are. */
    private void reportProgress(CrmSources crm) {
        DataStream<Reached> reached = crm.clock()
                .map(Reached::byClock)
                .returns(Reached.TYPE)
                .setParallelism(1)
                .name("take what is reached")
                .uid("report-progress-clock");
        ReportProgress.connect(DealMetricsJob.NAME, options.flushInterval(), reached, sink, generations);
    }

    private void write(DataStream<TableRow> rows, List<Table> tables, String uid) {
        SingleOutputStreamOperator<Void> stamped = rows.process(new StampRows(generations), Types.VOID)
                .name("stamp rows")
                .uid(uid + "-stamp");
        sink.write(stamped, tables, uid + "-write");
    }

    /** The stale rows of some tables, as the operator of that uid takes them. */
    private static <T> DataStream<T> only(
            List<Table> tables,
            DataStream<RowKey> staleRows,
            MapFunction<RowKey, T> take,
            TypeInformation<T> type,
            String uid) {
        HashSet<String> names = tables.stream().map(Table::name).collect(Collectors.toCollection(HashSet::new));
        return staleRows
                .filter(row -> names.contains(row.table()))
                .name("keep stale rows for " + uid)
                .uid(uid + "-stale-rows")
                .map(take)
                .returns(type)
                .name("take stale rows")
                .uid(uid + "-stale");
    }

    /** All tables that the job makes of events under these options. */
    static List<Table> tables(MetricOptions options) {
        return allTables(metricTables(families(options)));
    }

    private static List<MetricFamily> families(MetricOptions options) {
        return options.families().all();
    }

    private static List<Table> metricTables(List<MetricFamily> families) {
        return families.stream().flatMap(family -> Tables.of(family).stream()).toList();
    }

    private List<Table> allTables() {
        return allTables(metricTables);
    }

    private static List<Table> allTables(List<Table> metricTables) {
        List<Table> tables = new ArrayList<>(Tables.DEAL_BY_DEAL);
        tables.addAll(metricTables);
        tables.addAll(REFERENCE_TABLES);
        return tables;
    }
}
