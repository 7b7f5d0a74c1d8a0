package io.dealpulse.core.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Converts native amounts to the currency the company reports in.
 *
 * @param currency ISO 4217 code of the base currency
 * @param rates the rates known so far
 */
public record BaseCurrency(String currency, ExchangeRates rates) {

    /** As {@link #convert(BigDecimal, String, LocalDate)}, of whole cents. */
    public OptionalLong convert(long cents, String nativeCurrency, LocalDate day) {
        return convert(BigDecimal.valueOf(cents), nativeCurrency, day);
    }

    /**
     * An amount in the base currency, in cents, rounded once, half up, at the latest rate dated on or before a day.
     *
     * @param cents hundredths of the native currency's unit
     * @param nativeCurrency ISO 4217 code, or '' if not known
     * @return empty if there is no such rate; never 1:1 for want of one
     */
    public OptionalLong convert(BigDecimal cents, String nativeCurrency, LocalDate day) {
        if (nativeCurrency.equals(currency)) {
            return OptionalLong.of(cents.setScale(0, RoundingMode.HALF_UP).longValue());
        }
        return rates.convert(cents, nativeCurrency, currency, day)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }
}
