package io.dealpulse.jobs.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"500 ms,PT0.5S", "30 s,PT30S", "30s,PT30S", "5 min,PT5M", "2 h,PT2H", "1 d,PT24H", "0 s,PT0S"})
    void readsANumberAndAUnit(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1 s", "1.5 h", "1 d 2 h", "3 weeks", "999999999999999 d"})
    void refusesWhatHasNoUnitOrNoSense(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 ms", "999 ms", "90 s", "90 min", "36 h", "2 d"})
    void writesWhatItReads(String text) {
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
    }
}
