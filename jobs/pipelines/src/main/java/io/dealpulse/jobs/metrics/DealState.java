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
import java.util.List;
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
 * @param left what the tables show of the deal, which has left saved state; null while it is there
 * @param log the log's bytes; empty if the deal has left
 */
@SuppressWarnings("ArrayRecordComponent") // never changed; equality is defined below
record DealState(
        @Nullable LocalDate changedOn,
        @Nullable LocalDate closedOn,
        @Nullable LeftDeal left,
        byte[] log) {

    /** Flink's type of this state. */
    static final TypeInformation<DealState> TYPE = new CodecTypeInformation<>(DealState.class, new Codec());

    private static final DealLogCodec LOG = new DealLogCodec();

    /** The state of a deal whose log it keeps. */
    static DealState of(DealLog log, @Nullable LocalDate changedOn, @Nullable LocalDate closedOn) {
        return new DealState(changedOn, closedOn, null, Packed.pack(LOG, log));
    }

    /** The state of a deal that has left. */
    static DealState left(LeftDeal left) {
        return new DealState(null, null, left, new byte[0]);
    }

    /** Whether the deal has left. */
    boolean hasLeft() {
        return left != null;
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
                && Objects.equals(left, that.left)
                && Arrays.equals(log, that.log);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(log);
    }

    @Override
    public String toString() {
        return "DealState[changedOn=%s, closedOn=%s, left=%s, %d bytes]"
                .formatted(changedOn, closedOn, left, log.length);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<DealState> {

        private static final long serialVersionUID = 1L;

        private static final LeftDeal.Codec LEFT = new LeftDeal.Codec();

        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(DealState state, DataOutputView out) throws IOException {
            BinaryFormat.writeNullableDate(state.changedOn(), out);
            BinaryFormat.writeNullableDate(state.closedOn(), out);
            LEFT.writeNullableNested(state.left(), out);
            BinaryFormat.writeBytes(state.log(), out);
        }

        @Override
        public DealState read(int version, DataInputView in) throws IOException {
            return new DealState(
                    BinaryFormat.readNullableDate(in),
                    BinaryFormat.readNullableDate(in),
                    version >= 2 ? LEFT.readNullableNested(in) : leftWithVisits(in),
                    BinaryFormat.readBytes(in));
        }

        /** Version 1 knew the visits alone. Its state is refused for its shape, but not before it is read. */
        private static @Nullable LeftDeal leftWithVisits(DataInputView in) throws IOException {
            Long visits = BinaryFormat.readNullableLong(in);
            return visits == null ? null : new LeftDeal(visits, List.of(), List.of());
        }
    }
}
