package io.dealpulse.jobs.serialization;

import io.dealpulse.core.deal.DealEvent;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link DealEvent}: its fields in the record's order. */
public final class DealEventCodec implements BinaryCodec<DealEvent> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(DealEvent event, DataOutputView out) throws IOException {
        BinaryFormat.writeText(event.eventId(), out);
        BinaryFormat.writeInstant(event.occurredAt(), out);
        BinaryFormat.writeNullableInstant(event.recordedAt(), out);
        BinaryFormat.writeNullableLong(event.revision(), out);
        out.writeBoolean(event.deleted());
        BinaryFormat.writeNullableText(event.pipelineId(), out);
        BinaryFormat.writeNullableText(event.stageId(), out);
        BinaryFormat.writeNullableLong(event.amountCents(), out);
        BinaryFormat.writeNullableText(event.currency(), out);
        BinaryFormat.writeNullableText(event.ownerId(), out);
        BinaryFormat.writeNullableText(event.accountId(), out);
        BinaryFormat.writeNullableDouble(event.probability(), out);
        BinaryFormat.writeNullableDate(event.expectedCloseOn(), out);
        BinaryFormat.writeNullableText(event.leadId(), out);
        BinaryFormat.writeNullableText(event.lossReason(), out);
        BinaryFormat.writeNullableText(event.competitor(), out);
        BinaryFormat.writeTexts(event.attributes(), out);
        BinaryFormat.writeTexts(event.cleared(), out);
    }

    @Override
    public DealEvent read(int version, DataInputView in) throws IOException {
        return new DealEvent(
                BinaryFormat.readText(in),
                BinaryFormat.readInstant(in),
                BinaryFormat.readNullableInstant(in),
                BinaryFormat.readNullableLong(in),
                in.readBoolean(),
                BinaryFormat.readNullableText(in),
                BinaryFormat.readNullableText(in),
                BinaryFormat.readNullableLong(in),
                BinaryFormat.readNullableText(in),
                BinaryFormat.readNullableText(in),
                BinaryFormat.readNullableText(in),
                BinaryFormat.readNullableDouble(in),
                BinaryFormat.readNullableDate(in),
                BinaryFormat.readNullableText(in),
                BinaryFormat.readNullableText(in),
                BinaryFormat.readNullableText(in),
                BinaryFormat.readTextMap(in),
                BinaryFormat.readTextList(in));
    }
}
