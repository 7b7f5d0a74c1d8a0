package io.dealpulse.jobs.metrics;

import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.LetterChange;
import io.dealpulse.jobs.source.LetterPlace;
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

    /** A record that could not be used, its bytes as Base64, or its row's deletion if its deal is erased. */
    static TableRow of(LetterChange change) {
        LetterPlace place = change.place();
        List<Object> key = List.of(place.topic(), (long) place.partition(), place.offset());
        RejectedRecord rejected = change.letter();
        if (rejected == null) {
            return TableRow.deleted(new RowKey(Tables.DEAD_LETTERS.name(), key));
        }
        return TableRow.of(
                Tables.DEAD_LETTERS,
                key,
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
