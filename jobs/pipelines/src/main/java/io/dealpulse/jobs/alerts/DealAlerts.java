package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.Cause;
import io.dealpulse.core.stall.Examination;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.RowKeyCodec;
import io.dealpulse.jobs.sink.TableRow;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What saved state keeps of a deal's alerts.
 *
 * @param causes what calls for alerts
 * @param known the alerts that the world was told of, in table or topic
 * @param slices what the deal has in each dimension now, which the rows of all its alerts tell
 * @param resliced whether that has changed since the rows were written
 * @param newsIs the resolution of those that the causes take back
 * @param staleRows rows that must be written anew, or deleted where no alert has them
 * @param erased whether the deal was erased: then nothing may be said of it any more
 * @param lookAgainAt when the deal must be looked at again; null: when something changes
 */
record DealAlerts(
        List<Cause> causes,
        List<KnownAlert> known,
        List<String> slices,
        boolean resliced,
        Resolution newsIs,
        List<RowKey> staleRows,
        boolean erased,
        @Nullable Instant lookAgainAt) {

    /** Nothing is known of the deal. */
    static final DealAlerts NONE =
            new DealAlerts(List.of(), List.of(), List.of(), false, Resolution.LATE_EVENT, List.of(), false, null);

    /**
     * What comes of a look at a deal.
     *
     * @param deal what is to be remembered
     * @param rows the rows that have changed: those that are gone first, so that no alert is ever there twice
     * @param messages what is to be told
     */
    record Look(DealAlerts deal, List<TableRow> rows, List<AlertMessage> messages) {}

    DealAlerts {
        causes = List.copyOf(causes);
        known = List.copyOf(known);
        slices = List.copyOf(slices);
        staleRows = List.copyOf(staleRows);
    }

    /** The same after one more input. */
    DealAlerts with(AlertInput input) {
        DealCauses news = input.causes();
        AlertMessage message = input.published();
        RowKey stale = input.staleRow();
        if (news != null) {
            return erased ? this : withNews(news);
        }
        if (message != null) {
            return withPublished(message);
        }
        if (stale != null) {
            return new DealAlerts(
                    causes, known, slices, resliced, newsIs, withStale(List.of(stale)), erased, lookAgainAt);
        }
        return new DealAlerts(List.of(), known, List.of(), false, newsIs, staleRows, true, lookAgainAt);
    }

    /** The same, when what it takes back is taken back for a given reason. */
    DealAlerts when(Resolution reason) {
        return new DealAlerts(causes, known, slices, resliced, reason, staleRows, erased, lookAgainAt);
    }

    /** Where the causes are as they were, nothing is taken back by the news. */
    private DealAlerts withNews(DealCauses news) {
        return new DealAlerts(
                news.causes(),
                known,
                news.slices(),
                resliced || !news.slices().equals(slices),
                news.causes().equals(causes) ? newsIs : news.newsIs(),
                staleRows,
                false,
                lookAgainAt);
    }

    private DealAlerts withPublished(AlertMessage message) {
        Alert alert = message.alert();
        if (alert == null) {
            return this;
        }
        Map<KnownAlert.Key, KnownAlert> all = byKey(known);
        KnownAlert mine = all.get(KnownAlert.Key.of(alert));
        KnownAlert both = mine == null
                ? KnownAlert.published(alert, message.sequence())
                : mine.alsoPublished(alert, message.sequence());
        all.put(KnownAlert.Key.of(alert), both);
        // What is told of it may be of another pipeline than its row, which is still there.
        List<RowKey> stale = mine == null || both.equals(mine) ? List.of() : mine.rowKeys(message.dealId());
        return new DealAlerts(
                causes, List.copyOf(all.values()), slices, resliced, newsIs, withStale(stale), erased, lookAgainAt);
    }

    private List<RowKey> withStale(List<RowKey> more) {
        return Stream.concat(staleRows.stream(), more.stream()).distinct().toList();
    }

    /**
     * What must be written and told so that the world knows what a look at the deal has found.
     *
     * @param now the pipeline's time; null: it has none yet, and nothing can be due
     */
    Look look(String dealId, Examination found, @Nullable Instant now) {
        if (erased) {
            return forget(dealId);
        }
        Rows rows = new Rows(dealId);
        List<AlertMessage> messages = new ArrayList<>();
        List<KnownAlert> after = new ArrayList<>();
        Map<KnownAlert.Key, KnownAlert> left = byKey(known);
        for (Alert alert : found.alerts()) {
            KnownAlert before = left.remove(KnownAlert.Key.of(alert));
            boolean told = before == null
                    ? alert.isOpen()
                    : before.toldOpen() ? !alert.equals(before.alert()) : alert.isOpen();
            after.add(tell(dealId, before, alert, told, rows, messages));
        }
        for (KnownAlert before : left.values()) {
            if (before.sequence() == 0) {
                // Nobody was told: it never was.
                rows.delete(before);
            } else {
                Alert alert = takenBack(before.alert(), now);
                after.add(tell(dealId, before, alert, before.toldOpen(), rows, messages));
            }
        }
        return new Look(
                new DealAlerts(
                        causes, after, slices, false, Resolution.LATE_EVENT, List.of(), false, found.lookAgainAt()),
                rows.changed(),
                messages);
    }

    private KnownAlert tell(
            String dealId,
            @Nullable KnownAlert before,
            Alert alert,
            boolean told,
            Rows rows,
            List<AlertMessage> messages) {
        KnownAlert known = Objects.requireNonNullElseGet(before, () -> new KnownAlert(alert, false, 0, false));
        if (!known.hasRow() || !alert.equals(known.alert()) || resliced || hasStaleRow(alert.id(dealId))) {
            rows.write(before, alert);
        }
        KnownAlert after = known.nowAs(alert, told);
        if (told) {
            messages.add(AlertMessage.of(dealId, alert, after.sequence()));
        }
        return after;
    }

    /** Whether one of the alert's rows is stale. Under another key too: that its own is gone need not be seen any more. */
    private boolean hasStaleRow(String alertId) {
        return staleRows.stream().anyMatch(row -> AlertRows.alertIdOf(row).equals(alertId));
    }

    /** One that was told stays, and bears why it should not have been. */
    private Alert takenBack(Alert alert, @Nullable Instant now) {
        Resolution before = alert.resolution();
        if (before != null && before.takesBack()) {
            return alert;
        }
        Instant end = alert.resolvedAt();
        Instant at = end != null ? end : now == null || now.isBefore(alert.raisedAt()) ? alert.raisedAt() : now;
        return alert.takenBack(at, newsIs);
    }

    private Look forget(String dealId) {
        Rows rows = new Rows(dealId);
        List<AlertMessage> messages = new ArrayList<>();
        for (KnownAlert alert : known) {
            rows.delete(alert);
            if (alert.sequence() > 0) {
                messages.add(AlertMessage.erased(alert.alert().id(dealId)));
            }
        }
        return new Look(
                new DealAlerts(List.of(), List.of(), List.of(), false, newsIs, List.of(), true, null),
                rows.changed(),
                messages);
    }

    /** The rows that a look changes. A stale one that is not written is gone. */
    private final class Rows {

        private final String dealId;
        private final Set<RowKey> former = new LinkedHashSet<>(staleRows);
        private final Map<RowKey, TableRow> present = new LinkedHashMap<>();

        Rows(String dealId) {
            this.dealId = dealId;
        }

        void write(@Nullable KnownAlert before, Alert alert) {
            if (before != null) {
                delete(before);
            }
            TableRow row = AlertRows.of(dealId, alert, slices);
            present.put(row.rowKey(), row);
        }

        void delete(KnownAlert alert) {
            former.addAll(alert.rowKeys(dealId));
        }

        List<TableRow> changed() {
            Stream<TableRow> gone =
                    former.stream().filter(key -> !present.containsKey(key)).map(TableRow::deleted);
            return Stream.concat(gone, present.values().stream()).toList();
        }
    }

    private static Map<KnownAlert.Key, KnownAlert> byKey(Collection<KnownAlert> alerts) {
        Map<KnownAlert.Key, KnownAlert> all = new LinkedHashMap<>();
        alerts.forEach(alert -> all.put(KnownAlert.Key.of(alert.alert()), alert));
        return all;
    }

    /** The record's fields in order, but for what version 2 has added at the end: the slices, and whether they have changed. */
    public static final class Codec implements BinaryCodec<DealAlerts> {

        private static final long serialVersionUID = 1L;

        private static final CauseCodec CAUSE = new CauseCodec();
        private static final KnownAlert.Codec KNOWN = new KnownAlert.Codec();
        private static final RowKeyCodec ROW = new RowKeyCodec();

        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(DealAlerts deal, DataOutputView out) throws IOException {
            CAUSE.writeAll(deal.causes(), out);
            BinaryFormat.writeUnsigned(deal.known().size(), out);
            for (KnownAlert known : deal.known()) {
                KNOWN.writeNested(known, out);
            }
            AlertWords.writeResolution(deal.newsIs(), out);
            BinaryFormat.writeUnsigned(deal.staleRows().size(), out);
            for (RowKey row : deal.staleRows()) {
                ROW.writeNested(row, out);
            }
            out.writeBoolean(deal.erased());
            BinaryFormat.writeNullableInstant(deal.lookAgainAt(), out);
            BinaryFormat.writeTexts(deal.slices(), out);
            out.writeBoolean(deal.resliced());
        }

        @Override
        public DealAlerts read(int version, DataInputView in) throws IOException {
            List<Cause> causes = CAUSE.readAll(in);
            List<KnownAlert> known = new ArrayList<>();
            for (long left = BinaryFormat.readUnsigned(in); left > 0; left--) {
                known.add(KNOWN.readNested(in));
            }
            Resolution newsIs = AlertWords.readResolution(in);
            List<RowKey> staleRows = version >= 2 ? readRows(in) : readStaleAlerts(causes, known, in);
            boolean erased = in.readBoolean();
            Instant lookAgainAt = BinaryFormat.readNullableInstant(in);
            List<String> slices = version >= 2 ? BinaryFormat.readTextList(in) : List.of();
            boolean resliced = version >= 2 && in.readBoolean();
            return new DealAlerts(causes, known, slices, resliced, newsIs, staleRows, erased, lookAgainAt);
        }

        private static List<RowKey> readRows(DataInputView in) throws IOException {
            List<RowKey> rows = new ArrayList<>();
            for (long left = BinaryFormat.readUnsigned(in); left > 0; left--) {
                rows.add(ROW.readNested(in));
            }
            return rows;
        }

        /** Of version 1: of alerts, whose rows may be in any pipeline that the deal is known to have had causes in. */
        private static List<RowKey> readStaleAlerts(List<Cause> causes, List<KnownAlert> known, DataInputView in)
                throws IOException {
            List<String> pipelineIds = Stream.concat(
                            causes.stream().map(Cause::pipelineId),
                            known.stream().map(each -> each.alert().pipelineId()))
                    .distinct()
                    .toList();
            return BinaryFormat.readTextList(in).stream()
                    .flatMap(alertId ->
                            pipelineIds.stream().flatMap(pipelineId -> AlertRows.keys(pipelineId, alertId).stream()))
                    .toList();
        }
    }
}
