package io.dealpulse.jobs.metrics;

import io.dealpulse.core.deal.DealLog;
import io.dealpulse.jobs.deals.DealLogCodec;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.serialization.Packed;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What saved state keeps of a deal: its log as bytes, which take a fraction of the memory of its objects, or, of a deal
 * that has left, only that it has.
 *
 * @param changedOn the clock's day when the log last changed; null: before the clock's first tick
 * @param closedOn the day on which the deal closed; null if it is not closed, or waits
 * @param leftWithVisits how many stage visits the tables show of the deal, which has left saved state: none if it is deleted;
 *     null while it is there
 * @param log the log's bytes; empty if the deal has left
 */
@SuppressWarnings("ArrayRecordComponent") // never changed; equality is defined below
record DealState(
        @Nullable LocalDate changedOn,
        @Nullable LocalDate closedOn,
        @Nullable Long leftWithVisits,
        byte[] log) {

    /** Flink's type of this state. */
    static final TypeInformation<DealState> TYPE = new CodecTypeInformation<>(DealState.class, new Codec());

    private static final DealLogCodec LOG = new DealLogCodec();

    /** The state of a deal whose log it keeps. */
    static DealState of(DealLog log, @Nullable LocalDate changedOn, @Nullable LocalDate closedOn) {
        return new DealState(changedOn, closedOn, null, Packed.pack(LOG, log));
    }

    /** The state of a deal that has left. */
    static DealState left(long visits) {
        return new DealState(null, null, visits, new byte[0]);
    }

    /** Whether the deal has left. */
    boolean hasLeft() {
        return leftWithVisits != null;
    }

    /**
     * The deal's log.
     *
     * @throws IllegalStateException if the deal has left, or the bytes are corrupt
     */
    DealLog readLog() {
        return Packed.unpack(LOG, log);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DealState that
                && Objects.equals(changedOn, that.changedOn)
                && Objects.equals(closedOn, that.closedOn)
                && Objects.equals(leftWithVisits, that.leftWithVisits)
                && Arrays.equals(log, that.log);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(log);
    }

    @Override
    public String toString() {
        return "DealState[changedOn=%s, closedOn=%s, leftWithVisits=%s, %d bytes]"
                .formatted(changedOn, closedOn, leftWithVisits, log.length);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<DealState> {

        private static final long serialVersionUID = 1L;

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(DealState state, DataOutputView out) throws IOException {
            BinaryFormat.writeNullableDate(state.changedOn(), out);
            BinaryFormat.writeNullableDate(state.closedOn(), out);
            BinaryFormat.writeNullableLong(state.leftWithVisits(), out);
            BinaryFormat.writeBytes(state.log(), out);
        }

        @Override
        public DealState read(int version, DataInputView in) throws IOException {
            return new DealState(
                    BinaryFormat.readNullableDate(in),
                    BinaryFormat.readNullableDate(in),
                    BinaryFormat.readNullableLong(in),
                    BinaryFormat.readBytes(in));
        }
    }
}
