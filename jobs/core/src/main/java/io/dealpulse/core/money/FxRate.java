package io.dealpulse.core.money;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * An exchange rate that holds from a day on, until a later one is set.
 *
 * @param base ISO 4217 code of the currency of which 1 is worth {@code rate} of {@code quote}
 * @param quote ISO 4217 code
 * @param date the day from which it holds
 * @param rate greater than 0
 */
public record FxRate(String base, String quote, LocalDate date, BigDecimal rate) {}
