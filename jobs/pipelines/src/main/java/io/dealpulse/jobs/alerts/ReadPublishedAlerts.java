package io.dealpulse.jobs.alerts;

import io.dealpulse.jobs.source.ClockTick;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Tells, once the job has caught up, what is in the alert topic. A message that was sent after the restored checkpoint may be
 * of an alert that the replay, in another order, never raises; one of a run without state behind it may be of any. Whoever
 * holds the deal's causes then takes it back, or knows that it need not be told again. Without state; with parallelism 1,
 * because it reads the whole topic.
 */
public final class ReadPublishedAlerts extends AbstractStreamOperator<AlertInput>
        implements OneInputStreamOperator<ClockTick, AlertInput>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private final PublishedAlerts published;

    private transient boolean told;

    ReadPublishedAlerts(PublishedAlerts published) {
        this.published = published;
    }

    @Override
    public void processElement(StreamRecord<ClockTick> element) throws Exception {
        if (element.getValue().caughtUp()) {
            tell();
        }
    }

    @Override
    public void endInput() throws Exception {
        tell();
    }

    private void tell() throws InterruptedException {
        if (!told) {
            told = true;
            published.visit(message -> output.collect(new StreamRecord<>(AlertInput.published(message))));
        }
    }
}
