package io.dealpulse.core.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ExchangeRatesTest {

    private static final LocalDate MONDAY = LocalDate.of(2024, 3, 4);

    private final ExchangeRates rates = new ExchangeRates();
    private final BaseCurrency euro = new BaseCurrency("EUR", rates);

    @Test
    void takesTheLatestRateDatedOnOrBeforeTheDay() {
        set("USD", "EUR", MONDAY, "0.90");
        set("USD", "EUR", MONDAY.plusDays(2), "0.80");
        assertThat(euro.convert(1_000, "USD", MONDAY.minusDays(1))).isEmpty();
        assertThat(euro.convert(1_000, "USD", MONDAY)).hasValue(900);
        assertThat(euro.convert(1_000, "USD", MONDAY.plusDays(1))).hasValue(900);
        assertThat(euro.convert(1_000, "USD", MONDAY.plusDays(9))).hasValue(800);
    }

    @Test
    void takesTheInverseOnlyWhereNoDirectRateIsOldEnough() {
        set("EUR", "USD", MONDAY, "1.25");
        set("USD", "EUR", MONDAY.plusDays(1), "0.70");
        assertThat(euro.convert(1_000, "USD", MONDAY)).hasValue(800);
        assertThat(euro.convert(1_000, "USD", MONDAY.plusDays(1))).hasValue(700);
    }

    @Test
    void roundsHalfUpAwayFromZero() {
        set("USD", "EUR", MONDAY, "0.5");
        assertThat(euro.convert(3, "USD", MONDAY)).hasValue(2);
        assertThat(euro.convert(-3, "USD", MONDAY)).hasValue(-2);
    }

    @Test
    void aWithdrawnRateNoLongerHolds() {
        set("USD", "EUR", MONDAY, "0.5");
        rates.withdraw("USD", "EUR", MONDAY);
        rates.withdraw("GBP", "EUR", MONDAY);
        assertThat(euro.convert(100, "USD", MONDAY)).isEmpty();
    }

    @Test
    void neverCrossesOverAThirdCurrency() {
        set("USD", "GBP", MONDAY, "0.8");
        set("GBP", "EUR", MONDAY, "1.2");
        assertThat(euro.convert(100, "USD", MONDAY)).isEmpty();
        assertThat(euro.convert(100, "", MONDAY)).isEmpty();
    }

    @Test
    void anAmountTooLargeForATableIsUnconverted() {
        set("USD", "EUR", MONDAY, "1000000");
        assertThat(euro.convert(999_999_999_999_999L, "USD", MONDAY)).isEmpty();
    }

    private void set(String base, String quote, LocalDate date, String rate) {
        rates.set(new FxRate(base, quote, date, new BigDecimal(rate)));
    }
}
