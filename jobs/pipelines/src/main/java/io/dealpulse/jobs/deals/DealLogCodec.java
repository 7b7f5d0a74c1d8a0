package io.dealpulse.jobs.deals;

import io.dealpulse.core.deal.Activities;
import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.Timeline;
import io.dealpulse.jobs.serialization.ActivityCodec;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.SharedTexts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link DealLog}: whether it is erased, then its events and its activities. Made for memory, as the logs are
 * most of the job's state: a field that says nothing takes no byte, a text is written once and then named by its number,
 * times are differences, ids share their beginnings.
 */
public final class DealLogCodec implements BinaryCodec<DealLog> {

    private static final long serialVersionUID = 1L;

    // Which of an event's fields follow.
    private static final int RECORDED_AT = 1;
    private static final int REVISION = 1 << 1;
    private static final int DELETED = 1 << 2;
    private static final int PIPELINE = 1 << 3;
    private static final int STAGE = 1 << 4;
    private static final int AMOUNT = 1 << 5;
    private static final int CURRENCY = 1 << 6;
    private static final int OWNER = 1 << 7;
    private static final int ACCOUNT = 1 << 8;
    private static final int PROBABILITY = 1 << 9;
    private static final int EXPECTED_CLOSE = 1 << 10;
    private static final int LEAD = 1 << 11;
    private static final int LOSS_REASON = 1 << 12;
    private static final int COMPETITOR = 1 << 13;
    private static final int ATTRIBUTES = 1 << 14;
    private static final int CLEARED = 1 << 15;

    // Which of an activity's fields follow.
    private static final int DEAL = 1;
    private static final int LEAD_OF_ACTIVITY = 1 << 1;
    private static final int RECORDED_AT_OF_ACTIVITY = 1 << 2;
    private static final int DURATION = 1 << 3;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(DealLog log, DataOutputView out) throws IOException {
        out.writeBoolean(log.erased());
        new Writer(out).write(log);
    }

    @Override
    public DealLog read(int version, DataInputView in) throws IOException {
        boolean erased = in.readBoolean();
        DealLog log = new Reader(in).read();
        return erased ? DealLog.ERASED : log;
    }

    private static final class Writer {

        private final DataOutputView out;
        private final SharedTexts.Writer texts;
        private long lastMillis;

        Writer(DataOutputView out) {
            this.out = out;
            this.texts = new SharedTexts.Writer(out);
        }

        void write(DealLog log) throws IOException {
            BinaryFormat.writeUnsigned(log.timeline().events().size(), out);
            for (DealEvent event : log.timeline().events()) {
                write(event);
            }
            BinaryFormat.writeUnsigned(log.activities().byId().size(), out);
            for (Activity activity : log.activities().byId().values()) {
                write(activity);
            }
        }

        private void write(DealEvent event) throws IOException {
            texts.writeId(event.eventId());
            writeTime(event.occurredAt());
            BinaryFormat.writeUnsigned(fieldsOf(event), out);
            writeSince(event.occurredAt(), event.recordedAt());
            if (event.revision() != null) {
                BinaryFormat.writeLong(event.revision(), out);
            }
            writeText(event.pipelineId());
            writeText(event.stageId());
            if (event.amountCents() != null) {
                BinaryFormat.writeLong(event.amountCents(), out);
            }
            writeText(event.currency());
            writeText(event.ownerId());
            writeText(event.accountId());
            if (event.probability() != null) {
                out.writeDouble(event.probability());
            }
            if (event.expectedCloseOn() != null) {
                BinaryFormat.writeDate(event.expectedCloseOn(), out);
            }
            writeText(event.leadId());
            writeText(event.lossReason());
            writeText(event.competitor());
            if (!event.attributes().isEmpty()) {
                texts.writeMap(event.attributes());
            }
            if (!event.cleared().isEmpty()) {
                texts.writeList(event.cleared());
            }
        }

        private static int fieldsOf(DealEvent event) {
            return bit(event.recordedAt(), RECORDED_AT)
                    | bit(event.revision(), REVISION)
                    | (event.deleted() ? DELETED : 0)
                    | bit(event.pipelineId(), PIPELINE)
                    | bit(event.stageId(), STAGE)
                    | bit(event.amountCents(), AMOUNT)
                    | bit(event.currency(), CURRENCY)
                    | bit(event.ownerId(), OWNER)
                    | bit(event.accountId(), ACCOUNT)
                    | bit(event.probability(), PROBABILITY)
                    | bit(event.expectedCloseOn(), EXPECTED_CLOSE)
                    | bit(event.leadId(), LEAD)
                    | bit(event.lossReason(), LOSS_REASON)
                    | bit(event.competitor(), COMPETITOR)
                    | (event.attributes().isEmpty() ? 0 : ATTRIBUTES)
                    | (event.cleared().isEmpty() ? 0 : CLEARED);
        }

