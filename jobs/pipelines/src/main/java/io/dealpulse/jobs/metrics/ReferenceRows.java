package io.dealpulse.jobs.metrics;

import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.RejectedRecord;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of the tables that show single records of the topics as they are. */
final class ReferenceRows {

    private ReferenceRows() {}

    /** A rate, or its deletion if it is withdrawn. */
    static TableRow of(FxRateMessage rate) {
        List<Object> key = List.of(rate.base(), rate.quote(), rate.date());
        return rate.rate() == null
                ? TableRow.deleted(new RowKey(Tables.FX_RATES.name(), key))
                : TableRow.of(Tables.FX_RATES, key, rate.rate());
    }

    /** A record that could not be used, its bytes as Base64. */
    static TableRow of(RejectedRecord rejected) {
        return TableRow.of(
                Tables.DEAD_LETTERS,
                List.of(rejected.topic(), (long) rejected.partition(), rejected.offset()),
                rejected.timestamp(),
                rejected.reason(),
                rejected.detail(),
                base64(rejected.key()),
                base64(rejected.value()));
    }

    private static @Nullable String base64(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }
}
