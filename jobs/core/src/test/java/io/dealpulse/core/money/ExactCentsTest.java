package io.dealpulse.core.money;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactCentsTest {

    @ParameterizedTest
    @CsvSource({
        "1000, 0.8, 800, 0",
        "1, 0.1, 0, 100000000",
        "-1, 0.1, -1, 900000000",
        "5, 1, 5, 0",
        "5, 0, 0, 0",
        // Half a billionth is rounded away from zero, less than that is nothing.
        "1, 0.0000000005, 0, 1",
        "-1, 0.0000000005, -1, 999999999",
        "1, 0.0000000004, 0, 0",
        "9223372036854775807, 1, 9223372036854775807, 0",
    })
    void aPartIsRoundedToBillionthsOfACent(long cents, double factor, long whole, long billionths) {
        assertThat(ExactCents.part(cents, factor)).isEqualTo(new ExactCents(whole, billionths));
    }

    @Test
    void equalAmountsAreEqual() {
        assertThat(new ExactCents(1, -400_000_000)).isEqualTo(new ExactCents(0, 600_000_000));
        assertThat(new ExactCents(-1, 1_000_000_000)).isEqualTo(ExactCents.ZERO);
        assertThat(new ExactCents(2, 3_500_000_000L)).isEqualTo(new ExactCents(5, 500_000_000));
    }

    @Test
    void readsAsCents() {
        assertThat(new ExactCents(-1, 900_000_000).toCents()).isEqualByComparingTo("-0.1");
        assertThat(ExactCents.ZERO.toCents()).isEqualByComparingTo("0");
    }
}