        private void write(Activity activity) throws IOException {
            texts.writeId(activity.activityId());
            writeTime(activity.occurredAt());
            BinaryFormat.writeUnsigned(
                    bit(activity.dealId(), DEAL)
                            | bit(activity.leadId(), LEAD_OF_ACTIVITY)
                            | bit(activity.recordedAt(), RECORDED_AT_OF_ACTIVITY)
                            | (activity.durationSeconds() == 0 ? 0 : DURATION),
                    out);
            writeText(activity.dealId());
            writeText(activity.leadId());
            writeText(activity.repId());
            BinaryFormat.writeConstant(activity.type(), ActivityCodec.TYPES, out);
            BinaryFormat.writeConstant(activity.state(), ActivityCodec.STATES, out);
            writeSince(activity.occurredAt(), activity.recordedAt());
            if (activity.durationSeconds() != 0) {
                BinaryFormat.writeUnsigned(activity.durationSeconds(), out);
            }
        }

        private void writeTime(Instant time) throws IOException {
            long millis = time.toEpochMilli();
            BinaryFormat.writeLong(millis - lastMillis, out);
            lastMillis = millis;
        }

        private void writeSince(Instant since, @Nullable Instant time) throws IOException {
            if (time != null) {
                BinaryFormat.writeLong(time.toEpochMilli() - since.toEpochMilli(), out);
            }
        }

        private void writeText(@Nullable String text) throws IOException {
            if (text != null) {
                texts.write(text);
            }
        }

        private static int bit(@Nullable Object value, int bit) {
            return value == null ? 0 : bit;
        }
    }

    private static final class Reader {

        private final DataInputView in;
        private final SharedTexts.Reader texts;
        private long lastMillis;

        Reader(DataInputView in) {
            this.in = in;
            this.texts = new SharedTexts.Reader(in);
        }

        DealLog read() throws IOException {
            int events = (int) BinaryFormat.readUnsigned(in);
            List<DealEvent> timeline = new ArrayList<>(events);
            for (int i = 0; i < events; i++) {
                timeline.add(readEvent());
            }
            int count = (int) BinaryFormat.readUnsigned(in);
            List<Activity> activities = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                activities.add(readActivity());
            }
            return new DealLog(Timeline.restore(timeline), Activities.restore(activities), false);
        }

        private DealEvent readEvent() throws IOException {
            String eventId = texts.readId();
            Instant occurredAt = readTime();
            int fields = (int) BinaryFormat.readUnsigned(in);
            return new DealEvent(
                    eventId,
                    occurredAt,
                    has(fields, RECORDED_AT) ? readSince(occurredAt) : null,
                    has(fields, REVISION) ? (Long) BinaryFormat.readLong(in) : null,
                    has(fields, DELETED),
                    readText(fields, PIPELINE),
                    readText(fields, STAGE),
                    has(fields, AMOUNT) ? (Long) BinaryFormat.readLong(in) : null,
                    readText(fields, CURRENCY),
                    readText(fields, OWNER),
                    readText(fields, ACCOUNT),
                    has(fields, PROBABILITY) ? (Double) in.readDouble() : null,
                    has(fields, EXPECTED_CLOSE) ? BinaryFormat.readDate(in) : null,
                    readText(fields, LEAD),
                    readText(fields, LOSS_REASON),
                    readText(fields, COMPETITOR),
                    has(fields, ATTRIBUTES) ? texts.readMap() : Map.of(),
                    has(fields, CLEARED) ? texts.readList() : List.of());
        }

        private Activity readActivity() throws IOException {
            String activityId = texts.readId();
            Instant occurredAt = readTime();
            int fields = (int) BinaryFormat.readUnsigned(in);
            return new Activity(
                    activityId,
                    readText(fields, DEAL),
                    readText(fields, LEAD_OF_ACTIVITY),
                    texts.read(),
                    BinaryFormat.readConstant(ActivityCodec.TYPES, in),
                    BinaryFormat.readConstant(ActivityCodec.STATES, in),
                    occurredAt,
                    has(fields, RECORDED_AT_OF_ACTIVITY) ? readSince(occurredAt) : null,
                    has(fields, DURATION) ? BinaryFormat.readUnsigned(in) : 0);
        }

        private Instant readTime() throws IOException {
            lastMillis += BinaryFormat.readLong(in);
            return Instant.ofEpochMilli(lastMillis);
        }

        private Instant readSince(Instant since) throws IOException {
            return Instant.ofEpochMilli(since.toEpochMilli() + BinaryFormat.readLong(in));
        }

        private @Nullable String readText(int fields, int field) throws IOException {
            return has(fields, field) ? texts.read() : null;
        }

        private static boolean has(int fields, int field) {
            return (fields & field) != 0;
        }
    }
}
