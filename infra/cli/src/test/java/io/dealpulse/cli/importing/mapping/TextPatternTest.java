package io.dealpulse.cli.importing.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPatternTest {

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource({
        "Won, Won, true",
        "Won, won, false",
        "W_*, W_call, true",
        "W_*, X_call, false",
        "'*', anything, true",
        "'*', '', false",
        "'', '', true",
        "'', x, false",
        "a.c, abc, false",
        "*.csv, deals.csv, true",
        "a*c*e, abcde, true",
        "a*c*e, abde, false",
    })
    void matches(String pattern, String text, boolean expected) {
        assertThat(TextPattern.of(pattern).matches(text)).isEqualTo(expected);
    }
}
