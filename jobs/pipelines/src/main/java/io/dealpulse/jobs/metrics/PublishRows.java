package io.dealpulse.jobs.metrics;

import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.TableRow;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Hands on rows that show single records of the topics as they are, and remembers which there are; keyed by row. A row to
 * reconcile that this job never made is deleted. One that it made stands: the replay brings the same record again.
 */
public final class PublishRows extends KeyedProcessFunction<RowKey, PublishedRow, TableRow> {

    private static final long serialVersionUID = 1L;

    /** Whether the row is there; cleared when it is deleted. */
    private static final ValueStateDescriptor<Boolean> PRESENT =
            new ValueStateDescriptor<>("row-present", Types.BOOLEAN);

    private transient ValueState<Boolean> present;

    @Override
    public void open(OpenContext context) {
        present = getRuntimeContext().getState(PRESENT);
    }

    @Override
    public void processElement(PublishedRow published, Context context, Collector<TableRow> out) throws Exception {
        TableRow row = published.row();
        if (row == null) {
            if (present.value() == null) {
                out.collect(TableRow.deleted(published.key()));
            }
            return;
        }
        present.update(row.isDeleted() ? null : true);
        out.collect(row);
    }
}
