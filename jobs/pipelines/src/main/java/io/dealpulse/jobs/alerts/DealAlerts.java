package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.Cause;
import io.dealpulse.core.stall.Examination;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.sink.RowKey;
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
 * @param newsIs the resolution of those that the causes take back
 * @param staleAlertIds alerts whose rows must be written anew, and may be there under either state
 * @param erased whether the deal was erased: then nothing may be said of it any more
 * @param lookAgainAt when the deal must be looked at again; null: when something changes
 */
record DealAlerts(
        List<Cause> causes,
        List<KnownAlert> known,
        Resolution newsIs,
        List<String> staleAlertIds,
        boolean erased,
        @Nullable Instant lookAgainAt) {

    /** Nothing is known of the deal. */
    static final DealAlerts NONE = new DealAlerts(List.of(), List.of(), Resolution.LATE_EVENT, List.of(), false, null);

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
        staleAlertIds = List.copyOf(staleAlertIds);
    }

    /** The same after one more input. */
    DealAlerts with(AlertInput input) {
        DealCauses news = input.causes();
        AlertMessage message = input.published();
        String stale = input.staleAlertId();
        if (news != null) {
            return erased
                    ? this
                    : new DealAlerts(news.causes(), known, news.newsIs(), staleAlertIds, false, lookAgainAt);
        }
        if (message != null) {
            return withPublished(message);
        }
        if (stale != null) {
            if (staleAlertIds.contains(stale)) {
                return this;
            }
            List<String> all = new ArrayList<>(staleAlertIds);
            all.add(stale);
            return new DealAlerts(causes, known, newsIs, all, erased, lookAgainAt);
        }
        return new DealAlerts(List.of(), known, newsIs, staleAlertIds, true, lookAgainAt);
    }

    /** The same, when what it takes back is taken back for a given reason. */
    DealAlerts when(Resolution reason) {
        return new DealAlerts(causes, known, reason, staleAlertIds, erased, lookAgainAt);
    }

    private DealAlerts withPublished(AlertMessage message) {
        Alert alert = message.alert();
        if (alert == null) {
            return this;
        }
        Map<KnownAlert.Key, KnownAlert> all = byKey(known);
        all.merge(
                KnownAlert.Key.of(alert),
                KnownAlert.published(alert, message.sequence()),
                (mine, any) -> mine.alsoPublished(alert, message.sequence()));
        return new DealAlerts(causes, List.copyOf(all.values()), newsIs, staleAlertIds, erased, lookAgainAt);
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
                new DealAlerts(causes, after, Resolution.LATE_EVENT, List.of(), false, found.lookAgainAt()),
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
        if (!known.hasRow() || !alert.equals(known.alert()) || staleAlertIds.contains(alert.id(dealId))) {
            rows.write(before, alert);
        }
        KnownAlert after = known.nowAs(alert, told);
        if (told) {
            messages.add(AlertMessage.of(dealId, alert, after.sequence()));
        }
        return after;
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
        return new Look(new DealAlerts(List.of(), List.of(), newsIs, List.of(), true, null), rows.changed(), messages);
    }

    /** The rows that a look changes. A stale one that is not written is gone. */
    private final class Rows {

        private final String dealId;
        private final Set<RowKey> former = new LinkedHashSet<>();
        private final Map<RowKey, TableRow> present = new LinkedHashMap<>();

        Rows(String dealId) {
            this.dealId = dealId;
            staleAlertIds.forEach(stale -> former.addAll(AlertRows.keys(stale)));
        }

        void write(@Nullable KnownAlert before, Alert alert) {
            if (before != null) {
                delete(before);
            }
            TableRow row = AlertRows.of(dealId, alert);
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

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<DealAlerts> {

        private static final long serialVersionUID = 1L;

        private static final CauseCodec CAUSE = new CauseCodec();
        private static final KnownAlert.Codec KNOWN = new KnownAlert.Codec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(DealAlerts deal, DataOutputView out) throws IOException {
            CAUSE.writeAll(deal.causes(), out);
            BinaryFormat.writeUnsigned(deal.known().size(), out);
            for (KnownAlert known : deal.known()) {
                KNOWN.writeNested(known, out);
            }
            AlertWords.writeResolution(deal.newsIs(), out);
            BinaryFormat.writeTexts(deal.staleAlertIds(), out);
            out.writeBoolean(deal.erased());
            BinaryFormat.writeNullableInstant(deal.lookAgainAt(), out);
        }

        @Override
        public DealAlerts read(int version, DataInputView in) throws IOException {
            List<Cause> causes = CAUSE.readAll(in);
            List<KnownAlert> known = new ArrayList<>();
            for (long left = BinaryFormat.readUnsigned(in); left > 0; left--) {
                known.add(KNOWN.readNested(in));
            }
            return new DealAlerts(
                    causes,
                    known,
                    AlertWords.readResolution(in),
                    BinaryFormat.readTextList(in),
                    in.readBoolean(),
                    BinaryFormat.readNullableInstant(in));
        }
    }
}
