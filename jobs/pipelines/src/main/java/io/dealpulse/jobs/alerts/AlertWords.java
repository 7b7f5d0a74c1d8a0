package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.jobs.serialization.BinaryFormat;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** How what alerts and causes have in common is written. The numbers are saved state's: a new word comes at the end. */
final class AlertWords {

    private static final List<AlertKind> KINDS =
            List.of(AlertKind.IDLE, AlertKind.STAGE_OVERDUE, AlertKind.CLOSE_DATE_PASSED, AlertKind.PUSHED);

    private static final List<Resolution> RESOLUTIONS = List.of(
            Resolution.ACTIVITY_DONE,
            Resolution.ACTIVITY_PLANNED,
            Resolution.DEAL_UPDATED,
            Resolution.STAGE_CHANGED,
            Resolution.WON,
            Resolution.LOST,
            Resolution.MOVED,
            Resolution.DELETED,
            Resolution.CLOSE_DATE_CHANGED,
            Resolution.LATE_EVENT,
            Resolution.RULES_CHANGED);

    private AlertWords() {}

    static void writeKind(AlertKind kind, DataOutputView out) throws IOException {
        BinaryFormat.writeConstant(kind, KINDS, out);
    }

    static AlertKind readKind(DataInputView in) throws IOException {
        return BinaryFormat.readConstant(KINDS, in);
    }

    static void writeResolution(Resolution resolution, DataOutputView out) throws IOException {
        BinaryFormat.writeConstant(resolution, RESOLUTIONS, out);
    }

    static Resolution readResolution(DataInputView in) throws IOException {
        return BinaryFormat.readConstant(RESOLUTIONS, in);
    }

    static void writeNullableResolution(@Nullable Resolution resolution, DataOutputView out) throws IOException {
        out.writeBoolean(resolution != null);
        if (resolution != null) {
            writeResolution(resolution, out);
        }
    }

    static @Nullable Resolution readNullableResolution(DataInputView in) throws IOException {
        return in.readBoolean() ? readResolution(in) : null;
    }
}
