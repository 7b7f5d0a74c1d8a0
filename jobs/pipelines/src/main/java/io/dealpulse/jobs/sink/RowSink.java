package io.dealpulse.jobs.sink;

import java.util.List;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Where a job's rows go. A test puts its own in place of ClickHouse. */
public interface RowSink {

    /** Ranks the writers of these tables. */
    Generations generations(String job, List<Table> tables);

    /** Finds rows that a restart may have left wrong. */
    StaleRows staleRows();

    /**
     * Writes the side outputs of {@link StampRows}.
     *
     * @param uid begins the uid of every sink operator
     */
    void write(SingleOutputStreamOperator<Void> stamped, List<Table> tables, String uid);
}
