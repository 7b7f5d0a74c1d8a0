package io.dealpulse.jobs.source;

import io.dealpulse.events.v1.FxRateSet;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an exchange rate. Its key, and so its identity, is {@code BASE/QUOTE/date}, such as EUR/USD/2024-03-31. */
record FxRateReader() implements MessageReader<FxRateSet, FxRateMessage> {

    /** What the rate's 28 digits, 10 of them decimal places, can't hold; Avro's bytes could. */
    static final BigDecimal RATE_LIMIT = BigDecimal.TEN.pow(18);

    private static final Pattern KEY = Pattern.compile("([A-Z]{3})/([A-Z]{3})/([0-9]{4}-[0-9]{2}-[0-9]{2})");

    @Override
    public FxRateMessage read(FxRateSet record, byte @Nullable [] key, Instant timestamp) throws RejectionException {
        String base = currency("base", record.getBase());
        String quote = currency("quote", record.getQuote());
        LocalDate date = FieldRules.requireDay("date", record.getDate());
        FieldRules.requireKey(key, "base/quote/date", base + "/" + quote + "/" + date);
        BigDecimal rate = record.getRate();
        if (rate.signum() <= 0) {
            throw new RejectionException(
                    RejectionReason.OUT_OF_RANGE, "rate", "is %s, not above 0".formatted(rate.toPlainString()));
        }
        if (rate.compareTo(RATE_LIMIT) >= 0) {
            throw new RejectionException(
                    RejectionReason.OUT_OF_RANGE,
                    "rate",
                    "is of %d digits, not below %s"
                            .formatted(rate.precision() - rate.scale(), RATE_LIMIT.toPlainString()));
        }
        return new FxRateMessage(base, quote, date, rate);
    }

    /** Withdraws the rate. */
    @Override
    public FxRateMessage readTombstone(byte @Nullable [] key) throws RejectionException {
        String text = FieldRules.requireKeyText(key);
        Matcher parts = KEY.matcher(text);
        if (!parts.matches()) {
            throw noRateKey(text);
        }
        try {
            return new FxRateMessage(
                    FieldRules.requireCurrency("key", parts.group(1)),
                    FieldRules.requireCurrency("key", parts.group(2)),
                    FieldRules.requireDay("key", LocalDate.parse(parts.group(3))),
                    null);
        } catch (DateTimeException e) {
            throw noRateKey(text);
        }
    }

    @Override
    public @Nullable Instant clockTime(FxRateMessage message) {
        return null;
    }

    private static String currency(String field, String code) throws RejectionException {
        return FieldRules.requireCurrency(field, FieldRules.requireId(field, code));
    }

    private static RejectionException noRateKey(String key) {
        return new RejectionException(
                RejectionReason.KEY_MISMATCH, "key", "is %s, not BASE/QUOTE/date".formatted(FieldRules.quoted(key)));
    }
}
